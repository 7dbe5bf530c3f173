/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A cluster whose containers are somewhere else, and are reached by published ports alone. Here that is asked for; with
 * a {@code DOCKER_HOST} on another machine, or the one that {@code src/test/docker/far.sh} makes, it is so.
 */
class ContainerFarTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final PartitionId ORDERS = PartitionId.parse("orders-0");

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        DockerAvailable.orSkip();
        System.setProperty(Reach.PROPERTY, "direct");
        cluster = OrdersInContainers.start();
    }

    @AfterAll
    static void stop() {
        System.clearProperty(Reach.PROPERTY);
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void send(int count) {
        OrdersInContainers.send(cluster, count, Map.of("enable.idempotence", "false"));
    }

    private static long end() {
        return OrdersInContainers.end(cluster);
    }

    @Test
    void killedLeaderIsSucceededAndFoundAgainByTheSamePortThoughItsPublishedOneIsAnother() {
        send(10);
        String bootstrap = cluster.bootstrapServers();
        int leader = cluster.leaderOf("orders-0").id();
        int epoch = cluster.partition("orders-0").leaderEpoch();

        cluster.pull(new Lever.Crash(leader));
        assertThat(cluster.running().state(leader)).isEqualTo(NodeState.CRASHED);
        if (leader != 1) { // the controller
            await().atMost(LONG).until(() -> cluster.partition("orders-0").leaderEpoch() > epoch);
        }
        cluster.heal();
        send(10);

        assertThat(cluster.bootstrapServers()).isEqualTo(bootstrap);
        assertThat(cluster.partition("orders-0").isr()).contains(leader);
        assertThat(cluster.running().replicaLog(leader, ORDERS, record -> {}))
                .get()
                .extracting(ReplicaLog::endOffset)
                .isEqualTo(end());
    }

    @Test
    void requestsOfClientsMeetTheirFaults() {
        send(1);
        long before = end();
        WireRule rule = new WireRule(
                "drop",
                WireRule.Match.of(
                        Endpoint.clients(),
                        Endpoint.broker(cluster.leaderOf("orders-0").id()),
                        "Produce"),
                new WireRule.Act.DropResponse(),
                0,
                1);
        cluster.pull(new Lever.Intercept(rule));

        send(1);

        assertThat(cluster.running().touchedBy(rule)).isEqualTo(1);
        assertThat(end()).isEqualTo(before + 2);
        cluster.heal();
    }

    @Test
    void linksOfNodesAreMissingAndThatIsSaidBeforeAndAfter() {
        assertThat(Cluster.capabilitiesOf(Optional.of("container")))
                .contains(Capability.CLIENT_LINKS, Capability.WIRE, Capability.PROCESS)
                .doesNotContain(Capability.BROKER_LINKS, Capability.CONTROLLER_LINKS, Capability.NODE_WIRE);
        assertThatThrownBy(() -> cluster.pull(new Lever.Cut(Endpoint.broker(1), Endpoint.broker(2))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("cannot touch the link from broker 1 to broker 2")
                .hasMessageContaining("do not reach this process");
    }
}
