/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults between clients and a cluster that knows nothing of the doors before it: whatever it answers leads there. */
class AttachedLinksTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @TempDir
    private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(Entrance.BOOTSTRAP);
        System.clearProperty(Entrance.CLIENT);
        System.clearProperty(Entrance.LINKS);
    }

    private static Cluster theirs(String engine) {
        return Cluster.builder()
                .engine(engine)
                .brokers(3)
                .combined(true)
                .config("broker.session.timeout.ms", "5000") // a busy machine must not look like a dead broker
                .seed(5)
                .start();
    }

    private static Cluster attachTo(Cluster theirs) {
        System.setProperty(Entrance.BOOTSTRAP, theirs.bootstrapServers());
        return Cluster.builder().engine("attach").topic("orders", 1).start();
    }

    private void writeClient(Map<String, Object> properties) throws IOException {
        Properties file = new Properties();
        properties.forEach((key, value) -> file.setProperty(key, value.toString()));
        Path path = directory.resolve("client.properties");
        try (OutputStream out = Files.newOutputStream(path)) {
            file.store(out, null);
        }
        System.setProperty(Entrance.CLIENT, path.toString());
    }

    private static KafkaProducer<String, String> producer(Cluster cluster) {
        Map<String, Object> config = new java.util.HashMap<>(cluster.clientProperties());
        config.putAll(Map.of("delivery.timeout.ms", 120_000, "enable.idempotence", false));
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Future<RecordMetadata> send(KafkaProducer<String, String> producer) {
        return producer.send(new ProducerRecord<>("orders", 0, null, "value"));
    }

    private static Endpoint leader(Cluster cluster) {
        return Endpoint.broker(cluster.leaderOf("orders-0").id());
    }

    private static long end(Cluster cluster) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(cluster.clientProperties(), new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(ORDERS)).get(ORDERS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "apache"})
    void whatIsCutOffIsHeldBackUntilItIsMendedWhoeverLeads(String engine) throws Exception {
        try (Cluster theirs = theirs(engine);
                Cluster cluster = attachTo(theirs);
                KafkaProducer<String, String> producer = producer(cluster)) {
            send(producer).get();
            int next = cluster.leaderOf("orders-0").id() % 3 + 1;
            theirs.running().administer(new AdminAct.MoveLeader(PartitionId.parse("orders-0"), OptionalInt.of(next)));
            await().atMost(LONG).until(() -> cluster.leaderOf("orders-0").id() == next);
            send(producer).get(); // told by an error, and with it where the new leader is
            Endpoint leader = Endpoint.broker(next);
            assertThat(cluster.running().linkCount(Endpoint.clients(), leader).passed())
                    .isPositive();

            cluster.pull(new Lever.Cut(Endpoint.clients(), leader));
            Future<RecordMetadata> held = send(producer);
            await().atMost(LONG)
                    .until(() -> cluster.running()
                                    .linkCount(Endpoint.clients(), leader)
                                    .stopped()
                            > 0);
            assertThat(held).isNotDone();

            cluster.heal();
            assertThat(held.get().offset()).isEqualTo(2);
        }
    }

    @Test
    void answerThatIsDroppedLeavesItsEffectAndWhatPassesIsTold() throws Exception {
        List<ClusterEvent> events = new CopyOnWriteArrayList<>();
        try (Cluster theirs = theirs("embedded");
                Cluster cluster = attachTo(theirs);
                KafkaProducer<String, String> producer = producer(cluster)) {
            cluster.running().listen(events::add);
            WireRule rule = new WireRule(
                    "drop",
                    WireRule.Match.of(Endpoint.clients(), leader(cluster), "Produce"),
                    new WireRule.Act.DropResponse(),
                    0,
                    1);
            cluster.pull(new Lever.Intercept(rule));

            send(producer).get();

            assertThat(cluster.running().touchedBy(rule)).isEqualTo(1);
            assertThat(end(cluster)).isEqualTo(2);
            assertThat(events).hasAtLeastOneElementOfType(ClusterEvent.RequestSeen.class);
            assertThat(events)
                    .filteredOn(event -> event instanceof ClusterEvent.Acked)
                    .extracting(event -> ((ClusterEvent.Acked) event).count())
                    .as("of what was sent by a door, no matter what others write")
                    .containsExactly(1, 1);
        }
    }

    @Test
    void brokerThatComesLaterIsBehindADoorToo() throws Exception {
        try (Cluster theirs = theirs("embedded")) {
            theirs.pull(new Lever.Crash(3));
            await().atMost(LONG).until(() -> nodes(theirs.clientProperties()).size() == 2);
            try (Cluster cluster = attachTo(theirs)) {
                String two = cluster.bootstrapServers();
                assertThat(two.split(",", -1)).hasSize(2);

                theirs.pull(new Lever.Restart(3));
                await().atMost(LONG)
                        .until(() -> nodes(cluster.clientProperties()).size() == 3);

                List<Integer> theirPorts = ports(theirs.bootstrapServers());
                assertThat(nodes(cluster.clientProperties()))
                        .containsAll(ports(two))
                        .doesNotContainAnyElementsOf(theirPorts);
            }
        }
    }

    /** The ports that brokers are said to be at. */
    private static List<Integer> nodes(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            return admin.describeCluster().nodes().get().stream()
                    .map(node -> node.port())
                    .toList();
        }
    }

    private static List<Integer> ports(String bootstrap) {
        return Arrays.stream(bootstrap.split(",", -1))
                .map(server -> Integer.valueOf(server.substring(server.lastIndexOf(':') + 1)))
                .toList();
    }

    static Stream<SecuritySpec> secured() {
        return Stream.of(
                SecuritySpec.of(ListenerProtocol.SASL_PLAINTEXT)
                        .mechanism(SaslMechanism.PLAIN)
                        .user("alice", "wonder"),
                SecuritySpec.of(ListenerProtocol.SASL_SSL)
                        .mechanism(SaslMechanism.SCRAM_SHA_512)
                        .user("alice", "wonder"),
                SecuritySpec.of(ListenerProtocol.SSL)
                        .clientAuth(ClientAuth.REQUIRED)
                        .user("alice", "wonder"));
    }

    @ParameterizedTest
    @MethodSource("secured")
    void doorsAreThereBeforeBrokersThatWantToKnowWhoComes(SecuritySpec security) throws Exception {
        try (Cluster theirs = Cluster.builder()
                .engine("embedded")
                .brokers(2)
                .security(security)
                .start()) {
            writeClient(theirs.security().clientProperties("alice"));
            try (Cluster cluster = attachTo(theirs);
                    KafkaProducer<String, String> producer = producer(cluster)) {
                send(producer).get();
                cluster.pull(new Lever.Reset(Endpoint.clients(), leader(cluster)));
                send(producer).get();

                assertThat(end(cluster)).isEqualTo(2);
                assertThat(cluster.running()
                                .linkCount(Endpoint.clients(), leader(cluster))
                                .reset())
                        .isPositive();
            }
        }
    }

    @Test
    void clientsMayGoDirectlyAndMustWithKerberos() throws Exception {
        try (Cluster theirs = theirs("embedded")) {
            System.setProperty(Entrance.LINKS, "direct");
            try (Cluster cluster = attachTo(theirs)) {
                assertThat(cluster.bootstrapServers()).isEqualTo(theirs.bootstrapServers());
                assertThat(cluster.capabilities()).doesNotContain(Capability.CLIENT_LINKS, Capability.WIRE);
                assertThatThrownBy(() -> cluster.running().pull(new Lever.Cut(Endpoint.clients(), Endpoint.broker(1))))
                        .isInstanceOf(TrialException.class)
                        .hasMessageContaining("clients talk to the brokers directly");
            }
        }
        System.clearProperty(Entrance.LINKS);
        writeClient(Map.of("security.protocol", "SASL_PLAINTEXT"));
        assertThat(Cluster.capabilitiesOf(Optional.of("attach"))).isEmpty();
        System.setProperty(Entrance.LINKS, "proxy");
        assertThatThrownBy(() -> Cluster.builder().engine("attach").start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("Kerberos");
        System.setProperty(Entrance.LINKS, "tunnel");
        assertThatThrownBy(() -> Cluster.builder().engine("attach").start())
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("trial.attach.links = 'tunnel' is not possible");
    }

    @Test
    void linksOfNodesAreNotReachedAndThatIsSaid() {
        try (Cluster theirs = theirs("embedded");
                Cluster cluster = attachTo(theirs)) {
            assertThat(cluster.capabilities())
                    .contains(Capability.CLIENT_LINKS, Capability.WIRE, Capability.RESET, Capability.THROTTLE)
                    .doesNotContain(Capability.BROKER_LINKS, Capability.CONTROLLER_LINKS, Capability.NODE_WIRE);
            assertThatThrownBy(() -> cluster.running().pull(new Lever.Cut(Endpoint.broker(1), Endpoint.broker(2))))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("cannot touch the link from broker 1 to broker 2");
            assertThatThrownBy(() -> cluster.running().pull(new Lever.Cut(Endpoint.clients(), Endpoint.broker(9))))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("the cluster has [1, 2, 3]");
        }
    }
}
