/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster with two brokers and a controller moves from 3.9.1 to 4.3.1 while a producer goes on. */
class ApacheUpgradeTest {

    private static final String OLD = System.getProperty("trial.test.upgrade.from", "3.9.1");
    private static final String NEW = "4.3.1";

    private final Set<String> acked = new HashSet<>();

    @Test
    @Timeout(300)
    void nothingIsLostWhileTheClusterIsUpgraded() throws Exception {
        Available.locallyOrSkip(OLD);
        Available.orSkip(NEW);
        try (Cluster cluster = Cluster.builder()
                .engine("apache")
                .kafkaVersion(OLD)
                .brokers(2)
                .topic("orders", 2)
                .start()) {
            AtomicBoolean over = new AtomicBoolean();
            Thread sender = new Thread(() -> produce(cluster.clientProperties(), over), "orders");
            sender.start();

            cluster.upgrade(NEW);
            assertThat(cluster.kafkaVersions().values()).containsOnly(NEW);
            assertThat(level(cluster)).isLessThan(FIRST_OF_4_0);
            cluster.finalizeUpgrade();
            over.set(true);
            sender.join();

            assertThat(level(cluster)).isGreaterThanOrEqualTo(FIRST_OF_4_0);
            assertThat(acked).isNotEmpty();
            Set<String> lost = new HashSet<>(acked);
            lost.removeAll(consumed(cluster.clientProperties(), acked.size()));
            assertThat(lost).isEmpty();
            assertThatThrownBy(() -> cluster.upgrade(OLD))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("cannot go back to Kafka " + OLD)
                    .hasMessageContaining("metadata.version");
            assertThat(cluster.running().renew(cluster.spec()))
                    .hasValueSatisfying(why -> assertThat(why).contains("upgraded"));
        }
    }

    private static final int FIRST_OF_4_0 = 22;

    private static int level(Cluster cluster) throws Exception {
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            return admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .get("metadata.version")
                    .maxVersionLevel();
        }
    }

    private void produce(Map<String, Object> connection, AtomicBoolean over) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put("delivery.timeout.ms", 240_000);
        List<Map.Entry<String, Future<RecordMetadata>>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; !over.get(); i++) {
                String value = "order " + i;
                sent.add(Map.entry(value, producer.send(new ProducerRecord<>("orders", i % 2, null, value))));
                if (i % 20 == 0) {
                    producer.flush();
                }
            }
            producer.flush();
            for (Map.Entry<String, Future<RecordMetadata>> one : sent) {
                one.getValue().get();
                acked.add(one.getKey());
            }
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static Set<String> consumed(Map<String, Object> connection, int count) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put("group.id", "check");
        config.put("auto.offset.reset", "earliest");
        Set<String> values = new HashSet<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            while (values.size() < count) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
