/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Drives a coordinator by hand: every append, marker and producer id waits until the test lets it go on. One
 * partition of the log, on one broker.
 */
final class Hand implements TxnCluster {

    static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);
    static final int TIMEOUT_MS = 60_000;

    final Map<TopicPartition, OptionalInt> leaders =
            new HashMap<>(Map.of(ORDERS_0, OptionalInt.of(1), ORDERS_1, OptionalInt.of(2)));
    final List<MemoryRecords> log = new ArrayList<>();
    final List<TxnOutput> outputs = new ArrayList<>();
    final TxnSettings settings = new TxnSettings(900_000, 10_000, 604_800_000, 3_600_000, 30_000, 20);
    TransactionVersion version = TransactionVersion.TV_2;
    Transactions coordinator = new Transactions(settings, this);
    long nowMs = 1_000_000;
    private long nextProducerId = 1000;
    private long lastToken;

    /** A coordinator that leads the log's partition. */
    static Hand leading() {
        Hand hand = new Hand();
        hand.elect(1);
        return hand;
    }

    @Override
    public int logPartitions() {
        return 1;
    }

    @Override
    public TransactionVersion version() {
        return version;
    }

    @Override
    public Optional<OptionalInt> leaderOf(TopicPartition partition) {
        return Optional.ofNullable(leaders.get(partition));
    }

    void step(TxnInput input) {
        coordinator.step(input, new Now(nowMs, nowMs), outputs::add);
    }

    void pass(long ms) {
        nowMs += ms;
        step(new TxnInput.Tick());
    }

    /** Lead, and load what the log has; all of it is committed. */
    void elect(int epoch) {
        load(epoch);
        step(new TxnInput.HighWatermark(0, log.size()));
    }

    void load(int epoch) {
        step(new TxnInput.Elected(0, epoch));
        take(TxnOutput.Load.class);
        log.forEach(records -> step(new TxnInput.Replayed(0, epoch, records)));
        step(new TxnInput.ReplayEnded(0, epoch, log.size()));
    }

    /** Another broker takes over with the log as it is. */
    void failOver(int epoch) {
        outputs.clear();
        coordinator = new Transactions(settings, this);
        elect(epoch);
    }

    <T extends TxnOutput> List<T> take(Class<T> type) {
        List<T> taken =
                outputs.stream().filter(type::isInstance).map(type::cast).toList();
        outputs.removeAll(taken);
        return taken;
    }

    // ---- requests

    long init(String id) {
        return init(id, TIMEOUT_MS, Optional.empty());
    }

    long init(String id, int timeoutMs, Optional<ProducerIdAndEpoch> expected) {
        step(new TxnInput.InitProducerId(++lastToken, id, timeoutMs, expected));
        return lastToken;
    }

    long add(TxnProducer producer, Set<TopicPartition> partitions, int patienceMs) {
        TransactionVersion client = patienceMs > 0 ? TransactionVersion.TV_2 : TransactionVersion.TV_0;
        step(new TxnInput.AddPartitions(++lastToken, producer, partitions, client, patienceMs));
        return lastToken;
    }

    long end(TxnProducer producer, TransactionResult result, TransactionVersion client) {
        step(new TxnInput.EndTxn(++lastToken, producer, result, client));
        return lastToken;
    }

    /** The answer to a request; null while there is none. */
    TxnOutput.Answered answer(long token) {
        for (TxnOutput output : List.copyOf(outputs)) {
            if (output instanceof TxnOutput.Answered answered && answered.token() == token) {
                outputs.remove(output);
                return answered;
            }
        }
        return null;
    }

    Errors error(long token) {
        TxnOutput.Answered answered = answer(token);
        return answered == null ? null : answered.error();
    }

    // ---- the world outside

    void giveIds() {
        if (!take(TxnOutput.WantProducerId.class).isEmpty()) {
            step(new TxnInput.ProducerIds(List.of(nextProducerId++)));
        }
    }

    /** Everything appended is committed. */
    void commit() {
        for (TxnOutput.Append append : take(TxnOutput.Append.class)) {
            log.add(append.records());
            step(new TxnInput.Appended(append.appendId(), Errors.NONE));
        }
    }

    void refuseAppends(Errors error) {
        take(TxnOutput.Append.class).forEach(append -> step(new TxnInput.Appended(append.appendId(), error)));
    }

    /** Every broker writes the markers it was sent; returns what they were. */
    Set<String> writeMarkers() {
        return answerMarkers(Errors.NONE);
    }

    Set<String> answerMarkers(Errors error) {
        Set<String> written = new HashSet<>();
        for (TxnOutput.SendMarkers send : take(TxnOutput.SendMarkers.class)) {
            Map<Long, Map<TopicPartition, Errors>> errors = new HashMap<>();
            send.markers().forEach(marker -> marker.partitions().forEach(partition -> {
                errors.computeIfAbsent(marker.producerId(), id -> new HashMap<>())
                        .put(partition, error);
                written.add(marker.transactionResult() + " " + partition + "@" + send.broker());
            }));
            step(new TxnInput.MarkersSent(send.requestId(), errors));
        }
        return written;
    }

    void loseMarkers() {
        take(TxnOutput.SendMarkers.class).forEach(send -> step(new TxnInput.MarkersSent(send.requestId(), null)));
    }

    // ---- shortcuts

    TxnProducer initialized(String id) {
        long token = init(id);
        giveIds();
        commit();
        return producer(id, answer(token));
    }

    static TxnProducer producer(String id, TxnOutput.Answered answered) {
        return new TxnProducer(id, answered.producerId(), answered.producerEpoch());
    }

    static TxnProducer with(TxnProducer producer, int epoch) {
        return new TxnProducer(producer.transactionalId(), producer.producerId(), (short) epoch);
    }

    /** With partitions orders-0 and orders-1 in its transaction. */
    TxnProducer ongoing(String id) {
        TxnProducer producer = initialized(id);
        addAll(producer);
        return producer;
    }

    void addAll(TxnProducer producer) {
        long token = add(producer, Set.of(ORDERS_0, ORDERS_1), 0);
        commit();
        if (error(token) != Errors.NONE) {
            throw new AssertionError("not added");
        }
    }

    /** Put an id into a state by way of the log: as a coordinator finds it that takes over. */
    String state(String id) {
        return coordinator.queries().describe(id).transactionState();
    }
}
