/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A produce request, or what a coordinator appends, with acks=all that waits for its records to be committed. Confined to the loop. */
final class PendingProduce {
    private final long token;
    private final boolean byClient;
    private final Map<TopicIdPartition, Slot> slots = new LinkedHashMap<>();
    private Deadlines.@Nullable Deadline expiry;

    PendingProduce(long token, boolean byClient) {
        this.token = token;
        this.byClient = byClient;
    }

    /** One partition: what was appended, and whether it still waits. */
    private static final class Slot {
        private final @Nullable Hosted replica;
        private final long requiredOffset;
        private ProduceResult result;
        private boolean waits;

        Slot(ProduceResult result, @Nullable Hosted replica) {
            this.result = result;
            this.replica = replica;
            this.requiredOffset = result.lastOffset() + 1;
            this.waits = replica != null && result.error() == Errors.NONE;
        }
    }

    long token() {
        return token;
    }

    void add(TopicIdPartition partition, ProduceResult result, @Nullable Hosted replica) {
        slots.put(partition, new Slot(result, replica));
    }

    void expiry(Deadlines.Deadline deadline) {
        expiry = deadline;
    }

    Deadlines.@Nullable Deadline expiry() {
        return expiry;
    }

    /** The replicas it waits for. */
    List<Hosted> awaited() {
        List<Hosted> awaited = new ArrayList<>();
        for (Slot slot : slots.values()) {
            if (slot.waits && slot.replica != null) {
                awaited.add(slot.replica);
            }
        }
        return awaited;
    }

    /** Look at every partition that still waits; returns whether none does any more. */
    boolean settle(Replicas replicas) {
        boolean waits = false;
        for (Slot slot : slots.values()) {
            if (slot.waits && slot.replica != null) {
                settle(slot, slot.replica, replicas);
                waits |= slot.waits;
            }
        }
        return !waits;
    }

    private static void settle(Slot slot, Hosted replica, Replicas replicas) {
        Leadership leadership = replica.leadership();
        if (replica.isGone()) {
            fail(slot, replicas.whyMissing(replica.partition().topicPartition()), replicas, replica);
        } else if (leadership == null && replica.log().has(Bug.ACK_ON_LOST_LEADERSHIP)) {
            slot.waits = false;
        } else if (leadership == null) {
            fail(slot, Errors.NOT_LEADER_OR_FOLLOWER, replicas, replica);
        } else if (replica.log().highWatermark() >= slot.requiredOffset
                || replica.log().has(Bug.ACK_BEFORE_COMMIT)) {
            slot.waits = false;
            if (leadership.isMaximalIsrUnderMin()) {
                fail(slot, Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND, replicas, replica);
            }
        }
    }

    private static void fail(Slot slot, Errors error, Replicas replicas, Hosted replica) {
        slot.waits = false;
        slot.result =
                slot.result.withError(error, replicas.hint(replica.partition().topicPartition()));
    }

    /** Give up on what still waits: the records stay in the log, their fate is unknown. */
    void expire() {
        for (Slot slot : slots.values()) {
            if (slot.waits) {
                slot.result = slot.result.withError(Errors.REQUEST_TIMED_OUT, slot.result.currentLeader());
                slot.waits = false;
            }
        }
    }

    Output.ProduceDone done() {
        Map<TopicIdPartition, ProduceResult> results = new LinkedHashMap<>();
        slots.forEach((partition, slot) -> results.put(partition, slot.result));
        return new Output.ProduceDone(token, results, byClient);
    }
}
