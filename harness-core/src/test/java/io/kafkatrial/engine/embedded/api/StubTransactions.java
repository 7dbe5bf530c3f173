/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.txn.Transactions;
import io.kafkatrial.engine.embedded.txn.TxnCluster;
import io.kafkatrial.engine.embedded.txn.TxnOutput.Answered;
import io.kafkatrial.engine.embedded.txn.TxnProducer;
import io.kafkatrial.engine.embedded.txn.TxnQueries;
import io.kafkatrial.engine.embedded.txn.TxnSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;
import org.apache.kafka.server.common.TransactionVersion;

/** A coordinator that writes down what it is asked and gives the answer it was told to give. */
final class StubTransactions implements TransactionPlane, TxnCluster {

    final List<String> asked = new ArrayList<>();
    Answered answer = new Answered(1, Errors.NONE, 7, (short) 3);

    private CompletionStage<Answered> answered(String question) {
        asked.add(question);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletionStage<Answered> initProducerId(
            String transactionalId, int timeoutMs, Optional<ProducerIdAndEpoch> expected) {
        return answered("init " + transactionalId + " " + timeoutMs
                + expected.map(it -> " " + it.producerId + "/" + it.epoch).orElse(""));
    }

    @Override
    public CompletionStage<Answered> addPartitions(
            TxnProducer producer, Set<TopicPartition> partitions, TransactionVersion version, int patienceMs) {
        return answered("add " + producer.transactionalId() + " " + partitions + " " + version + " " + patienceMs);
    }

    @Override
    public CompletionStage<Answered> endTxn(
            TxnProducer producer, TransactionResult result, TransactionVersion version) {
        return answered("end " + producer.transactionalId() + " " + result + " " + version);
    }

    @Override
    public TxnQueries queries() {
        return new Transactions(TxnSettings.of(Map.of()), this).queries();
    }

    @Override
    public int logPartitions() {
        return 4;
    }

    @Override
    public TransactionVersion version() {
        return TransactionVersion.TV_2;
    }

    @Override
    public Optional<OptionalInt> leaderOf(TopicPartition partition) {
        return Optional.empty();
    }
}
