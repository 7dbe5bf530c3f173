/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.PATIENT;
import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.error;
import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.topics;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.quorum.QuorumFixture.Broker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionRequestData.BrokerState;
import org.apache.kafka.common.message.AlterPartitionResponseData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.controller.ResultOrError;
import org.apache.kafka.metadata.PartitionRegistration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControllerClientTest {

    private QuorumFixture cluster;

    @BeforeAll
    void start() {
        cluster = QuorumFixture.ofThreeBrokers(PATIENT);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private <R> R ask(Function<ControllerClient, CompletableFuture<R>> question) {
        return cluster.brokers.get(1).ask(question);
    }

    private static CreatableTopic topic(String name, int partitions, int replicas) {
        return new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short) replicas);
    }

    @Test
    void moreReplicasThanBrokersAreRefused() {
        assertThat(cluster.createTopic("too-many", 1, 4)).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
    }

    @Test
    void aTopicThatNamesNoSizeGetsTheDefaults() {
        assertThat(cluster.createTopic("defaults", -1, -1)).isEqualTo(Errors.NONE);
        assertThat(cluster.registration("defaults", 0).replicas).hasSize(3);
    }

    @Test
    void aTopicNamedTwiceIsRefusedAndTheOthersAreCreated() {
        CreateTopicsResponseData response = ask(
                client -> client.createTopics(topics(topic("twice", 1, 1), topic("twice", 2, 1), topic("once", 1, 1))));

        assertThat(response.topics()).hasSize(2);
        assertThat(error(response.topics().find("twice"))).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(error(response.topics().find("once"))).isEqualTo(Errors.NONE);
    }

    @Test
    void theMetadataTopicCannotBeCreated() {
        assertThat(cluster.createTopic("__cluster_metadata", 1, 1)).isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void aSecondTopicOfTheSameNameIsRefused() {
        cluster.createTopic("again", 1, 1);
        assertThat(cluster.createTopic("again", 1, 1)).isEqualTo(Errors.TOPIC_ALREADY_EXISTS);
    }

    @Test
    void anUnknownTopicConfigIsRefused() {
        CreatableTopic topic = topic("odd-config", 1, 1);
        topic.configs().add(new CreatableTopicConfig().setName("no.such.thing").setValue("1"));
        assertThat(error(ask(client -> client.createTopics(topics(topic)))
                        .topics()
                        .find("odd-config")))
                .isEqualTo(Errors.INVALID_CONFIG);
    }

    @Test
    void deletesByNameAndByIdAndRefusesWhatIsNamedTwice() {
        cluster.createTopic("by-name", 1, 1);
        cluster.createTopic("by-id", 1, 1);
        cluster.createTopic("both", 1, 1);
        Uuid byId = cluster.quorum.image().topics().getTopic("by-id").id();
        Uuid both = cluster.quorum.image().topics().getTopic("both").id();
        Uuid unknown = cluster.quorum.nextUuid();

        DeleteTopicsResponseData response = ask(client -> client.deleteTopics(new DeleteTopicsRequestData()
                .setTimeoutMs(30_000)
                .setTopics(List.of(
                        named("by-name"),
                        identified(byId),
                        named("both"),
                        identified(both),
                        named("dup"),
                        named("dup"),
                        named("nowhere"),
                        identified(unknown)))));

        assertThat(response.responses())
                .extracting(result -> result.name() + " " + Errors.forCode(result.errorCode()))
                .containsExactlyInAnyOrder(
                        "by-name NONE",
                        "by-id NONE",
                        "both INVALID_REQUEST",
                        "dup INVALID_REQUEST",
                        "nowhere UNKNOWN_TOPIC_OR_PARTITION",
                        "null UNKNOWN_TOPIC_ID");
        assertThat(cluster.quorum.image().topics().getTopic("by-name")).isNull();
        assertThat(cluster.quorum.image().topics().getTopic("by-id")).isNull();
        assertThat(cluster.quorum.image().topics().getTopic("both")).isNotNull();
    }

    private static DeleteTopicState named(String name) {
        return new DeleteTopicState().setName(name);
    }

    private static DeleteTopicState identified(Uuid id) {
        return new DeleteTopicState().setName(null).setTopicId(id);
    }

    @Test
    void addsPartitions() {
        cluster.createTopic("grows", 1, 1);
        CreatePartitionsRequestData request = new CreatePartitionsRequestData().setTimeoutMs(30_000);
        request.topics()
                .add(new CreatePartitionsTopic().setName("grows").setCount(3).setAssignments(null));

        assertThat(ask(client -> client.createPartitions(request)).results())
                .extracting(result -> Errors.forCode(result.errorCode()))
                .containsExactly(Errors.NONE);
        assertThat(cluster.quorum.image().topics().getTopic("grows").partitions())
                .hasSize(3);
    }

    @Test
    void changesATopicsConfigAndRefusesANonsenseOne() {
        cluster.createTopic("config", 1, 3);
        IncrementalAlterConfigsRequestData good = alter("config", "min.insync.replicas", "3");
        IncrementalAlterConfigsRequestData bad = alter("config", "min.insync.replicas", "-7");
        IncrementalAlterConfigsRequestData twice = alter("config", "min.insync.replicas", "1");
        twice.resources()
                .add(alter("config", "retention.ms", "1")
                        .resources()
                        .iterator()
                        .next()
                        .duplicate());

        assertThat(errorOf(good)).isEqualTo(Errors.NONE);
        assertThat(errorOf(bad)).isEqualTo(Errors.INVALID_CONFIG);
        assertThat(errorOf(twice)).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(new ConfigView(1, Map.of()).topic(cluster.quorum.image(), "config"))
                .containsEntry("min.insync.replicas", "3");
    }

    @Test
    void replacesATopicsConfig() {
        cluster.createTopic("replaced", 1, 3);
        errorOf(alter("replaced", "retention.ms", "12345"));
        AlterConfigsRequestData request = new AlterConfigsRequestData();
        AlterConfigsRequestData.AlterConfigsResource resource = new AlterConfigsRequestData.AlterConfigsResource()
                .setResourceType(ConfigResource.Type.TOPIC.id())
                .setResourceName("replaced");
        resource.configs()
                .add(new AlterConfigsRequestData.AlterableConfig()
                        .setName("segment.bytes")
                        .setValue("2000000"));
        request.resources().add(resource);

        assertThat(ask(client -> client.legacyAlterConfigs(request)).responses())
                .extracting(result -> Errors.forCode(result.errorCode()))
                .containsExactly(Errors.NONE);
        assertThat(new ConfigView(1, Map.of()).topic(cluster.quorum.image(), "replaced"))
                .containsEntry("segment.bytes", "2000000")
                .doesNotContainKey("retention.ms");
    }

    private Errors errorOf(IncrementalAlterConfigsRequestData request) {
        return Errors.forCode(ask(client -> client.incrementalAlterConfigs(request))
                .responses()
                .get(0)
                .errorCode());
    }

    private static IncrementalAlterConfigsRequestData alter(String topic, String key, String value) {
        AlterConfigsResource resource = new AlterConfigsResource()
                .setResourceType(ConfigResource.Type.TOPIC.id())
                .setResourceName(topic);
        resource.configs()
                .add(new AlterableConfig().setName(key).setValue(value).setConfigOperation(OpType.SET.id()));
        IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        request.resources().add(resource);
        return request;
    }

    @Test
    void leaderShrinksItsIsr() {
        cluster.createTopic("shrinks", 1, 3);
        PartitionRegistration before = cluster.registration("shrinks", 0);
        Broker leader = cluster.brokers.get(before.leader);

        AlterPartitionResponseData response = leader.ask(client -> client.alterPartition(new AlterPartitionRequestData()
                .setBrokerId(leader.id)
                .setBrokerEpoch(leader.session.brokerEpoch())
                .setTopics(List.of(new AlterPartitionRequestData.TopicData()
                        .setTopicId(cluster.quorum
                                .image()
                                .topics()
                                .getTopic("shrinks")
                                .id())
                        .setPartitions(List.of(new AlterPartitionRequestData.PartitionData()
                                .setPartitionIndex(0)
                                .setLeaderEpoch(before.leaderEpoch)
                                .setPartitionEpoch(before.partitionEpoch)
                                .setNewIsrWithEpochs(List.of(new BrokerState()
                                        .setBrokerId(leader.id)
                                        .setBrokerEpoch(leader.session.brokerEpoch())))))))));

        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.NONE);
        assertThat(cluster.registration("shrinks", 0).isr).containsExactly(leader.id);
    }

    @Test
    void producerIdBlocksFollowOneAnother() {
        Broker broker = cluster.brokers.get(2);
        AllocateProducerIdsRequestData request =
                new AllocateProducerIdsRequestData().setBrokerId(2).setBrokerEpoch(broker.session.brokerEpoch());
        long first = broker.ask(client -> client.allocateProducerIds(request)).producerIdStart();
        long second = broker.ask(client -> client.allocateProducerIds(request)).producerIdStart();
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void aRequestHeldUpByACutIsCarriedOutWhenItMends() {
        cluster.links.cut(Endpoint.broker(1), Endpoint.controller(3000));
        CompletableFuture<CreateTopicsResponseData> answer = new CompletableFuture<>();
        Broker broker = cluster.brokers.get(1);
        broker.loop.execute(
                () -> broker.client.createTopics(topics(topic("held-up", 1, 1))).thenAccept(answer::complete));
        assertThat(broker.<String>ask(client -> CompletableFuture.completedFuture("sent")))
                .isEqualTo("sent");
        Map<String, ResultOrError<Uuid>> meanwhile =
                cluster.brokers.get(2).ask(client -> client.findTopicIds(List.of("held-up")));
        assertThat(meanwhile.get("held-up").isError()).isTrue();

        cluster.links.mend(Endpoint.broker(1), Endpoint.controller(3000));

        assertThat(error(answer.join().topics().find("held-up"))).isEqualTo(Errors.NONE);
    }
}
