/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.quorum.ControllerClient;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.requests.ApiError;

/**
 * What the handlers ask of the active controller. The port exists so that handlers can be tested without
 * controllers; in a node it is {@link ControllerClient}. Called on the broker's loop.
 */
public interface Controllers {

    /** Ask through {@code client}. */
    static Controllers of(ControllerClient client) {
        return new ThroughClient(client);
    }

    CompletionStage<CreateTopicsResponseData> createTopics(CreateTopicsRequestData request);

    CompletionStage<DeleteTopicsResponseData> deleteTopics(DeleteTopicsRequestData request);

    CompletionStage<CreatePartitionsResponseData> createPartitions(CreatePartitionsRequestData request);

    CompletionStage<Map<ConfigResource, ApiError>> incrementalAlterConfigs(
            Map<ConfigResource, Map<String, Map.Entry<OpType, String>>> changes, boolean validateOnly);

    CompletionStage<Map<ConfigResource, ApiError>> legacyAlterConfigs(
            Map<ConfigResource, Map<String, String>> configs, boolean validateOnly);

    CompletionStage<ElectLeadersResponseData> electLeaders(ElectLeadersRequestData request);

    CompletionStage<AllocateProducerIdsResponseData> allocateProducerIds(AllocateProducerIdsRequestData request);

    CompletionStage<AlterPartitionReassignmentsResponseData> alterPartitionReassignments(
            AlterPartitionReassignmentsRequestData request);

    CompletionStage<ListPartitionReassignmentsResponseData> listPartitionReassignments(
            ListPartitionReassignmentsRequestData request);

    /** {@link Controllers} by way of the broker's {@link ControllerClient}. */
    record ThroughClient(ControllerClient client) implements Controllers {
        @Override
        public CompletionStage<CreateTopicsResponseData> createTopics(CreateTopicsRequestData request) {
            return client.createTopics(request);
        }

        @Override
        public CompletionStage<DeleteTopicsResponseData> deleteTopics(DeleteTopicsRequestData request) {
            return client.deleteTopics(request);
        }

        @Override
        public CompletionStage<CreatePartitionsResponseData> createPartitions(CreatePartitionsRequestData request) {
            return client.createPartitions(request);
        }

        @Override
        public CompletionStage<Map<ConfigResource, ApiError>> incrementalAlterConfigs(
                Map<ConfigResource, Map<String, Map.Entry<OpType, String>>> changes, boolean validateOnly) {
            return client.incrementalAlterConfigs(changes, validateOnly);
        }

        @Override
        public CompletionStage<Map<ConfigResource, ApiError>> legacyAlterConfigs(
                Map<ConfigResource, Map<String, String>> configs, boolean validateOnly) {
            return client.legacyAlterConfigs(configs, validateOnly);
        }

        @Override
        public CompletionStage<ElectLeadersResponseData> electLeaders(ElectLeadersRequestData request) {
            return client.electLeaders(request);
        }

        @Override
        public CompletionStage<AllocateProducerIdsResponseData> allocateProducerIds(
                AllocateProducerIdsRequestData request) {
            return client.allocateProducerIds(request);
        }

        @Override
        public CompletionStage<AlterPartitionReassignmentsResponseData> alterPartitionReassignments(
                AlterPartitionReassignmentsRequestData request) {
            return client.alterPartitionReassignments(request);
        }

        @Override
        public CompletionStage<ListPartitionReassignmentsResponseData> listPartitionReassignments(
                ListPartitionReassignmentsRequestData request) {
            return client.listPartitionReassignments(request);
        }
    }
}
