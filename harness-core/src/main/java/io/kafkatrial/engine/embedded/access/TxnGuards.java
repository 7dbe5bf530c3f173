/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.CLUSTER_ACTION;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.IDEMPOTENT_WRITE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.kafkatrial.engine.embedded.api.Handler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddOffsetsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.common.requests.DescribeTransactionsRequest;
import org.apache.kafka.common.requests.DescribeTransactionsResponse;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.ListTransactionsRequest;
import org.apache.kafka.common.requests.ListTransactionsResponse;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;
import org.apache.kafka.common.requests.TxnOffsetCommitResponse;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;

/** Guards of producer ids and transactions. */
final class TxnGuards {

    private static final int FIRST_OF_BROKERS = 4;

    private TxnGuards() {}

    static CompletionStage<? extends AbstractResponse> producerId(
            InitProducerIdRequest request, Client client, Handler<InitProducerIdRequest> handler) {
        String transaction = request.data().transactionalId();
        if (transaction != null) {
            client.needTransaction(WRITE, transaction);
        } else {
            boolean allowed = client.mayOnCluster(IDEMPOTENT_WRITE) || client.mayOnSome(WRITE, TOPIC);
            Client.need(allowed, Errors.CLUSTER_AUTHORIZATION_FAILED);
        }
        return handler.handle(request, client.scope());
    }

    static CompletionStage<? extends AbstractResponse> addPartitions(
            AddPartitionsToTxnRequest request, Client client, Handler<AddPartitionsToTxnRequest> handler) {
        if (request.version() >= FIRST_OF_BROKERS) {
            client.needCluster(CLUSTER_ACTION);
            return handler.handle(request, client.scope());
        }
        client.needTransaction(WRITE, request.data().v3AndBelowTransactionalId());
        List<TopicPartition> asked =
                AddPartitionsToTxnRequest.getPartitions(request.data().v3AndBelowTopics());
        Map<TopicPartition, Errors> errors = new HashMap<>();
        for (TopicPartition partition : asked) {
            boolean allowed = client.may(WRITE, TOPIC, partition.topic());
            errors.put(partition, allowed ? Errors.OPERATION_NOT_ATTEMPTED : Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        if (!errors.containsValue(Errors.TOPIC_AUTHORIZATION_FAILED)) {
            return handler.handle(request, client.scope());
        }
        return CompletableFuture.completedFuture(new AddPartitionsToTxnResponse(new AddPartitionsToTxnResponseData()
                .setResultsByTopicV3AndBelow(AddPartitionsToTxnResponse.resultForTransaction(
                                AddPartitionsToTxnResponse.V3_AND_BELOW_TXN_ID, errors)
                        .topicResults())));
    }

    static CompletionStage<? extends AbstractResponse> addOffsets(
            AddOffsetsToTxnRequest request, Client client, Handler<AddOffsetsToTxnRequest> handler) {
        client.needTransaction(WRITE, request.data().transactionalId());
        client.needGroup(READ, request.data().groupId());
        return handler.handle(request, client.scope());
    }

    static CompletionStage<? extends AbstractResponse> end(
            EndTxnRequest request, Client client, Handler<EndTxnRequest> handler) {
        client.needTransaction(WRITE, request.data().transactionalId());
        return handler.handle(request, client.scope());
    }

    static CompletionStage<? extends AbstractResponse> markers(
            WriteTxnMarkersRequest request, Client client, Handler<WriteTxnMarkersRequest> handler) {
        if (!client.mayOnCluster(ALTER)) {
            client.needCluster(CLUSTER_ACTION);
        }
        return handler.handle(request, client.scope());
    }

    static CompletionStage<? extends AbstractResponse> commitOffsets(
            TxnOffsetCommitRequest request, Client client, Handler<TxnOffsetCommitRequest> handler) {
        client.needTransaction(WRITE, request.data().transactionalId());
        client.needGroup(READ, request.data().groupId());
        List<TxnOffsetCommitRequestTopic> allowed = new ArrayList<>();
        List<TxnOffsetCommitResponseTopic> refused = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.data().topics()) {
            if (topic.name().isEmpty() || client.may(READ, TOPIC, topic.name())) {
                allowed.add(topic);
            } else {
                refused.add(refused(topic));
            }
        }
        request.data().setTopics(allowed);
        return client.then(request, handler, TxnOffsetCommitResponse.class, answer -> {
            List<TxnOffsetCommitResponseTopic> all =
                    new ArrayList<>(answer.data().topics());
            all.addAll(refused);
            answer.data().setTopics(all);
        });
    }

    private static TxnOffsetCommitResponseTopic refused(TxnOffsetCommitRequestTopic topic) {
        return new TxnOffsetCommitResponseTopic()
                .setName(topic.name())
                .setPartitions(topic.partitions().stream()
                        .map(partition -> new TxnOffsetCommitResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code()))
                        .toList());
    }

    static CompletionStage<? extends AbstractResponse> describe(
            DescribeTransactionsRequest request, Client client, Handler<DescribeTransactionsRequest> handler) {
        return client.then(request, handler, DescribeTransactionsResponse.class, answer -> answer.data()
                .transactionStates()
                .forEach(state -> {
                    if (!client.may(DESCRIBE, TRANSACTIONAL_ID, state.transactionalId())) {
                        state.setErrorCode(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code())
                                .setProducerId(0)
                                .setProducerEpoch((short) 0)
                                .setTransactionState("")
                                .setTransactionStartTimeMs(0)
                                .setTransactionTimeoutMs(0)
                                .topics()
                                .clear();
                    } else {
                        state.topics().removeIf(topic -> !client.may(DESCRIBE, TOPIC, topic.topic()));
                    }
                }));
    }

    static CompletionStage<? extends AbstractResponse> list(
            ListTransactionsRequest request, Client client, Handler<ListTransactionsRequest> handler) {
        return client.then(request, handler, ListTransactionsResponse.class, answer -> answer.data()
                .setTransactionStates(answer.data().transactionStates().stream()
                        .filter(state -> client.may(DESCRIBE, TRANSACTIONAL_ID, state.transactionalId()))
                        .toList()));
    }
}
