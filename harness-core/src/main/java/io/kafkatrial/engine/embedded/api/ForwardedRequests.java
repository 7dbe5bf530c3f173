/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterPartitionReassignmentsRequest;
import org.apache.kafka.common.requests.AlterPartitionReassignmentsResponse;
import org.apache.kafka.common.requests.CreatePartitionsRequest;
import org.apache.kafka.common.requests.CreatePartitionsResponse;
import org.apache.kafka.common.requests.CreateTopicsRequest;
import org.apache.kafka.common.requests.CreateTopicsResponse;
import org.apache.kafka.common.requests.DeleteTopicsRequest;
import org.apache.kafka.common.requests.DeleteTopicsResponse;
import org.apache.kafka.common.requests.ElectLeadersRequest;
import org.apache.kafka.common.requests.ElectLeadersResponse;
import org.apache.kafka.common.requests.ListPartitionReassignmentsRequest;
import org.apache.kafka.common.requests.ListPartitionReassignmentsResponse;

/** The admin requests a broker only passes on to the active controller. */
final class ForwardedRequests {

    private static final int FIRST_WITH_DELETION_DISABLED = 3;

    private final BrokerConfig config;
    private final Controllers controllers;

    ForwardedRequests(BrokerConfig config, Controllers controllers) {
        this.config = config;
        this.controllers = controllers;
    }

    void register(Handlers handlers) {
        handlers.on(ApiKeys.CREATE_TOPICS, CreateTopicsRequest.class, this::createTopics)
                .on(ApiKeys.DELETE_TOPICS, DeleteTopicsRequest.class, this::deleteTopics)
                .on(ApiKeys.CREATE_PARTITIONS, CreatePartitionsRequest.class, this::createPartitions)
                .on(ApiKeys.ELECT_LEADERS, ElectLeadersRequest.class, this::electLeaders)
                .on(
                        ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
                        AlterPartitionReassignmentsRequest.class,
                        this::alterReassignments)
                .on(
                        ApiKeys.LIST_PARTITION_REASSIGNMENTS,
                        ListPartitionReassignmentsRequest.class,
                        this::listReassignments);
    }

    private CompletionStage<AbstractResponse> createTopics(CreateTopicsRequest request, RequestScope scope) {
        return controllers.createTopics(request.data()).thenApply(CreateTopicsResponse::new);
    }

    private CompletionStage<AbstractResponse> deleteTopics(DeleteTopicsRequest request, RequestScope scope) {
        if (!config.topicDeletion()) {
            throw request.version() < FIRST_WITH_DELETION_DISABLED
                    ? new InvalidRequestException("This version does not support topic deletion.")
                    : new TopicDeletionDisabledException();
        }
        return controllers.deleteTopics(request.data()).thenApply(DeleteTopicsResponse::new);
    }

    private CompletionStage<AbstractResponse> createPartitions(CreatePartitionsRequest request, RequestScope scope) {
        return controllers.createPartitions(request.data()).thenApply(CreatePartitionsResponse::new);
    }

    private CompletionStage<AbstractResponse> electLeaders(ElectLeadersRequest request, RequestScope scope) {
        return controllers.electLeaders(request.data()).thenApply(ElectLeadersResponse::new);
    }

    private CompletionStage<AbstractResponse> alterReassignments(
            AlterPartitionReassignmentsRequest request, RequestScope scope) {
        return controllers
                .alterPartitionReassignments(request.data())
                .thenApply(AlterPartitionReassignmentsResponse::new);
    }

    private CompletionStage<AbstractResponse> listReassignments(
            ListPartitionReassignmentsRequest request, RequestScope scope) {
        return controllers
                .listPartitionReassignments(request.data())
                .thenApply(ListPartitionReassignmentsResponse::new);
    }
}
