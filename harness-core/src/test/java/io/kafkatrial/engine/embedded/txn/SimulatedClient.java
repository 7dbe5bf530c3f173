/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.server.common.TransactionVersion;

/** A producer that runs one transaction after another, asks again what it got no answer to, and gives up when fenced. */
final class SimulatedClient {

    /** What it knows of its transactions: the result it was told. */
    final Map<String, TransactionResult> told = new TreeMap<>();

    final Map<String, List<Integer>> written = new TreeMap<>();

    private final TxnSimulation world;
    private final String name;
    private final String transactionalId;
    private TxnProducer producer;
    private int transactions;
    private String last = "";
    boolean finished;

    SimulatedClient(TxnSimulation world, String name, String transactionalId) {
        this.world = world;
        this.name = name;
        this.transactionalId = transactionalId;
    }

    String stuckAt() {
        return name + ": " + last;
    }

    void start() {
        if (world.isOver()) {
            finished = true;
            return;
        }
        insist(
                token -> new TxnInput.InitProducerId(
                        token, transactionalId, TxnSimulation.TRANSACTION_TIMEOUT_MS, Optional.empty()),
                answer -> {
                    producer = new TxnProducer(transactionalId, answer.producerId(), answer.producerEpoch());
                    begin();
                });
    }

    private void begin() {
        if (world.isOver()) {
            finished = true;
            return;
        }
        String label = name + "#" + ++transactions;
        List<Integer> partitions = new ArrayList<>();
        for (int i = 0; i < TxnSimulation.PARTITIONS; i++) {
            if (world.random.nextInt(3) > 0) {
                partitions.add(i);
            }
        }
        write(label, partitions);
    }

    private void write(String label, List<Integer> partitions) {
        if (partitions.isEmpty()) {
            if (written.containsKey(label) && world.random.nextInt(20) > 0) {
                end(label, world.random.nextInt(4) > 0 ? TransactionResult.COMMIT : TransactionResult.ABORT);
            } else {
                world.after(world.random.nextInt(500), this::start); // as if it had crashed
            }
            return;
        }
        int partition = partitions.get(0);
        DataPartition log = world.partitions.get(partition);
        int guard = log.guard(producer.producerId());
        TxnProducer writer = producer;
        insist(
                token -> new TxnInput.AddPartitions(
                        token,
                        writer,
                        Set.of(new TopicPartition("data", partition)),
                        world.version(),
                        world.random.nextBoolean() ? 0 : 100),
                answer -> world.after(world.latencyMs(), () -> {
                    // a record that comes late is the partition's business, whatever became of the producer
                    boolean appended = log.write(writer, guard, label);
                    if (!appended) {
                        world.after(world.latencyMs(), this::start);
                        return;
                    }
                    written.computeIfAbsent(label, key -> new ArrayList<>()).add(partition);
                    write(label, partitions.subList(1, partitions.size()));
                }));
    }

    private void end(String label, TransactionResult result) {
        insist(token -> new TxnInput.EndTxn(token, producer, result, world.version()), answer -> {
            told.put(label, result);
            if (world.version() == TransactionVersion.TV_2) {
                producer = new TxnProducer(transactionalId, answer.producerId(), answer.producerEpoch());
            }
            begin();
        });
    }

    /** Ask until there is a definite answer; start over on a fatal one. */
    private void insist(LongFunction<TxnInput> request, java.util.function.Consumer<TxnOutput.Answered> then) {
        world.ask(request, answer -> {
            last = request.apply(0) + " -> " + answer;
            Errors error = answer == null ? Errors.REQUEST_TIMED_OUT : answer.error();
            switch (error) {
                case NONE -> then.accept(answer);
                case REQUEST_TIMED_OUT,
                        CONCURRENT_TRANSACTIONS,
                        NOT_COORDINATOR,
                        COORDINATOR_NOT_AVAILABLE,
                        COORDINATOR_LOAD_IN_PROGRESS -> world.after(20, () -> insist(request, then));
                default -> world.after(world.latencyMs(), this::start);
            }
        });
    }
}
