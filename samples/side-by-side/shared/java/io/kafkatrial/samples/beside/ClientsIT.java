/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's kafka-clients beside the core, which has its own relocated. */
@Timeout(60)
class ClientsIT {
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.builder().brokers(3).start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void clientsAreTheUsers() {
        assertThat(Jars.nameOf(KafkaProducer.class)).isEqualTo("kafka-clients-" + System.getProperty("beside.kafka") + ".jar");
    }

    @Test
    void versionTheClientsTellTheBrokerIsTheirOwn() throws IOException {
        var about = new Properties();
        try (var in = KafkaProducer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            about.load(in);
        }
        assertThat(about).containsEntry("version", System.getProperty("beside.kafka"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void recordsOfEveryCodecComeBack(String codec) {
        List<String> sent = IntStream.range(0, 200).mapToObj(i -> "record " + i).sorted().toList();

        produce(codec, sent);

        assertThat(consume(codec, sent.size())).containsExactlyElementsOf(sent);
    }

    private static void produce(String codec, List<String> values) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", cluster.bootstrapServers(), "compression.type", codec, "linger.ms", 20);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            values.forEach(value -> producer.send(new ProducerRecord<>(codec, value)));
        }
    }

    private static Set<String> consume(String topic, int count) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "group.id", "readers of " + topic,
                "auto.offset.reset", "earliest");
        var values = new TreeSet<String>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (values.size() < count) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
