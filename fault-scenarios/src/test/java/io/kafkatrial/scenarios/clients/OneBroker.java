/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.Cluster;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Ongoing;
import io.kafkatrial.fault.Unresolved;
import io.kafkatrial.history.Event;
import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One broker with short sessions, and an application of the harness's clients. */
abstract class OneBroker {

    static final Duration LONG = Duration.ofSeconds(30);
    private static Cluster cluster;

    final Trial trial = Trial.on(cluster());

    @BeforeAll
    static void start() {
        cluster = Cluster.builder()
                .brokers(1)
                .topic("orders", 2)
                .config("group.min.session.timeout.ms", "100")
                .config("group.consumer.min.session.timeout.ms", "100")
                .config("group.consumer.session.timeout.ms", "1000")
                .config("group.consumer.min.heartbeat.interval.ms", "50")
                .config("group.consumer.heartbeat.interval.ms", "200")
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void end() {
        trial.close();
    }

    static Cluster cluster() {
        return cluster;
    }

    Ongoing act(Fault.OnClients fault) throws Unresolved {
        return trial.stage().act("fault", fault);
    }

    Producer<String, String> producer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("key.serializer", StringSerializer.class.getName());
        all.put("value.serializer", StringSerializer.class.getName());
        return trial.clients().producer(all);
    }

    RecordingConsumer<String, String> member(String group, String protocol, Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("group.id", group);
        all.put("group.protocol", protocol);
        all.put("enable.auto.commit", "false");
        all.put("key.deserializer", StringDeserializer.class.getName());
        all.put("value.deserializer", StringDeserializer.class.getName());
        if (protocol.equals("classic")) {
            all.put("session.timeout.ms", "1000");
            all.put("heartbeat.interval.ms", "200");
        }
        RecordingConsumer<String, String> consumer = trial.clients().consumer(all);
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    static void awaitAssigned(RecordingConsumer<String, String> consumer) {
        while (consumer.assignment().isEmpty()) {
            consumer.poll(Duration.ofMillis(50));
        }
    }

    static List<ConsumerRecord<String, String>> pollSome(RecordingConsumer<String, String> consumer) {
        while (true) {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(50));
            List<ConsumerRecord<String, String>> handed = new ArrayList<>();
            records.forEach(handed::add);
            if (!handed.isEmpty()) {
                return handed;
            }
        }
    }

    void send(int count) throws Exception {
        Producer<String, String> producer = producer(Map.of());
        for (int number = 0; number < count; number++) {
            producer.send(new ProducerRecord<>("orders", number % 2, "k" + number, "v"))
                    .get();
        }
    }

    static int members(String group) throws Exception {
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            return admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members()
                    .size();
        }
    }

    List<String> states(String client) {
        String name = client.substring(client.lastIndexOf(' ') + 1);
        return events(Event.ClientChanged.class).stream()
                .filter(changed -> changed.client().equals(name))
                .map(Event.ClientChanged::state)
                .toList();
    }

    <T extends Event> List<T> events(Class<T> type) {
        return trial.trail().history().events().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static Set<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }
}
