/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Single requests and single clients of one real broker. */
class ApacheWireTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Endpoint CLIENTS = Endpoint.clients();
    private static final Endpoint BROKER = Endpoint.broker(1);

    private static final List<ClusterEvent.RequestSeen> SEEN = new CopyOnWriteArrayList<>();
    private static Cluster cluster;
    private static int rules;

    @BeforeAll
    static void start() {
        Available.orSkip();
        cluster = Cluster.builder()
                .engine("apache")
                .brokers(1)
                .combined(true)
                .topic("orders", 1)
                .topic("parcels", 1)
                .seed(23)
                .start();
        cluster.running().listen(event -> {
            if (event instanceof ClusterEvent.RequestSeen seen) {
                SEEN.add(seen);
            }
        });
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
        SEEN.clear();
    }

    private static KafkaProducer<String, String> producer(String clientId) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.putAll(Map.of("client.id", clientId, "linger.ms", 0, "delivery.timeout.ms", 120_000));
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Future<RecordMetadata> send(KafkaProducer<String, String> producer, String topic) {
        return producer.send(new ProducerRecord<>(topic, "value"));
    }

    private static WireRule rule(Endpoint from, String api, WireRule.Act act, int times) {
        WireRule.Match match =
                new WireRule.Match(from, BROKER, Optional.of(api), Optional.empty(), Optional.of("orders"));
        return new WireRule("rule " + ++rules, match, act, 0, times);
    }

    private static WireRule intercept(WireRule rule) {
        cluster.pull(new Lever.Intercept(rule));
        return rule;
    }

    private static Duration took(Future<RecordMetadata> sent) throws Exception {
        long start = System.nanoTime();
        sent.get();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void requestsAndAnswersOfOneTopicAreLateAndEachIsTold() throws Exception {
        Duration late = Duration.ofMillis(400);
        try (KafkaProducer<String, String> producer = producer("one")) {
            send(producer, "orders").get();
            WireRule request = intercept(rule(CLIENTS, "Produce", new WireRule.Act.DelayRequest(late), 1));
            assertThat(took(send(producer, "orders"))).isGreaterThanOrEqualTo(late.minusMillis(50));
            WireRule answer = intercept(rule(CLIENTS, "Produce", new WireRule.Act.DelayResponse(late), 1));
            assertThat(took(send(producer, "orders"))).isGreaterThanOrEqualTo(late.minusMillis(50));
            send(producer, "parcels").get();

            assertThat(SEEN).extracting(ClusterEvent.RequestSeen::rule).containsExactly(request, answer);
            assertThat(SEEN)
                    .allMatch(seen -> seen.from().equals(CLIENTS) && seen.to().equals(BROKER));
        }
    }

    @Test
    void fetchesThatNameTopicsByIdAreNotedByName() throws Exception {
        WireRule note = intercept(rule(CLIENTS, "Fetch", new WireRule.Act.Note(), 0));
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.putAll(Map.of("group.id", "noted", "auto.offset.reset", "earliest"));
        try (KafkaProducer<String, String> producer = producer("one");
                KafkaConsumer<String, String> consumer =
                        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            send(producer, "orders").get();
            consumer.subscribe(Set.of("orders"));
            await().atMost(LONG)
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
        }
        assertThat(cluster.running().touchedBy(note)).isPositive();
        assertThat(SEEN).isNotEmpty().allMatch(seen -> seen.rule().equals(note));
    }

    @Test
    void requestsOfTwoConnectionsChangePlaces() throws Exception {
        try (KafkaProducer<String, String> one = producer("one");
                KafkaProducer<String, String> two = producer("two")) {
            send(one, "orders").get();
            send(two, "orders").get();
            WireRule reorder = intercept(rule(CLIENTS, "Produce", new WireRule.Act.Reorder(), 1));

            Future<RecordMetadata> first = send(one, "orders");
            await().atMost(LONG).until(() -> cluster.running().touchedBy(reorder) == 1);
            Future<RecordMetadata> second = send(two, "orders");

            assertThat(first.get().offset()).isEqualTo(second.get().offset() + 1);
        }
    }

    @Test
    void requestsOfOneConnectionChangePlacesAndAnswersKeepTheirs() throws Exception {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.putAll(Map.of("enable.idempotence", false, "linger.ms", 0, "max.in.flight.requests.per.connection", 5));
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            send(producer, "orders").get();
            WireRule reorder = intercept(rule(CLIENTS, "Produce", new WireRule.Act.Reorder(), 1));

            Future<RecordMetadata> first = send(producer, "orders");
            await().atMost(LONG).until(() -> cluster.running().touchedBy(reorder) == 1);
            Future<RecordMetadata> second = send(producer, "orders");

            assertThat(first.get().offset()).isEqualTo(second.get().offset() + 1);
        }
    }

    @Test
    void oneClientIsCutOffAndTheOtherIsNot() throws Exception {
        Endpoint slow = Endpoint.client("slow");
        try (KafkaProducer<String, String> cut = producer("slow");
                KafkaProducer<String, String> free = producer("free")) {
            send(cut, "orders").get();
            cluster.pull(new Lever.Cut(slow, BROKER));
            Future<RecordMetadata> held = send(cut, "orders");
            send(free, "orders").get();
            await().atMost(LONG)
                    .until(() -> cluster.running().linkCount(slow, BROKER).stopped() > 0);
            assertThat(held).isNotDone();

            cluster.pull(new Lever.Mend(slow, BROKER));
            held.get();
            cluster.pull(new Lever.Reset(slow, BROKER));
            assertThat(cluster.running().linkCount(slow, BROKER).reset()).isPositive();
            send(cut, "orders").get();
        }
    }

    @Test
    void narrowLinkTakesItsTime() throws Exception {
        try (KafkaProducer<String, String> producer = producer("one")) {
            send(producer, "orders").get();
            cluster.pull(new Lever.Throttle(CLIENTS, BROKER, 10_000));
            long start = System.nanoTime();
            producer.send(new ProducerRecord<>("orders", "x".repeat(20_000))).get();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(1900));
        }
    }
}
