/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionResponseData;
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
import org.apache.kafka.controller.ResultOrError;

/**
 * One broker's way to the active controller. Every request travels over the transport and so may be
 * delayed or lost; it is repeated on {@code NOT_CONTROLLER} and when no controller can be reached, until
 * its time is up. Futures complete on the broker's loop, with the response or with an Apache Kafka
 * {@code ApiException} ({@code TimeoutException} when no controller answered in time).
 *
 * <p>Confined to the broker's loop.
 */
public final class ControllerClient implements AutoCloseable {

    /**
     * Prepare a client.
     *
     * @param quorum the cluster's controllers
     * @param link the broker that asks
     */
    public ControllerClient(Quorum quorum, BrokerLink link) {
        throw new UnsupportedOperationException();
    }

    /** Create topics; duplicate names and the metadata topic are refused in their own results. */
    public CompletableFuture<CreateTopicsResponseData> createTopics(CreateTopicsRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Delete topics by name or id. */
    public CompletableFuture<DeleteTopicsResponseData> deleteTopics(DeleteTopicsRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Add partitions to topics. */
    public CompletableFuture<CreatePartitionsResponseData> createPartitions(CreatePartitionsRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Change single configuration values. */
    public CompletableFuture<Map<ConfigResource, ApiError>> incrementalAlterConfigs(
            Map<ConfigResource, Map<String, Map.Entry<OpType, String>>> changes, boolean validateOnly) {
        throw new UnsupportedOperationException();
    }

    /** Replace configurations. */
    public CompletableFuture<Map<ConfigResource, ApiError>> legacyAlterConfigs(
            Map<ConfigResource, Map<String, String>> configs, boolean validateOnly) {
        throw new UnsupportedOperationException();
    }

    /** Propose a new in-sync set. */
    public CompletableFuture<AlterPartitionResponseData> alterPartition(AlterPartitionRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Elect leaders. */
    public CompletableFuture<ElectLeadersResponseData> electLeaders(ElectLeadersRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Take a block of producer ids. */
    public CompletableFuture<AllocateProducerIdsResponseData> allocateProducerIds(
            AllocateProducerIdsRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Move replicas. */
    public CompletableFuture<AlterPartitionReassignmentsResponseData> alterPartitionReassignments(
            AlterPartitionReassignmentsRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Tell the moves under way. */
    public CompletableFuture<ListPartitionReassignmentsResponseData> listPartitionReassignments(
            ListPartitionReassignmentsRequestData request) {
        throw new UnsupportedOperationException();
    }

    /** Look topic ids up. */
    public CompletableFuture<Map<String, ResultOrError<Uuid>>> findTopicIds(Collection<String> names) {
        throw new UnsupportedOperationException();
    }

    /** Look topic names up. */
    public CompletableFuture<Map<Uuid, ResultOrError<String>>> findTopicNames(Collection<Uuid> ids) {
        throw new UnsupportedOperationException();
    }

    /** Send nothing more; futures still open never complete. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
