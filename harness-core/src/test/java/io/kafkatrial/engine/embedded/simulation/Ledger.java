/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A transaction coordinator that never fails: knows every transaction and what became of it, and sends
 * markers until each is answered. Of the second version: every transaction has an epoch of its own.
 */
@NullUnmarked // looks things up that are there
final class Ledger {
    private static final int CLIENT = 300;
    private static final short VERSION = 2;
    private static final int TIMEOUT_MS = 500;

    /** One transaction. */
    static final class Txn {
        final int producer;
        final short epoch;
        final Set<TopicPartition> partitions = new LinkedHashSet<>();
        final Set<TopicPartition> markersDue = new LinkedHashSet<>();

        @Nullable
        Boolean committed;

        Txn(int producer, short epoch) {
            this.producer = producer;
            this.epoch = epoch;
        }
    }

    private final World world;
    private final Map<Integer, Txn> current = new HashMap<>();
    private final Map<Integer, Txn> ending = new HashMap<>();
    private final Map<Long, Txn> byRecord = new HashMap<>();

    Ledger(World world) {
        this.world = world;
    }

    Txn begin(int producer, short epoch) {
        Txn txn = new Txn(producer, epoch);
        current.put(producer, txn);
        return txn;
    }

    void wrote(Txn txn, long id) {
        byRecord.put(id, txn);
    }

    /** The transaction a record belongs to; {@code null} if to none. */
    @Nullable
    Txn of(long id) {
        return byRecord.get(id);
    }

    boolean isIdle() {
        return ending.isEmpty();
    }

    /** Answer a broker that wants to add partitions. */
    Map<TopicPartition, Errors> add(Output.VerifyTransaction question) {
        Txn txn = current.get((int) question.producer().id());
        Errors error = Errors.NONE;
        if (question.producer().epoch() != txn.epoch || txn.committed != null) {
            error = Errors.INVALID_PRODUCER_EPOCH;
        } else if (ending.containsKey(txn.producer)) {
            error = Errors.CONCURRENT_TRANSACTIONS;
        } else {
            txn.partitions.addAll(question.partitions());
        }
        return all(question, error);
    }

    static Map<TopicPartition, Errors> all(Output.VerifyTransaction question, Errors error) {
        Map<TopicPartition, Errors> errors = new HashMap<>();
        if (error != Errors.NONE) {
            question.partitions().forEach(partition -> errors.put(partition, error));
        }
        return errors;
    }

    void end(Txn txn, boolean commit) {
        txn.committed = commit;
        if (!txn.partitions.isEmpty()) {
            ending.put(txn.producer, txn);
            txn.markersDue.addAll(txn.partitions);
            txn.partitions.forEach(partition -> mark(txn, partition));
            if (world.dice.nextInt(3) == 0) {
                repeatLater(txn, txn.partitions.iterator().next());
            }
        }
    }

    /** Let a marker come again when the producer may be at the next transaction, as a slow network does. */
    private void repeatLater(Txn txn, TopicPartition partition) {
        world.scheduler.after(
                100 + world.dice.nextInt(1_500),
                () -> world.request(
                        CLIENT,
                        leaderOf(partition),
                        TIMEOUT_MS,
                        token -> new Input.CoordinatorAppend(token, TIMEOUT_MS, partition, marker(txn), VERSION),
                        output -> {}));
    }

    private int leaderOf(TopicPartition partition) {
        return Math.max(1, world.controller.leader(identify(partition)));
    }

    private TopicIdPartition identify(TopicPartition partition) {
        return world.partitions.stream()
                .filter(one -> one.topicPartition().equals(partition))
                .findFirst()
                .orElseThrow();
    }

    private void mark(Txn txn, TopicPartition partition) {
        world.request(
                CLIENT,
                leaderOf(partition),
                TIMEOUT_MS + 100,
                token -> new Input.CoordinatorAppend(token, TIMEOUT_MS, partition, marker(txn), VERSION),
                output -> {
                    Errors error = output == null
                            ? Errors.NETWORK_EXCEPTION
                            : ((Output.ProduceDone) output)
                                    .results()
                                    .values()
                                    .iterator()
                                    .next()
                                    .error();
                    marked(txn, identify(partition), error);
                });
    }

    private static MemoryRecords marker(Txn txn) {
        ControlRecordType type = txn.committed ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
        return MemoryRecords.withEndTransactionMarker(
                1_000L, txn.producer, (short) (txn.epoch + 1), new EndTransactionMarker(type, 0));
    }

    private void marked(Txn txn, TopicIdPartition partition, Errors error) {
        if (error == Errors.NONE) {
            txn.markersDue.remove(partition.topicPartition());
            if (txn.markersDue.isEmpty()) {
                ending.remove(txn.producer, txn);
            }
            return;
        }
        boolean lost = world.oracle.history(partition).excused;
        Violation.unless(
                error != Errors.INVALID_PRODUCER_EPOCH || lost, "markers are not refused", partition, txn.producer);
        world.scheduler.after(20 + world.dice.nextInt(100), () -> mark(txn, partition.topicPartition()));
    }
}
