/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.transaction.AddPartitionsToTxnManager.TransactionSupportedOperation;
import org.jspecify.annotations.NullUnmarked;

/**
 * A client that writes transactions over all partitions, one after the other; what it cannot write after a
 * few attempts it aborts, and some of the rest too. It begins the next without waiting for the markers.
 */
@NullUnmarked // looks things up that are there
final class TxnProducer {
    private static final int ATTEMPTS = 5;
    private static final Set<Errors> EXPECTED = Set.of(
            Errors.NETWORK_EXCEPTION,
            Errors.NOT_LEADER_OR_FOLLOWER,
            Errors.NOT_ENOUGH_REPLICAS,
            Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
            Errors.REQUEST_TIMED_OUT,
            Errors.CONCURRENT_TRANSACTIONS,
            Errors.UNKNOWN_TOPIC_OR_PARTITION);

    /** A repeated marker of an earlier transaction came between verification and append; as in Kafka. */
    private static final Errors LATE_MARKER = Errors.INVALID_TXN_STATE;

    private final World world;
    private final int client;
    private final int producer;
    private final int timeoutMs;
    private final Map<TopicIdPartition, Integer> sequences = new HashMap<>();
    private Ledger.Txn txn;
    private short epoch;
    private int written;
    private boolean busy;
    private boolean done;

    TxnProducer(World world, int number) {
        this.world = world;
        this.client = 150 + number;
        this.producer = Ids.FIRST_TRANSACTIONAL + number;
        this.timeoutMs = 100 + world.dice.nextInt(1_000);
        next();
    }

    /** Start nothing new; what is begun is brought to an end. */
    void finish() {
        done = true;
    }

    boolean isDone() {
        return !busy;
    }

    private void next() {
        world.scheduler.after(1 + world.dice.nextInt(4 * world.options.produceEveryMs()), () -> {
            if (!busy && !done) {
                busy = true;
                txn = world.ledger.begin(producer, epoch);
                sequences.clear();
                write(1 + world.dice.nextInt(3));
            }
            next();
        });
    }

    private void write(int batches) {
        if (batches == 0) {
            end(world.dice.nextInt(3) > 0);
            return;
        }
        TopicIdPartition partition = world.partitions.get(world.dice.nextInt(world.partitions.size()));
        int count = 1 + world.dice.nextInt(2);
        int number = written;
        written += count;
        for (int i = 0; i < count; i++) {
            world.ledger.wrote(txn, Ids.of(producer, number + i));
        }
        send(partition, number, count, batches, 1);
    }

    private void send(TopicIdPartition partition, int number, int count, int batches, int attempt) {
        int sequence = sequences.getOrDefault(partition, 0);
        int leader = Math.max(1, world.controller.leader(partition));
        short inEpoch = epoch;
        world.request(
                client,
                leader,
                timeoutMs + 200,
                token -> new Input.Produce(
                        token,
                        (short) -1,
                        timeoutMs,
                        Map.of(partition, Ids.transactional(producer, inEpoch, sequence, number, count)),
                        Optional.of(new Input.InTransaction(
                                "tx-" + producer, TransactionSupportedOperation.ADD_PARTITION))),
                output -> {
                    Errors error = output == null
                            ? Errors.NETWORK_EXCEPTION
                            : ((Output.ProduceDone) output)
                                    .results()
                                    .get(partition)
                                    .error();
                    if (error == Errors.NONE) {
                        sequences.put(partition, sequence + count);
                        write(batches - 1);
                        return;
                    }
                    History history = world.oracle.history(partition);
                    Violation.unless(
                            EXPECTED.contains(error) || error == LATE_MARKER || history.excused || history.forgetful,
                            "transactional producers get no strange errors",
                            partition,
                            error);
                    if (attempt < ATTEMPTS && EXPECTED.contains(error)) {
                        world.scheduler.after(
                                20 + world.dice.nextInt(100),
                                () -> send(partition, number, count, batches, attempt + 1));
                    } else {
                        end(false);
                    }
                });
    }

    private void end(boolean commit) {
        world.ledger.end(txn, commit);
        epoch++;
        busy = false;
    }
}
