/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.DeleteRecordsRequest;
import org.apache.kafka.common.requests.DescribeClusterRequest;
import org.apache.kafka.common.requests.DescribeConfigsRequest;
import org.apache.kafka.common.requests.DescribeQuorumRequest;
import org.apache.kafka.common.requests.DescribeTopicPartitionsRequest;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.ListConfigResourcesRequest;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.ProduceRequest;

/** Registers every handler of this package that is not about groups. */
public final class BrokerApis {

    private static final int MAX_BROKERS = 1024;

    private final BrokerView broker;
    private final Controllers controllers;
    private final DataPlane data;
    private final TopicAutoCreation autoCreation;
    private final FetchSessions sessions;
    private final ClientQuotas quotas;
    private final LongSupplier elapsedMs;

    /**
     * Prepare the handlers of one incarnation of a broker.
     *
     * @param elapsedMs the broker's clock, for the age of fetch sessions and of failures
     */
    public BrokerApis(BrokerView broker, Controllers controllers, DataPlane data, LongSupplier elapsedMs) {
        this.broker = requireNonNull(broker, "broker");
        this.controllers = requireNonNull(controllers, "controllers");
        this.data = requireNonNull(data, "data");
        this.elapsedMs = requireNonNull(elapsedMs, "elapsedMs");
        this.quotas = new ClientQuotas(broker, elapsedMs);
        this.sessions = new FetchSessions(
                broker.config().fetchSessionSlots(),
                () -> broker.brokerEpoch().getAsLong() * MAX_BROKERS + broker.brokerId(),
                elapsedMs);
        this.autoCreation = new TopicAutoCreation(broker.config(), controllers);
    }

    /** The one auto-creation of this broker. */
    public TopicAutoCreation autoCreation() {
        return autoCreation;
    }

    /** The topics groups need: the offsets topic, and the internal ones of streams groups. */
    public GroupHandlers.NewTopics newTopics() {
        return new GroupHandlers.NewTopics(
                name -> autoCreation.create(Set.of(name)),
                new StreamsTopics(controllers, broker.config().requestTimeoutMs(), elapsedMs));
    }

    ClientQuotas quotas() {
        return quotas;
    }

    /** Register the handlers. */
    public void register(Handlers handlers) {
        handlers.on(ApiKeys.API_VERSIONS, ApiVersionsRequest.class, new ApiVersionsHandler(broker, handlers::served))
                .on(ApiKeys.METADATA, MetadataRequest.class, new MetadataHandler(broker, autoCreation))
                .on(ApiKeys.DESCRIBE_CLUSTER, DescribeClusterRequest.class, new DescribeClusterHandler(broker))
                .on(ApiKeys.DESCRIBE_QUORUM, DescribeQuorumRequest.class, new DescribeQuorumHandler(controllers))
                .on(
                        ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
                        DescribeTopicPartitionsRequest.class,
                        new DescribeTopicPartitionsHandler(broker))
                .on(ApiKeys.DESCRIBE_CONFIGS, DescribeConfigsRequest.class, new DescribeConfigsHandler(broker));
        SaslHandlers.register(handlers);
        registerData(handlers);
        new ForwardedRequests(broker.config(), controllers).register(handlers);
        new AclHandlers(broker, controllers).register(handlers);
        new UserHandlers(broker, controllers).register(handlers);
        new ClusterAdminHandlers(broker, controllers).register(handlers);
        DelegationTokenHandlers.register(handlers);
        new LogDirHandlers(broker, data).register(handlers);
        handlers.on(
                ApiKeys.LIST_CONFIG_RESOURCES,
                ListConfigResourcesRequest.class,
                new ListConfigResourcesHandler(broker));
        new AlterConfigsHandlers(broker, controllers).register(handlers);
    }

    private void registerData(Handlers handlers) {
        handlers.on(ApiKeys.PRODUCE, ProduceRequest.class, new ProduceHandler(broker, data))
                .on(ApiKeys.FETCH, FetchRequest.class, new FetchHandler(broker, data, sessions, quotas))
                .on(ApiKeys.LIST_OFFSETS, ListOffsetsRequest.class, new ListOffsetsHandler(broker, data))
                .on(ApiKeys.DELETE_RECORDS, DeleteRecordsRequest.class, new DeleteRecordsHandler(broker, data))
                .on(
                        ApiKeys.OFFSET_FOR_LEADER_EPOCH,
                        OffsetsForLeaderEpochRequest.class,
                        new EpochEndHandler(broker, data));
    }
}
