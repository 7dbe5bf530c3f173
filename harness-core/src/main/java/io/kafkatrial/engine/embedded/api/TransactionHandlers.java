/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.group.Groups;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.kafkatrial.engine.embedded.txn.TxnOutput.Answered;
import io.kafkatrial.engine.embedded.txn.TxnProducer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddOffsetsToTxnRequest;
import org.apache.kafka.common.requests.AddOffsetsToTxnResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.DescribeTransactionsRequest;
import org.apache.kafka.common.requests.DescribeTransactionsResponse;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.ListTransactionsRequest;
import org.apache.kafka.common.requests.ListTransactionsResponse;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * The requests of transactional producers and those who look after them: begin, extend, end, describe and
 * list transactions, and commit offsets in them.
 */
public final class TransactionHandlers {

    private static final int FIRST_WITH_PRODUCER_FENCED = 2;

    private final BrokerView broker;
    private final TransactionPlane transactions;
    private final Groups groups;
    private final LoopClock clock;

    /**
     * Prepare the handlers of one incarnation of a broker.
     *
     * @param groups for the partition of {@code __consumer_offsets} of a group, and its offsets
     * @param clock the broker's clock, for the duration of transactions
     */
    public TransactionHandlers(BrokerView broker, TransactionPlane transactions, Groups groups, LoopClock clock) {
        this.broker = requireNonNull(broker, "broker");
        this.transactions = requireNonNull(transactions, "transactions");
        this.groups = requireNonNull(groups, "groups");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Register the handlers.
     *
     * @param producerIds for producers that are idempotent without transactions
     */
    public void register(Handlers handlers, ProducerIds producerIds) {
        handlers.on(
                        ApiKeys.INIT_PRODUCER_ID,
                        InitProducerIdRequest.class,
                        new InitProducerIdHandler(producerIds, transactions))
                .on(
                        ApiKeys.ADD_PARTITIONS_TO_TXN,
                        AddPartitionsToTxnRequest.class,
                        new AddPartitionsToTxnHandler(broker, transactions))
                .on(ApiKeys.ADD_OFFSETS_TO_TXN, AddOffsetsToTxnRequest.class, this::addOffsets)
                .on(ApiKeys.END_TXN, EndTxnRequest.class, this::end)
                .on(
                        ApiKeys.TXN_OFFSET_COMMIT,
                        TxnOffsetCommitRequest.class,
                        new TxnOffsetCommitHandler(groups, broker.metadata()))
                .on(ApiKeys.DESCRIBE_TRANSACTIONS, DescribeTransactionsRequest.class, this::describe)
                .on(ApiKeys.LIST_TRANSACTIONS, ListTransactionsRequest.class, this::list);
    }

    private CompletionStage<AbstractResponse> addOffsets(AddOffsetsToTxnRequest request, RequestScope scope) {
        var data = request.data();
        TopicPartition offsets =
                new TopicPartition(Topic.GROUP_METADATA_TOPIC_NAME, groups.coordinatorPartition(data.groupId()));
        return transactions
                .addPartitions(
                        new TxnProducer(data.transactionalId(), data.producerId(), data.producerEpoch()),
                        Set.of(offsets),
                        TransactionVersion.TV_0,
                        0)
                .thenApply(answer -> new AddOffsetsToTxnResponse(new AddOffsetsToTxnResponseData()
                        .setErrorCode(forVersion(answer.error(), scope).code())));
    }

    private CompletionStage<AbstractResponse> end(EndTxnRequest request, RequestScope scope) {
        var data = request.data();
        TxnProducer producer = new TxnProducer(data.transactionalId(), data.producerId(), data.producerEpoch());
        return transactions
                .endTxn(producer, request.result(), TransactionVersion.transactionVersionForEndTxn(request))
                .thenApply(answer -> new EndTxnResponse(ended(answer, scope)));
    }

    private static EndTxnResponseData ended(Answered answer, RequestScope scope) {
        return new EndTxnResponseData()
                .setErrorCode(forVersion(answer.error(), scope).code())
                .setProducerId(answer.producerId())
                .setProducerEpoch(answer.producerEpoch());
    }

    /** Clients older than PRODUCER_FENCED know INVALID_PRODUCER_EPOCH for the same (KIP-588). */
    static Errors forVersion(Errors error, RequestScope scope) {
        return error == Errors.PRODUCER_FENCED && scope.version() < FIRST_WITH_PRODUCER_FENCED
                ? Errors.INVALID_PRODUCER_EPOCH
                : error;
    }

    private CompletionStage<AbstractResponse> describe(DescribeTransactionsRequest request, RequestScope scope) {
        DescribeTransactionsResponseData described = new DescribeTransactionsResponseData();
        request.data().transactionalIds().forEach(id -> described
                .transactionStates()
                .add(transactions.queries().describe(id)));
        return CompletableFuture.completedFuture(new DescribeTransactionsResponse(described));
    }

    private CompletionStage<AbstractResponse> list(ListTransactionsRequest request, RequestScope scope) {
        return CompletableFuture.completedFuture(
                new ListTransactionsResponse(transactions.queries().list(request.data(), clock)));
    }
}
