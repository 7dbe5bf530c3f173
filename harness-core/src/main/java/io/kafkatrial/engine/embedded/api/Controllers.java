/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.quorum.ControllerClient;
import io.kafkatrial.engine.embedded.quorum.ControllerOperation;
import io.kafkatrial.engine.embedded.quorum.QuorumView;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
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
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.controller.ControllerRequestContext;

/**
 * What the handlers ask of the active controller. The port exists so that handlers can be tested without
 * controllers; in a node it is {@link ControllerClient}. Called on the broker's loop.
 */
public interface Controllers {

    /** Ask through {@code client}. */
    static Controllers of(ControllerClient client) {
        return new ThroughClient(client);
    }

    /** Do anything at the active controller, for requests that have no method here. */
    <R> CompletionStage<R> call(ApiKeys api, ControllerOperation<R> operation);

    /** Do anything at the active controller on behalf of a client: with the header of its request. */
    default <R> CompletionStage<R> call(RequestScope scope, ControllerOperation<R> operation) {
        return call(
                scope.header().apiKey(),
                (controller, context) -> operation.at(
                        controller,
                        new ControllerRequestContext(
                                scope.header().data(), scope.client().principal(), context.deadlineNs())));
    }

    CompletionStage<CreateTopicsResponseData> createTopics(CreateTopicsRequestData request);

    CompletionStage<DeleteTopicsResponseData> deleteTopics(DeleteTopicsRequestData request);

    CompletionStage<CreatePartitionsResponseData> createPartitions(CreatePartitionsRequestData request);

    CompletionStage<IncrementalAlterConfigsResponseData> incrementalAlterConfigs(
            IncrementalAlterConfigsRequestData request);

    CompletionStage<AlterConfigsResponseData> legacyAlterConfigs(AlterConfigsRequestData request);

    CompletionStage<ElectLeadersResponseData> electLeaders(ElectLeadersRequestData request);

    CompletionStage<AllocateProducerIdsResponseData> allocateProducerIds(AllocateProducerIdsRequestData request);

    CompletionStage<AlterPartitionReassignmentsResponseData> alterPartitionReassignments(
            AlterPartitionReassignmentsRequestData request);

    CompletionStage<ListPartitionReassignmentsResponseData> listPartitionReassignments(
            ListPartitionReassignmentsRequestData request);

    /** The quorum as its leader sees it. */
    CompletionStage<QuorumView> describeQuorum();

    /** {@link Controllers} by way of the broker's {@link ControllerClient}. */
    record ThroughClient(ControllerClient client) implements Controllers {
        @Override
        public <R> CompletionStage<R> call(ApiKeys api, ControllerOperation<R> operation) {
            return client.call(api, operation);
        }

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
        public CompletionStage<IncrementalAlterConfigsResponseData> incrementalAlterConfigs(
                IncrementalAlterConfigsRequestData request) {
            return client.incrementalAlterConfigs(request);
        }

        @Override
        public CompletionStage<AlterConfigsResponseData> legacyAlterConfigs(AlterConfigsRequestData request) {
            return client.legacyAlterConfigs(request);
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

        @Override
        public CompletionStage<QuorumView> describeQuorum() {
            return client.describeQuorum();
        }
    }
}
