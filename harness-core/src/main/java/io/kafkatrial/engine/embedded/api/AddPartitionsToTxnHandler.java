/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.txn.TxnProducer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResultCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * AddPartitionsToTxn 0 to 5: of a client, one transaction, up to version 3; since 4 of other brokers, that
 * add or only verify for several.
 */
final class AddPartitionsToTxnHandler implements Handler<AddPartitionsToTxnRequest> {

    private static final int FIRST_OF_BROKERS = 4;
    private static final int PATIENCE_MS = 100;

    private final BrokerView broker;
    private final TransactionPlane transactions;
    private final int patienceMs;

    AddPartitionsToTxnHandler(BrokerView broker, TransactionPlane transactions) {
        this.broker = broker;
        this.transactions = transactions;
        this.patienceMs = Math.min(
                broker.config().number("add.partitions.to.txn.retry.backoff.max.ms", PATIENCE_MS),
                broker.config().requestTimeoutMs());
    }

    @Override
    public CompletionStage<AbstractResponse> handle(AddPartitionsToTxnRequest asked, RequestScope scope) {
        AddPartitionsToTxnRequest request = scope.version() < FIRST_OF_BROKERS ? asked.normalizeRequest() : asked;
        Map<String, List<TopicPartition>> partitions = request.partitionsByTransaction();
        List<CompletableFuture<AddPartitionsToTxnResult>> results = new ArrayList<>();
        for (AddPartitionsToTxnTransaction transaction : request.data().transactions()) {
            if (transaction.transactionalId() == null) {
                throw new InvalidRequestException("Transactional ID can not be null in request.");
            }
            Set<TopicPartition> its = new HashSet<>(partitions.getOrDefault(transaction.transactionalId(), List.of()));
            results.add(one(request, transaction, its, scope).toCompletableFuture());
        }
        return CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> response(results, scope));
    }

    private CompletionStage<AddPartitionsToTxnResult> one(
            AddPartitionsToTxnRequest request,
            AddPartitionsToTxnTransaction transaction,
            Set<TopicPartition> partitions,
            RequestScope scope) {
        String id = transaction.transactionalId();
        Map<TopicPartition, Errors> unknown = unknown(partitions);
        TxnProducer producer = new TxnProducer(id, transaction.producerId(), transaction.producerEpoch());
        if (!unknown.isEmpty()) {
            return CompletableFuture.completedFuture(AddPartitionsToTxnResponse.resultForTransaction(id, unknown));
        } else if (transaction.verifyOnly()) {
            return CompletableFuture.completedFuture(AddPartitionsToTxnResponse.resultForTransaction(
                    id, transactions.queries().verify(producer, partitions)));
        }
        TransactionVersion version = TransactionVersion.transactionVersionForAddPartitionsToTxn(request);
        return transactions
                .addPartitions(producer, partitions, version, scope.version() < FIRST_OF_BROKERS ? 0 : patienceMs)
                .thenApply(answer ->
                        request.errorResponseForTransaction(id, TransactionHandlers.forVersion(answer.error(), scope)));
    }

    /** One partition that is not there fails the others, too. */
    private Map<TopicPartition, Errors> unknown(Set<TopicPartition> partitions) {
        if (partitions.stream().allMatch(broker.metadata()::contains)) {
            return Map.of();
        }
        Map<TopicPartition, Errors> errors = new HashMap<>();
        partitions.forEach(partition -> errors.put(
                partition,
                broker.metadata().contains(partition)
                        ? Errors.OPERATION_NOT_ATTEMPTED
                        : Errors.UNKNOWN_TOPIC_OR_PARTITION));
        return errors;
    }

    private static AbstractResponse response(
            List<CompletableFuture<AddPartitionsToTxnResult>> results, RequestScope scope) {
        AddPartitionsToTxnResponseData data = new AddPartitionsToTxnResponseData();
        if (scope.version() < FIRST_OF_BROKERS) {
            results.forEach(
                    result -> data.setResultsByTopicV3AndBelow(result.join().topicResults()));
        } else {
            AddPartitionsToTxnResultCollection all = new AddPartitionsToTxnResultCollection();
            results.forEach(result -> all.add(result.join()));
            data.setResultsByTransaction(all);
        }
        return new AddPartitionsToTxnResponse(data);
    }
}
