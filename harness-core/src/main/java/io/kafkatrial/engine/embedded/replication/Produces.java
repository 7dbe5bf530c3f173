/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Appended;
import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.RecordValidationException;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** Appends as leader, and keeps acks=all requests until they are committed. Confined to the loop. */
final class Produces {
    private static final short ALL = -1;

    private static final Set<Errors> PASSING = Set.of(
            Errors.NETWORK_EXCEPTION,
            Errors.COORDINATOR_LOAD_IN_PROGRESS,
            Errors.COORDINATOR_NOT_AVAILABLE,
            Errors.NOT_COORDINATOR);

    private final Replicas replicas;
    private final Verifications verifications;
    private final Turn turn;

    Produces(Replicas replicas, Verifications verifications, Turn turn) {
        this.replicas = replicas;
        this.verifications = verifications;
        this.turn = turn;
    }

    void handle(Input.Produce produce) {
        if (produce.acks() < -1 || produce.acks() > 1) {
            refuse(produce, Errors.INVALID_REQUIRED_ACKS, Optional.empty());
            return;
        }
        TransactionalBatches transactional = TransactionalBatches.in(produce.records());
        if (transactional.isEmpty() || produce.transaction().isEmpty()) {
            append(produce, Verifications.Verdict.NONE);
        } else if (transactional.producers().size() > 1) {
            refuse(
                    produce,
                    Errors.INVALID_PRODUCER_ID_MAPPING,
                    Optional.of("Transactional records contained more than one producer ID"));
        } else {
            TransactionalBatches.Producer who =
                    transactional.producers().iterator().next();
            verifications.verifyPatiently(
                    new Input.Transactional(produce.transaction().get(), who.id(), who.epoch()),
                    transactional.sequences(),
                    verdict -> append(produce, verdict));
        }
    }

    private void append(Input.Produce produce, Verifications.Verdict verdict) {
        PendingProduce pending = new PendingProduce(produce.token(), /* byClient= */ true);
        produce.records().forEach((partition, records) -> {
            Errors refused = verdict.errors().getOrDefault(partition.topicPartition(), Errors.NONE);
            Writer writer = Writer.verified(verdict.guard(partition.topicPartition()));
            pending.add(
                    partition,
                    refused == Errors.NONE
                            ? append(partition, records, writer, produce.acks())
                            : unverified(refused, produce),
                    replicas.find(partition.topicPartition()));
        });
        if (produce.acks() == ALL) {
            await(pending, produce.timeoutMs());
        } else {
            turn.emit(pending.done());
        }
    }

    /** What a coordinator refuses in words a producer understands; errors that pass in one that makes it try again. */
    private static ProduceResult unverified(Errors refused, Input.Produce produce) {
        boolean adds = produce.transaction()
                .map(transaction -> transaction.operation().supportsEpochBump)
                .orElse(false);
        boolean passes = PASSING.contains(refused) || (refused == Errors.CONCURRENT_TRANSACTIONS && !adds);
        if (passes) {
            return ProduceResult.failed(
                    Errors.NOT_ENOUGH_REPLICAS,
                    Optional.of("Unable to verify the partition has been added to the transaction. Underlying error: "
                            + refused),
                    Optional.empty());
        }
        Optional<String> message = refused == Errors.INVALID_TXN_STATE
                ? Optional.of("Partition was not added to the transaction")
                : Optional.empty();
        return ProduceResult.failed(refused, message, Optional.empty());
    }

    void handle(Input.CoordinatorAppend append) {
        PendingProduce pending = new PendingProduce(append.token(), /* byClient= */ false);
        Hosted replica = replicas.find(append.partition());
        TopicIdPartition partition =
                replica == null ? new TopicIdPartition(Uuid.ZERO_UUID, append.partition()) : replica.partition();
        ProduceResult result = replica == null
                ? failed(partition, replicas.whyMissing(append.partition()))
                : append(
                        partition,
                        replica,
                        () -> append(
                                replica,
                                append.records(),
                                Writer.coordinator(VerificationGuard.SENTINEL, append.transactionVersion()),
                                ALL));
        pending.add(partition, result, replica);
        await(pending, append.timeoutMs());
    }

    private void await(PendingProduce pending, int timeoutMs) {
        if (pending.settle(replicas)) {
            turn.emit(pending.done());
            return;
        }
        pending.awaited().forEach(replica -> replica.produces().add(pending));
        pending.expiry(turn.deadlines().at(turn.elapsedMs() + timeoutMs, () -> {
            pending.awaited().forEach(replica -> replica.produces().remove(pending));
            pending.expire();
            turn.emit(pending.done());
        }));
    }

    private void refuse(Input.Produce produce, Errors error, Optional<String> message) {
        Map<TopicIdPartition, ProduceResult> results = new LinkedHashMap<>();
        produce.records()
                .keySet()
                .forEach(partition -> results.put(partition, ProduceResult.failed(error, message, Optional.empty())));
        turn.emit(new Output.ProduceDone(produce.token(), results, /* byClient= */ true));
    }

    /** Answer the requests whose wait for this replica is over. */
    void wake(Hosted replica) {
        if (replica.produces().isEmpty()) {
            return;
        }
        for (PendingProduce pending : List.copyOf(replica.produces())) {
            List<Hosted> awaited = pending.awaited();
            boolean done = pending.settle(replicas);
            List<Hosted> still = pending.awaited();
            awaited.stream().filter(one -> !still.contains(one)).forEach(one -> one.produces()
                    .remove(pending));
            if (done) {
                turn.deadlines().cancel(pending.expiry());
                turn.emit(pending.done());
            }
        }
    }

    private ProduceResult append(TopicIdPartition partition, MemoryRecords records, Writer writer, short acks) {
        Hosted replica = replicas.find(partition.topicPartition());
        if (Topic.isInternal(partition.topic())) {
            return failed(partition, Errors.INVALID_TOPIC_EXCEPTION);
        } else if (replica == null) {
            return failed(partition, replicas.whyMissing(partition.topicPartition()));
        } else if (!Replicas.sameTopic(partition, replica)) {
            return failed(partition, Errors.UNKNOWN_TOPIC_ID);
        }
        return append(partition, replica, () -> append(replica, records, writer, acks));
    }

    private ProduceResult append(TopicIdPartition partition, Hosted replica, Supplier<Appended> attempt) {
        long logStart = replica.log().startOffset();
        try {
            Appended appended = attempt.get();
            return ProduceResult.appended(appended, logStart);
        } catch (RecordValidationException invalid) {
            return ProduceResult.invalid(invalid, logStart);
        } catch (CorruptRecordException
                | NotLeaderOrFollowerException
                | RecordTooLargeException
                | RecordBatchTooLargeException known) {
            return failed(partition, Errors.forException(known));
        } catch (ApiException other) {
            return failed(partition, Errors.forException(other)).withLogStart(logStart);
        } catch (KafkaException | IllegalArgumentException unreadable) {
            // Kafka's record classes throw these at, for example, data that does not decompress.
            return failed(partition, Errors.UNKNOWN_SERVER_ERROR).withLogStart(logStart);
        }
    }

    private ProduceResult failed(TopicIdPartition partition, Errors error) {
        boolean wrongLeader = error == Errors.NOT_LEADER_OR_FOLLOWER;
        Optional<LeaderHint> hint = wrongLeader ? replicas.hint(partition.topicPartition()) : Optional.empty();
        return ProduceResult.failed(error, Optional.empty(), hint);
    }

    /**
     * Append to a replica that must lead.
     *
     * @throws ApiException why nothing was appended
     */
    Appended append(Hosted replica, MemoryRecords records, Writer writer, short acks) {
        Leadership leadership = replica.leadership();
        if (leadership == null && replica.log().has(Bug.APPEND_WITHOUT_LEADERSHIP)) {
            return replica.log().appendAsLeader(records, replica.leaderEpoch(), writer, turn.wallMs());
        }
        if (leadership == null) {
            throw new NotLeaderOrFollowerException("broker does not lead " + replica.partition());
        }
        if (acks == ALL && leadership.isUnderMinIsr() && !replica.log().has(Bug.MIN_ISR_UNCHECKED)) {
            throw new NotEnoughReplicasException("The current ISR " + leadership.isr()
                    + " is insufficient to satisfy the min.isr requirement of " + leadership.minIsr()
                    + " for partition " + replica.partition());
        }
        Appended appended = replica.log().appendAsLeader(records, replica.leaderEpoch(), writer, turn.wallMs());
        replica.onAppended();
        leadership.advanceHighWatermark();
        return appended;
    }
}
