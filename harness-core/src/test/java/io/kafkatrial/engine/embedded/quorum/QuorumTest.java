/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.PATIENT;
import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.embedded.quorum.QuorumFixture.Broker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.common.errors.DuplicateBrokerRegistrationException;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.metadata.PartitionRegistration;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

class QuorumTest {

    private static final PartitionId ORDERS = new PartitionId("orders", 0);

    @Test
    void threeBrokersRegisterAndAreUnfenced() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            assertThat(cluster.quorum.aliveBrokers()).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(cluster.quorum.fenced(1)).isFalse();
            assertThat(cluster.quorum.fenced(4)).isTrue();
            assertThat(cluster.quorum.activeController()).hasValue(3000);
            assertThat(cluster.brokers.values())
                    .extracting(broker -> broker.session.brokerEpoch())
                    .doesNotHaveDuplicates()
                    .doesNotContain(-1L);
            assertThat(cluster.quorum.fatalError()).isEmpty();
        }
    }

    @Test
    void topicOfThreeReplicasReachesEachBroker() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            assertThat(cluster.createTopic("orders", 2, 3)).isEqualTo(Errors.NONE);

            for (Broker broker : cluster.brokers.values()) {
                broker.awaitSees("orders");
                assertThat(broker.feed
                                .cache()
                                .getTopicMetadata(Set.of("orders"), new ListenerName("PLAINTEXT"), false, false)
                                .get(0)
                                .partitions())
                        .hasSize(2)
                        .allSatisfy(
                                partition -> assertThat(partition.isrNodes()).hasSize(3));
            }
            assertThat(cluster.quorum.partitions())
                    .extracting(PartitionView::partition)
                    .containsExactly(ORDERS, new PartitionId("orders", 1));
        }
    }

    @Test
    void minInsyncReplicasIsTwoForATopicThatSaysNothing() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            cluster.createTopic("orders", 1, 3);

            ConfigView view = new ConfigView(1, cluster.quorum.settings().staticConfig());
            LogConfig config = new LogConfig(view.topic(cluster.quorum.image(), "orders"));
            assertThat(config.minInSyncReplicas).isEqualTo(2);
            assertThat(view.broker(cluster.quorum.image())).containsEntry("min.insync.replicas", "2");
        }
    }

    @Test
    void silentBrokerIsFencedAndItsLeadershipMoves() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(Map.of())) {
            cluster.createTopic("orders", 1, 3);
            int dead = cluster.leader("orders", 0);

            cluster.brokers.get(dead).crash();

            await().until(() -> cluster.quorum.fenced(dead));
            PartitionView after = cluster.quorum.partition(ORDERS).orElseThrow();
            assertThat(after.leader().orElse(-1)).isNotIn(dead, -1);
            assertThat(after.leaderEpoch()).isPositive();
            assertThat(after.isr()).doesNotContain(dead);
            assertThat(after.replicas()).contains(dead);
            // The view is set first, the events follow on the same thread; the first of each is that of the new topic.
            await().untilAsserted(() -> assertThat(cluster.events)
                    .filteredOn(ClusterEvent.LeaderChanged.class::isInstance)
                    .extracting(event -> ((ClusterEvent.LeaderChanged) event).leaderEpoch())
                    .startsWith(0)
                    .contains(1));
            await().untilAsserted(() -> assertThat(cluster.events)
                    .filteredOn(ClusterEvent.IsrChanged.class::isInstance)
                    .extracting(event -> ((ClusterEvent.IsrChanged) event).isr().contains(dead))
                    .startsWith(true)
                    .contains(false));
        }
    }

    @Test
    void replicaThatLeavesAnIsrBelowTheMinimumStaysEligibleToLead() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            cluster.createTopic("orders", 1, 3);
            List<Integer> replicas =
                    cluster.quorum.partition(ORDERS).orElseThrow().replicas();

            // a fenced broker leaves the ISR exactly as one whose session ends
            cluster.fence(replicas.get(0));
            assertThat(cluster.registration("orders", 0).elr).isEmpty();
            cluster.fence(replicas.get(1));

            PartitionRegistration left = cluster.registration("orders", 0);
            assertThat(left.isr).containsExactly(replicas.get(2));
            assertThat(left.elr).containsExactly(replicas.get(1));
        }
    }

    @Test
    void restartedBrokerIsRefusedWhileItsFormerSessionLasts() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            cluster.brokers.get(3).crash();

            BrokerRegistrationRequestData request = cluster.registrationOf(3);
            assertThatThrownBy(() -> cluster.brokers.get(1).ask(client -> client.register(request, 30_000)))
                    .hasCauseInstanceOf(DuplicateBrokerRegistrationException.class);
        }
    }

    @Test
    void restartedBrokerWaitsForItsFormerSessionToEndThenJoins() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(Map.of())) {
            cluster.createTopic("orders", 1, 3);
            long before = cluster.brokers.get(3).session.brokerEpoch();

            cluster.brokers.get(3).crash();
            Broker restarted = cluster.start(3);

            restarted.awaitUnfenced();
            assertThat(restarted.session.brokerEpoch()).isGreaterThan(before);
            assertThat(restarted.seen.topics().getTopic("orders")).isNotNull();
            assertThat(cluster.quorum.aliveBrokers()).contains(3);
        }
    }

    @Test
    void brokerCutOffKeepsStaleMetadataThenCatchesUp() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            Broker cutOff = cluster.brokers.get(3);
            cluster.createTopic("before", 1, 3);
            cutOff.awaitSees("before");

            cluster.links.cut(Endpoint.controller(3000), Endpoint.broker(3));
            cluster.createTopic("meanwhile", 1, 3);
            cluster.brokers.get(2).awaitSees("meanwhile");
            assertThat(cutOff.seen.topics().getTopic("meanwhile")).isNull();

            cluster.links.mend(Endpoint.controller(3000), Endpoint.broker(3));
            cutOff.awaitSees("meanwhile");
        }
    }

    @Test
    void brokerThatTheControllerForgotRegistersAgain() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            long before = cluster.brokers.get(3).session.brokerEpoch();

            cluster.brokers
                    .get(1)
                    .ask(client -> client.call(
                            ApiKeys.UNREGISTER_BROKER,
                            (controller, context) -> controller.unregisterBroker(context, 3)));

            await().until(() -> cluster.brokers.get(3).session.brokerEpoch() > before);
            await().until(() -> cluster.quorum.aliveBrokers().contains(3));
        }
    }

    @Test
    void gracefulStopMovesLeadershipBeforeTheBrokerIsReleased() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            cluster.createTopic("orders", 3, 3);
            int leader = cluster.leader("orders", 0);

            cluster.brokers.get(leader).awaitShutdown();

            assertThat(cluster.quorum.partitions()).allSatisfy(partition -> {
                assertThat(partition.leader()).isPresent().isNotEqualTo(OptionalInt.of(leader));
                assertThat(partition.isr()).hasSize(2).doesNotContain(leader);
            });
            assertThat(cluster.quorum.fenced(leader)).isTrue();
        }
    }

    @Test
    void brokersFollowTheControllerToItsSuccessor() {
        try (QuorumFixture cluster = new QuorumFixture(3, PATIENT)) {
            cluster.startBrokers();
            cluster.createTopic("before", 1, 3);

            cluster.quorum.appoint(3001);

            assertThat(cluster.createTopic("after", 1, 3)).isEqualTo(Errors.NONE);
            cluster.brokers.values().forEach(broker -> broker.awaitSees("after"));
            assertThat(cluster.quorum.activeController()).hasValue(3001);
            assertThat(cluster.events)
                    .filteredOn(ClusterEvent.ControllerChanged.class::isInstance)
                    .extracting(event -> ((ClusterEvent.ControllerChanged) event).controller())
                    .containsExactly(OptionalInt.empty(), OptionalInt.of(3001));
            assertThat(cluster.quorum.fatalError()).isEmpty();
        }
    }

    @Test
    void pausedBrokerIsFencedAndComesBackAsTheSameIncarnation() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(Map.of())) {
            Broker paused = cluster.brokers.get(3);
            long epoch = paused.session.brokerEpoch();

            paused.loop.pause();
            await().until(() -> cluster.quorum.fenced(3));
            paused.loop.resume();

            await().until(() -> !cluster.quorum.fenced(3));
            assertThat(paused.session.brokerEpoch()).isEqualTo(epoch);
        }
    }

    @Test
    void brokerThatCannotReachTheControllerIsFencedUntilTheLinkMends() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(Map.of())) {
            cluster.links.cut(Endpoint.broker(3), Endpoint.controller(3000));
            await().until(() -> cluster.quorum.fenced(3));

            cluster.links.mend(Endpoint.broker(3), Endpoint.controller(3000));
            await().until(() -> !cluster.quorum.fenced(3));
        }
    }

    @Test
    void featuresAreAtTheirProductionDefaults() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            assertThat(cluster.quorum.image().features().metadataVersion()).hasValue(MetadataVersion.LATEST_PRODUCTION);
            assertThat(cluster.quorum.image().features().finalizedVersions())
                    .containsEntry("group.version", (short) 1)
                    .containsEntry("transaction.version", (short) 2)
                    .containsEntry("eligible.leader.replicas.version", (short) 1);
        }
    }

    @Test
    void registersNoMetricsInTheJvm() throws Exception {
        ObjectName kafka = new ObjectName("kafka*:*");
        Set<ObjectName> before = ManagementFactory.getPlatformMBeanServer().queryNames(kafka, null);
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            assertThat(cluster.quorum.aliveBrokers()).hasSize(3);
            assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(kafka, null))
                    .isEqualTo(before);
        }
    }

    @Test
    void fiftyStartsAndStopsLeaveNoThread() {
        startAndStop(); // what the JVM itself starts on first use stays
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 50; i++) {
            startAndStop();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .isSubsetOf(before);
    }

    private static void startAndStop() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(PATIENT)) {
            assertThat(cluster.createTopic("orders", 1, 3)).isEqualTo(Errors.NONE);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.contains("controller-3000"))
                    .hasSize(1);
        }
    }

    @Test
    void slowLinkAloneDoesNotEndASession() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(Map.of())) {
            Duration latency = Duration.ofMillis(250);
            cluster.links.delay(Endpoint.broker(3), Endpoint.controller(3000), latency, Duration.ZERO);
            cluster.links.delay(Endpoint.controller(3000), Endpoint.broker(3), latency, Duration.ZERO);

            // three round trips, longer than two sessions
            for (int i = 0; i < 3; i++) {
                cluster.brokers.get(3).ask(client -> client.findTopicIds(List.of("orders")));
            }

            cluster.createTopic("orders", 1, 3);
            cluster.brokers.get(3).awaitSees("orders");
            assertThat(cluster.quorum.partition(ORDERS).orElseThrow().isr()).contains(3);
        }
    }

    @Test
    void partitionFindsALeaderAgainAfterAllItsReplicasCrashed() {
        try (QuorumFixture cluster = QuorumFixture.ofThreeBrokers(Map.of())) {
            cluster.createTopic("orders", 1, 3);
            int epoch = cluster.quorum.partition(ORDERS).orElseThrow().leaderEpoch();

            cluster.brokers.values().forEach(Broker::crash);
            await().until(() -> cluster.leader("orders", 0) == -1);
            for (int id = 1; id <= 3; id++) {
                cluster.start(id).awaitUnfenced();
            }

            await().until(() -> cluster.leader("orders", 0) != -1);
            assertThat(cluster.quorum.partition(ORDERS).orElseThrow().leaderEpoch())
                    .isGreaterThan(epoch);
        }
    }
}
