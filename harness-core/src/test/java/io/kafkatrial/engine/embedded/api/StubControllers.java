/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.quorum.ControllerOperation;
import io.kafkatrial.engine.embedded.quorum.QuorumView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.NotControllerException;
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
import org.apache.kafka.common.protocol.Errors;

/** Controllers that agree to everything and remember what they were asked; or do not answer yet. */
final class StubControllers implements Controllers {

    final List<CreateTopicsRequestData> created = new ArrayList<>();
    final List<IncrementalAlterConfigsRequestData> altered = new ArrayList<>();
    final List<CompletableFuture<AllocateProducerIdsResponseData>> blocksAsked = new ArrayList<>();
    CompletableFuture<CreateTopicsResponseData> creation =
            CompletableFuture.completedFuture(new CreateTopicsResponseData());

    @Override
    public <R> CompletionStage<R> call(ApiKeys api, ControllerOperation<R> operation) {
        return CompletableFuture.failedFuture(new NotControllerException("no controller behind " + api));
    }

    @Override
    public CompletionStage<CreateTopicsResponseData> createTopics(CreateTopicsRequestData request) {
        created.add(request);
        return creation;
    }

    @Override
    public CompletionStage<DeleteTopicsResponseData> deleteTopics(DeleteTopicsRequestData request) {
        return CompletableFuture.completedFuture(new DeleteTopicsResponseData());
    }

    @Override
    public CompletionStage<CreatePartitionsResponseData> createPartitions(CreatePartitionsRequestData request) {
        return CompletableFuture.completedFuture(new CreatePartitionsResponseData());
    }

    @Override
    public CompletionStage<IncrementalAlterConfigsResponseData> incrementalAlterConfigs(
            IncrementalAlterConfigsRequestData request) {
        altered.add(request);
        IncrementalAlterConfigsResponseData answer = new IncrementalAlterConfigsResponseData();
        request.resources().forEach(it -> answer.responses()
                .add(new IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse()
                        .setResourceType(it.resourceType())
                        .setResourceName(it.resourceName())));
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletionStage<AlterConfigsResponseData> legacyAlterConfigs(AlterConfigsRequestData request) {
        AlterConfigsResponseData answer = new AlterConfigsResponseData();
        request.resources().forEach(it -> answer.responses()
                .add(new AlterConfigsResponseData.AlterConfigsResourceResponse()
                        .setResourceType(it.resourceType())
                        .setResourceName(it.resourceName())
                        .setErrorCode(Errors.POLICY_VIOLATION.code())));
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletionStage<ElectLeadersResponseData> electLeaders(ElectLeadersRequestData request) {
        return CompletableFuture.completedFuture(new ElectLeadersResponseData());
    }

    @Override
    public CompletionStage<AllocateProducerIdsResponseData> allocateProducerIds(
            AllocateProducerIdsRequestData request) {
        CompletableFuture<AllocateProducerIdsResponseData> answer = new CompletableFuture<>();
        blocksAsked.add(answer);
        return answer;
    }

    @Override
    public CompletionStage<AlterPartitionReassignmentsResponseData> alterPartitionReassignments(
            AlterPartitionReassignmentsRequestData request) {
        return CompletableFuture.completedFuture(new AlterPartitionReassignmentsResponseData());
    }

    @Override
    public CompletionStage<ListPartitionReassignmentsResponseData> listPartitionReassignments(
            ListPartitionReassignmentsRequestData request) {
        return CompletableFuture.completedFuture(new ListPartitionReassignmentsResponseData());
    }

    @Override
    public CompletionStage<QuorumView> describeQuorum() {
        return CompletableFuture.completedFuture(new QuorumView(
                3000,
                4,
                17,
                List.of(new QuorumView.Member(3000, 18, 5, 5)),
                List.of(new QuorumView.Member(1, 17, 4, 3))));
    }
}
