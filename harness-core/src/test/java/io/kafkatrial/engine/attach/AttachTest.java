/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that somebody else runs: here one of the embedded engine plays it, and does what commands say. */
@DisabledOnOs(OS.WINDOWS)
class AttachTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Cluster theirs;

    @BeforeEach
    void start() {
        theirs = Cluster.builder().engine("embedded").brokers(3).seed(5).start();
        System.setProperty(Entrance.BOOTSTRAP, theirs.bootstrapServers());
    }

    @AfterEach
    void stop() {
        System.clearProperty(Entrance.BOOTSTRAP);
        System.clearProperty(Entrance.CLIENT);
        System.clearProperty(Entrance.LINKS);
        for (Commands command : Commands.values()) {
            System.clearProperty(command.property());
        }
        theirs.close();
    }

    private Cluster attach() {
        return Cluster.builder().engine("attach").topic("orders", 3).start();
    }

    private static void send(Cluster cluster, int count) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("orders", 0, null, "value " + i));
            }
        }
    }

    /** A line for the shell that asks this test to do something, and waits until it is done. */
    private String asking(String what) {
        return "echo {broker} > " + directory.resolve(what) + "; while [ ! -f " + directory.resolve(what + ".done")
                + " ]; do sleep 0.05; done";
    }

    /** Do with their brokers what the command asks for. */
    private Thread obeying(String what, java.util.function.IntConsumer act) {
        Thread thread = new Thread(() -> {
            Path asked = directory.resolve(what);
            await().atMost(LONG)
                    .until(() -> Files.exists(asked) && !Files.readString(asked).isBlank());
            try {
                act.accept(Integer.parseInt(Files.readString(asked).strip()));
                Files.writeString(directory.resolve(what + ".done"), "");
            } catch (java.io.IOException failed) {
                throw new AssertionError(failed);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void clusterIsSeenAndWhatHappensThereIsTold() {
        List<ClusterEvent> events = new CopyOnWriteArrayList<>();
        try (Cluster cluster = attach()) {
            cluster.running().listen(events::add);
            assertThat(cluster.running().brokers()).containsExactly(1, 2, 3);
            int leader = cluster.leaderOf("orders-0").id();
            assertThat(leader).isEqualTo(theirs.leaderOf("orders-0").id());
            send(cluster, 40);
            await().atMost(LONG)
                    .until(() -> events.stream()
                                    .filter(event -> event instanceof ClusterEvent.Acked)
                                    .mapToLong(event -> ((ClusterEvent.Acked) event).count())
                                    .sum()
                            == 40);

            theirs.pull(new Lever.Crash(leader));

            await().atMost(LONG).until(() -> cluster.leaderOf("orders-0").id() != leader);
            assertThat(events).hasAtLeastOneElementOfType(ClusterEvent.LeaderChanged.class);
            await().atMost(LONG).until(() -> cluster.running().state(leader) == NodeState.CRASHED);
        }
        assertThat(theirs.isRunning()).isTrue();
    }

    @Test
    void brokersAreKilledAndStartedByCommands() throws Exception {
        System.setProperty(Commands.CRASH.property(), asking("crash"));
        System.setProperty(Commands.RESTART.property(), asking("restart"));
        try (Cluster cluster = attach()) {
            int leader = cluster.leaderOf("orders-0").id();
            Thread crash = obeying("crash", broker -> theirs.pull(new Lever.Crash(broker)));

            cluster.pull(new Lever.Crash(leader));

            crash.join();
            assertThat(theirs.running().state(leader)).isEqualTo(NodeState.CRASHED);
            assertThat(cluster.running().state(leader)).isEqualTo(NodeState.CRASHED);
            await().atMost(LONG).until(() -> cluster.leaderOf("orders-0").id() != leader);
            Thread restart = obeying("restart", broker -> theirs.pull(new Lever.Restart(broker)));
            cluster.heal();
            restart.join();
            assertThat(cluster.running().state(leader)).isEqualTo(NodeState.RUNNING);
        }
    }

    @Test
    void leversAreThoseThatCommandsAreGivenFor() {
        System.setProperty(Entrance.LINKS, "direct");
        assertThat(Cluster.capabilitiesOf(Optional.of("attach"))).isEmpty();
        System.setProperty(Commands.CRASH.property(), "true");
        System.setProperty(Commands.PAUSE.property(), "true");
        System.setProperty(Commands.RESUME.property(), "true");
        assertThat(Cluster.capabilitiesOf(Optional.of("attach")))
                .containsExactlyInAnyOrder(Capability.PROCESS, Capability.PAUSE);
        try (Cluster cluster = attach()) {
            assertThatThrownBy(() -> cluster.running().pull(new Lever.Stop(1)))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("trial.attach.stop");
            assertThatThrownBy(() -> cluster.running().pull(new Lever.Crash(7)))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("the cluster has [1, 2, 3]");
            assertThatThrownBy(() -> cluster.running().pull(new Lever.Cut(Endpoint.clients(), Endpoint.broker(1))))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("clients talk to the brokers directly");
        }
    }

    @Test
    void commandThatFailsIsToldWithWhatItSaid() {
        System.setProperty(Commands.CRASH.property(), "echo no such pod {broker}; exit 3");
        try (Cluster cluster = attach()) {
            assertThatThrownBy(() -> cluster.pull(new Lever.Crash(2)))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("trial.attach.crash ended with 3")
                    .hasMessageContaining("no such pod 2");
            assertThat(cluster.running().state(2)).isEqualTo(NodeState.RUNNING);
        }
    }

    @Test
    void clientPropertiesComeFromTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("client.properties"), "client.rack=r1\n");
        System.setProperty(Entrance.CLIENT, file.toString());
        try (Cluster cluster = attach()) {
            assertThat(cluster.clientProperties())
                    .containsAllEntriesOf(Map.of("client.rack", "r1", "bootstrap.servers", cluster.bootstrapServers()));
        }
        System.setProperty(Entrance.CLIENT, directory.resolve("none").toString());
        assertThatThrownBy(this::attach).isInstanceOf(TrialException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void withoutAClusterOrAnAnswerItSaysWhatToDo() {
        System.setProperty(Entrance.BOOTSTRAP, "127.0.0.1:1");
        assertThatThrownBy(this::attach)
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("127.0.0.1:1 does not tell of itself");
        System.clearProperty(Entrance.BOOTSTRAP);
        assertThatThrownBy(this::attach)
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("trial.bootstrap.servers");
        assertThatThrownBy(() -> Cluster.requireVersion(Optional.of("attach"), "4.0.0"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("the version it has");
    }
}
