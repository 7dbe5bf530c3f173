/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.txn.TxnOutput.Answered;
import io.kafkatrial.engine.embedded.txn.TxnProducer;
import io.kafkatrial.engine.embedded.txn.TxnQueries;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * What the handlers ask of the broker's transaction coordinator. Called on the broker's loop, where the
 * stages end as well; they always end with an answer.
 */
public interface TransactionPlane {

    /** Give a transactional id its producer id and a fresh epoch. */
    CompletionStage<Answered> initProducerId(
            String transactionalId, int timeoutMs, Optional<ProducerIdAndEpoch> expected);

    /**
     * Make partitions part of the producer's transaction.
     *
     * @param patienceMs how long to wait for the end of the last transaction
     */
    CompletionStage<Answered> addPartitions(
            TxnProducer producer, Set<TopicPartition> partitions, TransactionVersion version, int patienceMs);

    /** Commit or abort. */
    CompletionStage<Answered> endTxn(TxnProducer producer, TransactionResult result, TransactionVersion version);

    /** What changes nothing. */
    TxnQueries queries();
}
