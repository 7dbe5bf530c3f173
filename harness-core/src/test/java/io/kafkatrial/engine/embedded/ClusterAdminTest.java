/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.ReplicaNotAvailableException;
import org.apache.kafka.common.errors.UnsupportedByAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Features, log directories, registrations and the rest of what an administrator asks of a cluster. */
class ClusterAdminTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DIRECTORY = "/tmp/kafka-logs";

    private static RunningCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() {
        cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(
                                new TopicSpec("orders", 1, OptionalInt.empty(), Map.of()),
                                new TopicSpec("alone", 1, OptionalInt.of(1), Map.of())),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        53));
        admin = Clients.admin(cluster.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
    }

    @Test
    void logDirectoriesTellSizeAndLagOfEveryReplica() throws Exception {
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers(), Map.of("acks", "all"))) {
            Clients.send(producer, "orders", "key", "x".repeat(10_000));
        }

        var described = admin.describeLogDirs(Set.of(1, 2, 3)).allDescriptions().get();

        assertThat(described).containsOnlyKeys(1, 2, 3).allSatisfy((broker, dirs) -> {
            assertThat(dirs).containsOnlyKeys(DIRECTORY);
            LogDirDescription dir = dirs.get(DIRECTORY);
            assertThat(dir.error()).isNull();
            assertThat(dir.totalBytes().getAsLong())
                    .isGreaterThan(dir.usableBytes().getAsLong());
            assertThat(dir.replicaInfos().get(new TopicPartition("orders", 0))).satisfies(replica -> {
                assertThat(replica.size()).isBetween(10_000L, 11_000L);
                assertThat(replica.offsetLag()).isZero();
                assertThat(replica.isFuture()).isFalse();
            });
        });
    }

    @Test
    void aReplicaMovesNowhereButWhereItIs() throws Exception {
        int host = admin.describeTopics(List.of("alone"))
                .allTopicNames()
                .get()
                .get("alone")
                .partitions()
                .get(0)
                .leader()
                .id();
        var here = new TopicPartitionReplica("alone", 0, host);
        var notHere = new TopicPartitionReplica("alone", 0, host % 3 + 1);

        admin.alterReplicaLogDirs(Map.of(here, DIRECTORY)).all().get();
        assertFails(
                () -> admin.alterReplicaLogDirs(Map.of(here, "/somewhere/else"))
                        .all()
                        .get(),
                LogDirNotFoundException.class);
        assertFails(
                () -> admin.alterReplicaLogDirs(Map.of(notHere, DIRECTORY))
                        .all()
                        .get(),
                ReplicaNotAvailableException.class);
        assertThat(admin.describeReplicaLogDirs(Set.of(here))
                        .all()
                        .get()
                        .get(here)
                        .getCurrentReplicaLogDir())
                .isEqualTo(DIRECTORY);
    }

    @Test
    void aFeatureLevelIsLoweredAndRaisedAndSeen() throws Exception {
        assertThat(level("group.version")).isEqualTo((short) 1);
        update("group.version", 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE, true);
        assertThat(level("group.version")).isEqualTo((short) 1);

        update("group.version", 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE, false);
        await().atMost(PATIENCE).until(() -> level("group.version") == 0);

        update("group.version", 1, FeatureUpdate.UpgradeType.UPGRADE, false);
        await().atMost(PATIENCE).until(() -> level("group.version") == 1);
    }

    private static short level(String feature) throws Exception {
        var range = admin.describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .get(feature);
        return range == null ? 0 : range.maxVersionLevel();
    }

    private static void update(String feature, int level, FeatureUpdate.UpgradeType type, boolean validateOnly)
            throws Exception {
        admin.updateFeatures(
                        Map.of(feature, new FeatureUpdate((short) level, type)),
                        new UpdateFeaturesOptions().validateOnly(validateOnly))
                .all()
                .get();
    }

    @Test
    void anUnknownBrokerCannotBeUnregistered() {
        assertFails(() -> admin.unregisterBroker(77).all().get(), BrokerIdNotRegisteredException.class);
    }

    @Test
    void theVotersOfAStaticQuorumStay() {
        assertFails(
                () -> admin.addRaftVoter(3001, Uuid.randomUuid(), Set.of())
                        .all()
                        .get(),
                UnsupportedVersionException.class);
        assertFails(
                () -> admin.removeRaftVoter(3000, Uuid.randomUuid()).all().get(), UnsupportedVersionException.class);
    }

    @Test
    void thereAreNoDelegationTokensForAnybodyWhoHasNotLoggedIn() {
        assertFails(() -> admin.createDelegationToken().delegationToken().get(), refusals());
        assertFails(() -> admin.describeDelegationToken().delegationTokens().get(), refusals());
        assertFails(
                () -> admin.renewDelegationToken(new byte[] {1})
                        .expiryTimestamp()
                        .get(),
                refusals());
        assertFails(
                () -> admin.expireDelegationToken(new byte[] {1})
                        .expiryTimestamp()
                        .get(),
                refusals());
    }

    private static Class<?> refusals() {
        return UnsupportedByAuthenticationException.class;
    }

    @Test
    void configResourcesAreListedByType() throws Exception {
        assertThat(admin.listConfigResources(Set.of(ConfigResource.Type.TOPIC), new ListConfigResourcesOptions())
                        .all()
                        .get())
                .extracting(ConfigResource::name)
                .contains("orders", "alone");
        assertThat(admin.listConfigResources().all().get())
                .contains(
                        new ConfigResource(ConfigResource.Type.BROKER, "2"),
                        new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "3"),
                        new ConfigResource(ConfigResource.Type.TOPIC, "orders"));
    }

    private static void assertFails(ThrowingCallable ask, Class<?> with) {
        assertThatThrownBy(ask).isInstanceOf(ExecutionException.class).cause().isInstanceOf(with);
    }
}
