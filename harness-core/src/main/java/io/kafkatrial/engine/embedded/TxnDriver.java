/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.api.Peers;
import io.kafkatrial.engine.embedded.api.TransactionPlane;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.StepPump;
import io.kafkatrial.engine.embedded.txn.Now;
import io.kafkatrial.engine.embedded.txn.Transactions;
import io.kafkatrial.engine.embedded.txn.TxnInput;
import io.kafkatrial.engine.embedded.txn.TxnOutput;
import io.kafkatrial.engine.embedded.txn.TxnProducer;
import io.kafkatrial.engine.embedded.txn.TxnQueries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Drives a broker's {@link Transactions} with real time, its log and the wire: feeds it inputs one at a
 * time, carries its outputs out, and ticks it when it is due. Confined to the broker's loop.
 */
final class TxnDriver implements TransactionPlane {

    /**
     * Whom the coordinator asks and tells.
     *
     * @param peers the other brokers
     * @param producerIds gives producer ids nobody had before
     * @param changes told how the states of transactions change
     */
    record Outside(Peers peers, Supplier<CompletionStage<Long>> producerIds, Consumer<TxnOutput.Changed> changes) {}

    private final StepPump<TxnInput, TxnOutput> pump;
    private final Loop loop;
    private final Transactions transactions;
    private final TxnLog log;
    private final Outside outside;
    private final int requestTimeoutMs;

    private final Map<Long, CompletableFuture<TxnOutput.Answered>> questions = new HashMap<>();
    private long lastToken;

    /**
     * Prepare a driver.
     *
     * @param log the broker's replicas of {@code __transaction_state}
     */
    TxnDriver(Loop loop, Transactions transactions, TxnLog log, Outside outside) {
        this.loop = loop;
        this.transactions = transactions;
        this.log = log;
        this.outside = outside;
        this.requestTimeoutMs = log.requestTimeoutMs();
        this.pump = new StepPump<>(
                loop,
                new StepPump.Machine<>(
                        (input, out) -> transactions.step(input, now(), out::accept),
                        this::carryOut,
                        transactions::nextDeadlineMs,
                        TxnInput.Tick::new));
    }

    void feed(TxnInput input) {
        pump.feed(input);
    }

    /** This broker leads a partition of the log now. */
    void onLeader(int partition, int leaderEpoch) {
        feed(new TxnInput.Elected(partition, leaderEpoch));
    }

    /** This broker leads it no longer. */
    void onResigned(int partition) {
        log.stopLoading(partition);
        feed(new TxnInput.Resigned(partition));
    }

    private Now now() {
        return new Now(loop.clock().wallMs(), loop.clock().millis());
    }

    private void carryOut(TxnOutput output) {
        if (output instanceof TxnOutput.Answered answer) {
            CompletableFuture<TxnOutput.Answered> question = questions.remove(answer.token());
            if (question != null) {
                question.complete(answer);
            }
        } else if (output instanceof TxnOutput.Append append) {
            log.append(append.partition(), append.timeoutMs(), append.records())
                    .thenAccept(error -> feed(new TxnInput.Appended(append.appendId(), error)));
        } else if (output instanceof TxnOutput.SendMarkers send) {
            send(send);
        } else if (output instanceof TxnOutput.Load load) {
            log.load(load.partition(), load.leaderEpoch(), this::feed);
        } else if (output instanceof TxnOutput.Changed changed) {
            outside.changes.accept(changed);
        } else if (output instanceof TxnOutput.WantProducerId) {
            outside.producerIds
                    .get()
                    .whenComplete(
                            (id, failure) -> feed(new TxnInput.ProducerIds(failure == null ? List.of(id) : List.of())));
        }
    }

    private void send(TxnOutput.SendMarkers send) {
        WriteTxnMarkersRequest request = new WriteTxnMarkersRequest.Builder(send.markers()).build();
        outside.peers
                .ask(send.broker(), request, requestTimeoutMs)
                .whenComplete((response, failure) -> feed(new TxnInput.MarkersSent(
                        send.requestId(),
                        response instanceof WriteTxnMarkersResponse written ? written.errorsByProducerId() : null)));
    }

    private CompletionStage<TxnOutput.Answered> ask(LongFunction<TxnInput> request) {
        long token = ++lastToken;
        CompletableFuture<TxnOutput.Answered> question = new CompletableFuture<>();
        questions.put(token, question);
        feed(request.apply(token));
        return question;
    }

    @Override
    public CompletionStage<TxnOutput.Answered> initProducerId(
            String transactionalId, int timeoutMs, Optional<ProducerIdAndEpoch> expected) {
        return ask(token -> new TxnInput.InitProducerId(token, transactionalId, timeoutMs, expected));
    }

    @Override
    public CompletionStage<TxnOutput.Answered> addPartitions(
            TxnProducer producer, Set<TopicPartition> partitions, TransactionVersion version, int patienceMs) {
        return ask(token -> new TxnInput.AddPartitions(token, producer, partitions, version, patienceMs));
    }

    @Override
    public CompletionStage<TxnOutput.Answered> endTxn(
            TxnProducer producer, TransactionResult result, TransactionVersion version) {
        return ask(token -> new TxnInput.EndTxn(token, producer, result, version));
    }

    @Override
    public TxnQueries queries() {
        return transactions.queries();
    }
}
