/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Raises log start offsets for DeleteRecords, and keeps requests until all live replicas have followed.
 * The behaviour of Kafka's DelayedDeleteRecords. Confined to the loop.
 */
final class Deletions {
    private static final long TO_HIGH_WATERMARK = -1;

    private final Replicas replicas;
    private final Turn turn;
    private final Set<Pending> waiting = new LinkedHashSet<>();

    /** A request; results still missing belong to partitions that wait. */
    private static final class Pending {
        private final long token;
        private final Map<TopicPartition, Long> awaited = new LinkedHashMap<>();
        private final Map<TopicPartition, DeletedRecords> results = new LinkedHashMap<>();
        private Deadlines.@Nullable Deadline expiry;

        Pending(long token) {
            this.token = token;
        }
    }

    Deletions(Replicas replicas, Turn turn) {
        this.replicas = replicas;
        this.turn = turn;
    }

    void handle(Input.DeleteRecords request) {
        Pending pending = new Pending(request.token());
        request.before().forEach((partition, offset) -> {
            pending.results.put(partition, DeletedRecords.failed(Errors.REQUEST_TIMED_OUT));
            try {
                pending.awaited.put(partition, delete(partition, offset, request.internalToo()));
            } catch (ApiException refused) {
                pending.results.put(partition, DeletedRecords.failed(Errors.forException(refused)));
            }
        });
        settle(pending);
        if (pending.awaited.isEmpty()) {
            answer(pending);
            return;
        }
        waiting.add(pending);
        pending.expiry = turn.deadlines().at(turn.elapsedMs() + request.timeoutMs(), () -> {
            waiting.remove(pending);
            answer(pending);
        });
    }

    private long delete(TopicPartition partition, long offset, boolean internalToo) {
        Hosted replica = replicas.find(partition);
        if (Topic.isInternal(partition.topic()) && !internalToo) {
            throw Errors.INVALID_TOPIC_EXCEPTION.exception();
        } else if (replica == null) {
            throw replicas.whyMissing(partition).exception();
        } else if (replica.leadership() == null) {
            throw Errors.NOT_LEADER_OR_FOLLOWER.exception();
        } else if (replica.log().config().compact && !replica.log().config().delete) {
            throw Errors.POLICY_VIOLATION.exception();
        }
        long before = offset == TO_HIGH_WATERMARK ? replica.log().highWatermark() : offset;
        if (before < 0) {
            throw Errors.OFFSET_OUT_OF_RANGE.exception();
        }
        replica.log().raiseStartOffset(before);
        turn.touch(replica);
        return before;
    }

    /** Answer the requests whose wait is over. */
    void wake() {
        if (waiting.isEmpty()) {
            return;
        }
        for (Pending pending : List.copyOf(waiting)) {
            settle(pending);
            if (pending.awaited.isEmpty()) {
                waiting.remove(pending);
                turn.deadlines().cancel(pending.expiry);
                answer(pending);
            }
        }
    }

    private void settle(Pending pending) {
        pending.awaited.entrySet().removeIf(entry -> {
            Hosted replica = replicas.find(entry.getKey());
            Leadership leadership = replica == null ? null : replica.leadership();
            if (replica == null || leadership == null) {
                Errors error = replica == null ? replicas.whyMissing(entry.getKey()) : Errors.NOT_LEADER_OR_FOLLOWER;
                pending.results.put(entry.getKey(), DeletedRecords.failed(error));
                return true;
            }
            long low = leadership.lowWatermark();
            if (low >= entry.getValue()) {
                pending.results.put(entry.getKey(), new DeletedRecords(Errors.NONE, low));
                return true;
            }
            return false;
        });
    }

    private void answer(Pending pending) {
        turn.emit(new Output.DeleteRecordsDone(pending.token, pending.results));
    }
}
