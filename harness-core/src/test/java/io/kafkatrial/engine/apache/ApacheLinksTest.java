/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Links and single requests of one cluster of Apache Kafka: three processes, each a broker and a controller. */
class ApacheLinksTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Endpoint CLIENTS = Endpoint.clients();
    private static final PartitionId ORDERS = PartitionId.parse("orders-0");

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        Available.orSkip();
        cluster = Cluster.builder()
                .engine("apache")
                .brokers(3)
                .controllers(3)
                .combined(true)
                .topic("orders", 1)
                .topic("spread", 6)
                .config("broker.session.timeout.ms", "9000") // a slow machine shall fence nobody
                .seed(7)
                .start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void heal() {
        cluster.heal();
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all", "delivery.timeout.ms", 120_000));
        all.putAll(config);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static ProducerRecord<String, String> order(String value) {
        return new ProducerRecord<>("orders", 0, null, value);
    }

    private static long end() {
        TopicPartition orders = new TopicPartition("orders", 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            return consumer.endOffsets(List.of(orders), LONG).get(orders);
        }
    }

    private static int leader() {
        return cluster.leaderOf("orders-0").id();
    }

    private static void cut(Endpoint from, Endpoint to) {
        cluster.pull(new Lever.Cut(from, to));
    }

    private static void both(Endpoint one, Endpoint other) {
        cut(one, other);
        cut(other, one);
    }

    private static LinkCount count(Endpoint from, Endpoint to) {
        return cluster.running().linkCount(from, to);
    }

    private static void everyPairOfBrokers(BiConsumer<Endpoint, Endpoint> act) {
        for (int from : cluster.running().brokers()) {
            for (int to : cluster.running().brokers()) {
                if (from != to) {
                    act.accept(Endpoint.broker(from), Endpoint.broker(to));
                }
            }
        }
    }

    @Test
    void leaderThatHearsNoFollowerIsAloneInTheInSyncSetAndRefusesAcksAll() throws Exception {
        everyPairOfBrokers(ApacheLinksTest::cut);
        sendSomethingNew();

        await().atMost(LONG).until(() -> cluster.partition("orders-0").isr().size() == 1);
        try (KafkaProducer<String, String> producer = producer(Map.of("retries", 0))) {
            assertThatThrownBy(() -> producer.send(order("alone")).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NotEnoughReplicasException.class);
        }

        cluster.heal();
        assertThat(cluster.partition("orders-0").isr()).hasSize(3);
    }

    /** A follower that has everything is in sync, however long it was not heard. */
    private static void sendSomethingNew() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of("acks", "1", "enable.idempotence", false))) {
            producer.send(order("new")).get();
        }
    }

    @Test
    void brokerCutOffFromTheControllersIsFencedAndItsLeadershipsMove() {
        int active = cluster.activeController().orElseThrow();
        int broker = active % 3 + 1;
        for (int controller : cluster.running().controllers()) {
            if (controller != broker) {
                both(Endpoint.broker(broker), Endpoint.controller(controller));
            }
        }

        await().atMost(LONG).until(() -> cluster.running().partitions().stream()
                .map(PartitionView::leader)
                .noneMatch(leader -> leader.isPresent() && leader.getAsInt() == broker));
        assertThat(cluster.running().state(broker)).isEqualTo(NodeState.RUNNING);
        assertThat(count(Endpoint.broker(broker), Endpoint.controller(active)).stopped())
                .isPositive();
    }

    @Test
    void isolatedActiveControllerIsSucceeded() {
        int active = cluster.activeController().orElseThrow();
        for (int controller : cluster.running().controllers()) {
            if (controller != active) {
                both(Endpoint.controller(active), Endpoint.controller(controller));
            }
        }

        await().atMost(LONG)
                .until(() -> cluster.activeController().isPresent()
                        && cluster.activeController().getAsInt() != active);
    }

    @Test
    void clientsThatCannotReachTheLeaderWaitWhileTheBrokersWorkOn() throws Exception {
        int leader = leader();
        int epoch = cluster.partition("orders-0").leaderEpoch();
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(order("before")).get();
            long fetched = passedBetweenBrokers();
            cut(CLIENTS, Endpoint.broker(leader));
            Future<RecordMetadata> held = producer.send(order("held"));

            await().atMost(LONG)
                    .until(() -> count(CLIENTS, Endpoint.broker(leader)).stopped() > 0);
            await().atMost(LONG).until(() -> passedBetweenBrokers() > fetched + 20);
            assertThat(held.isDone()).isFalse();

            cluster.pull(new Lever.Mend(CLIENTS, Endpoint.broker(leader)));
            held.get();
        }
        assertThat(cluster.partition("orders-0").leaderEpoch()).isEqualTo(epoch);
    }

    private static long passedBetweenBrokers() {
        long passed = 0;
        for (int from = 1; from <= 3; from++) {
            for (int to = 1; to <= 3; to++) {
                passed += count(Endpoint.broker(from), Endpoint.broker(to)).passed();
            }
        }
        return passed;
    }

    @Test
    void delayIsFeltAndCounted() throws Exception {
        Endpoint leader = Endpoint.broker(leader());
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(order("quick")).get();
            LinkCount before = count(CLIENTS, leader);
            cluster.pull(new Lever.Delay(CLIENTS, leader, Duration.ofMillis(300), Duration.ZERO));
            long began = System.nanoTime();
            producer.send(order("slow")).get();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(count(CLIENTS, leader).since(before).delayed()).isPositive();
        }
    }

    private static WireRule rule(String api, WireRule.Act act) {
        return new WireRule(
                api + act + System.nanoTime(), WireRule.Match.of(CLIENTS, Endpoint.broker(leader()), api), act, 0, 1);
    }

    @Test
    void lostAnswerMakesADuplicateUnlessTheProducerIsIdempotent() throws Exception {
        for (boolean idempotent : new boolean[] {false, true}) {
            long before = end();
            WireRule rule = rule("Produce", new WireRule.Act.DropResponse());
            cluster.pull(new Lever.Intercept(rule));
            try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", idempotent))) {
                producer.send(order("answer lost")).get();
            }
            assertThat(cluster.running().touchedBy(rule)).isEqualTo(1);
            assertThat(end() - before).as("idempotent: " + idempotent).isEqualTo(idempotent ? 1 : 2);
            cluster.pull(new Lever.Release(rule));
        }
    }

    @Test
    void heldRequestArrivesWhenItIsReleasedAndRefusedOneNever() throws Exception {
        long before = end();
        WireRule hold = rule("Produce", new WireRule.Act.HoldRequest());
        WireRule refuse = rule("Produce", new WireRule.Act.Refuse("NOT_LEADER_OR_FOLLOWER"));
        try (KafkaProducer<String, String> first = producer(Map.of());
                KafkaProducer<String, String> second = producer(Map.of("retries", 0))) {
            cluster.pull(new Lever.Intercept(hold));
            Future<RecordMetadata> held = first.send(order("late"));
            await().atMost(LONG).until(() -> cluster.running().touchedBy(hold) == 1);
            second.send(order("overtakes")).get();
            assertThat(end() - before).isEqualTo(1);
            assertThat(held.isDone()).isFalse();
            cluster.pull(new Lever.Release(hold));
            assertThat(held.get().offset()).isEqualTo(before + 1);

            cluster.pull(new Lever.Intercept(refuse));
            assertThatThrownBy(() -> second.send(order("refused")).get())
                    .hasCauseInstanceOf(NotLeaderOrFollowerException.class);
            cluster.pull(new Lever.Release(refuse));
        }
        assertThat(end() - before).isEqualTo(2);
    }

    @Test
    void requestsBetweenBrokersCanBeTouchedToo() throws Exception {
        List<WireRule> rules = new ArrayList<>();
        everyPairOfBrokers((from, to) -> rules.add(new WireRule(
                from + " asks " + to, WireRule.Match.of(from, to, "Fetch"), new WireRule.Act.HoldRequest())));
        rules.forEach(rule -> cluster.pull(new Lever.Intercept(rule)));
        sendSomethingNew();

        await().atMost(LONG).until(() -> cluster.partition("orders-0").isr().size() == 1);
        assertThat(rules).anyMatch(rule -> cluster.running().touchedBy(rule) > 0);
        rules.forEach(rule -> cluster.pull(new Lever.Release(rule)));
        cluster.awaitHealthy(LONG);
        assertThat(cluster.partition("orders-0").isr()).hasSize(3);
    }

    @Test
    void killedBrokerEndsItsConnectionsAndWhoComesIsTurnedAway() throws Exception {
        int broker = cluster.activeController().orElseThrow() % 3 + 1;
        int port = Integer.parseInt(
                cluster.bootstrapServers().split(",", -1)[broker - 1].split(":", -1)[1]);
        try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.setSoTimeout(60_000);
            cluster.pull(new Lever.Crash(broker));
            assertThat(ends(open)).isTrue();
        }
        try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
            late.setSoTimeout(60_000);
            assertThat(ends(late)).isTrue();
        }
        cluster.pull(new Lever.Restart(broker));
        try (Socket again = new Socket(InetAddress.getLoopbackAddress(), port)) {
            again.setSoTimeout(100);
            assertThatThrownBy(() -> again.getInputStream().read()).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void acksAreToldBeforeTheClientKnows() throws Exception {
        AtomicLong acked = new AtomicLong();
        cluster.running().listen(event -> {
            if (event instanceof ClusterEvent.Acked ack && ack.partition().equals(ORDERS)) {
                acked.addAndGet(ack.count());
            }
        });
        try (KafkaProducer<String, String> producer = producer(Map.of("linger.ms", 5))) {
            for (int i = 0; i < 100; i++) {
                producer.send(order("value " + i));
            }
            producer.flush();
            assertThat(acked).hasValue(100);
        }
    }

    @Test
    void nodesThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> cut(CLIENTS, Endpoint.broker(9)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("9");
        assertThatThrownBy(() -> cut(Endpoint.controller(3000), Endpoint.broker(1)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("3000");
    }
}
