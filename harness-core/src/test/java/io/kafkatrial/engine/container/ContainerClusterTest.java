/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The levers and views of one cluster of three containers, one of them with the controller. */
class ContainerClusterTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String ORDERS = "orders-0";

    private static Cluster cluster;
    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        DockerAvailable.orSkip();
        cluster = OrdersInContainers.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void listen() {
        cluster.heal();
        cluster.running().listen(events::add);
    }

    private static void send(int count) {
        OrdersInContainers.send(cluster, count, Map.of("acks", "all"));
    }

    private static long end() {
        return OrdersInContainers.end(cluster);
    }

    /** One that has no controller with it. */
    private static int follower() {
        int leader = cluster.leaderOf(ORDERS).id();
        return List.of(2, 3).stream().filter(id -> id != leader).findFirst().orElseThrow();
    }

    private static void lead(int broker) {
        cluster.running().administer(new AdminAct.MoveLeader(PartitionId.parse(ORDERS), OptionalInt.of(broker)));
        await().atMost(LONG).until(() -> cluster.leaderOf(ORDERS).id() == broker);
    }

    @Test
    void killedLeaderIsSucceededAndComesBackWithItsLogOnTheSamePort() {
        send(100);
        lead(2);
        int epoch = cluster.partition(ORDERS).leaderEpoch();
        String bootstrap = cluster.bootstrapServers();

        cluster.pull(new Lever.Crash(2));
        assertThat(cluster.running().state(2)).isEqualTo(NodeState.CRASHED);
        await().atMost(LONG).until(() -> cluster.partition(ORDERS).leaderEpoch() > epoch);
        send(10);

        cluster.pull(new Lever.Restart(2));
        cluster.awaitHealthy(LONG);
        assertThat(cluster.partition(ORDERS).isr()).contains(2);
        assertThat(cluster.bootstrapServers()).isEqualTo(bootstrap);
        assertThat(cluster.running().replicaLog(2, PartitionId.parse(ORDERS), record -> {}))
                .get()
                .extracting(ReplicaLog::endOffset)
                .isEqualTo(end());
        assertThat(events)
                .hasAtLeastOneElementOfType(ClusterEvent.LeaderChanged.class)
                .hasAtLeastOneElementOfType(ClusterEvent.NodeChanged.class);
    }

    @Test
    void frozenFollowerFallsOutOfTheInSyncSetAndReturns() {
        int follower = follower();

        cluster.pull(new Lever.Pause(follower));
        await().atMost(LONG).until(() -> !cluster.partition(ORDERS).isr().contains(follower));

        cluster.pull(new Lever.Resume(follower));
        cluster.awaitHealthy(LONG);
        assertThat(cluster.partition(ORDERS).isr()).contains(follower);
    }

    @Test
    void frozenNodeCanBeKilled() {
        int follower = follower();

        cluster.pull(new Lever.Pause(follower));
        cluster.pull(new Lever.Crash(follower));

        assertThat(cluster.running().state(follower)).isEqualTo(NodeState.CRASHED);
        cluster.heal();
        assertThat(cluster.partition(ORDERS).isr()).contains(follower);
    }

    @Test
    void stoppedBrokerSaysGoodbyeAndStartsAgain() {
        int broker = follower();

        cluster.pull(new Lever.Stop(broker));

        assertThat(cluster.running().state(broker)).isEqualTo(NodeState.STOPPED);
        assertThatThrownBy(() -> cluster.pull(new Lever.Stop(broker)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("STOPPED");
        cluster.heal();
        assertThat(cluster.running().state(broker)).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void followerThatIsCutOffFromItsLeaderLeavesTheInSyncSetThoughAllElseWorks() {
        lead(2);
        send(1);

        cluster.pull(new Lever.Cut(Endpoint.broker(3), Endpoint.broker(2)));
        send(5); // minimum in-sync replicas are two: 1 and 2

        await().atMost(LONG).until(() -> !cluster.partition(ORDERS).isr().contains(3));
        assertThat(cluster.running()
                        .linkCount(Endpoint.broker(3), Endpoint.broker(2))
                        .stopped())
                .isPositive();
        cluster.heal();
        assertThat(cluster.partition(ORDERS).isr()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void brokerThatDoesNotReachTheControllerIsFencedAndAKilledOneBesideItToo() {
        cluster.pull(new Lever.Cut(Endpoint.broker(2), Endpoint.controller(1)));
        cluster.pull(new Lever.Crash(3));

        await().atMost(LONG).until(() -> cluster.partition(ORDERS).isr().equals(List.of(1)));
        assertThat(cluster.leaderOf(ORDERS).id()).isEqualTo(1);

        cluster.heal();
        assertThat(cluster.partition(ORDERS).isr()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void nodeThatIsOffTheNetworkKeepsItsConnectionsAndIsBackAtOnce() {
        lead(2);
        int epoch = cluster.partition(ORDERS).leaderEpoch();

        Split offTheNetwork = Split.of(Split.Shape.ISOLATE)
                .around(Target.broker(2))
                .withControllers()
                .withClients();
        cluster.network().split(offTheNetwork);

        await().atMost(LONG).until(() -> cluster.partition(ORDERS).leaderEpoch() > epoch);
        send(5);
        assertThat(cluster.running().state(2)).isEqualTo(NodeState.RUNNING);
        assertThat(cluster.running()
                        .linkCount(Endpoint.broker(2), Endpoint.controller(1))
                        .stopped())
                .isPositive();
        cluster.heal();
        assertThat(cluster.partition(ORDERS).isr()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void answerThatIsDroppedLeavesItsEffect() {
        send(1);
        long before = end();
        int leader = cluster.leaderOf(ORDERS).id();
        WireRule rule = new WireRule(
                "drop",
                WireRule.Match.of(Endpoint.clients(), Endpoint.broker(leader), "Produce"),
                new WireRule.Act.DropResponse(),
                0,
                1);
        cluster.pull(new Lever.Intercept(rule));

        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "enable.idempotence",
                        "false",
                        "delivery.timeout.ms",
                        120_000),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", 0, null, "twice"));
        }

        assertThat(cluster.running().touchedBy(rule)).isEqualTo(1);
        assertThat(end()).isEqualTo(before + 2);
    }

    @Test
    void acksAreToldForClientsNobodyKnows() {
        send(40);

        await().atMost(LONG)
                .until(() -> events.stream()
                                .filter(event -> event instanceof ClusterEvent.Acked)
                                .mapToLong(event -> ((ClusterEvent.Acked) event).count())
                                .sum()
                        >= 40);
    }

    @Test
    void logsAreFetchedWhenSomebodyWantsThem() {
        assertThat(cluster.running().nodeLogs())
                .hasSize(3)
                .allSatisfy((node, file) -> assertThat(file).as(node).content().contains("Kafka Server started"));
    }

    @Test
    void recordsOfAReplicaAreReadFromItsContainer() {
        send(3);
        List<Long> offsets = new ArrayList<>();

        Optional<ReplicaLog> log = cluster.running()
                .replicaLog(
                        cluster.leaderOf(ORDERS).id(),
                        PartitionId.parse(ORDERS),
                        record -> offsets.add(record.offset()));

        assertThat(log).isPresent();
        assertThat(offsets).hasSize((int) end()).isSorted();
    }

    @Test
    void leversItHasNotAreRefusedWithTheirReason() {
        assertThatThrownBy(() -> cluster.running().pull(new Lever.PowerLoss(1)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("engine 'container' has no lever");
        assertThatThrownBy(() -> cluster.pull(new Lever.Crash(9)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("9");
    }
}
