/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Cluster;

/**
 * Two services write the same keys, one in Java, one on librdkafka (C, Python, Go, .NET, …). Each has its own default for
 * where a key belongs, murmur2 here and CRC32 there, so most keys lie in two partitions, are read by two consumers, and
 * have no order. Nothing fails; the workload itself is the fault.
 */
final class MixedPartitioners implements Scenario {
    private static final int KEYS = 50;

    @Override
    public Page page() {
        return Page.of("mixed-partitioners", Chapter.REPLICATION, "configuration", "keys", "order", "partitions")
                .idea("Which partition a key belongs to is decided by the producer, not by the broker, and clients in"
                        + " different languages decide differently by default: Java by murmur2, librdkafka by CRC32."
                        + " Order per key, joins and local state of the readers rely on one rule for all.")
                .fault("none; a second producer has librdkafka's default partitioner")
                .advice("Use one rule for all producers of a topic: partitioner=murmur2_random for clients on"
                        + " librdkafka, the default for Java.")
                .source("Kafka documentation, Producer Configs, partitioner.class; librdkafka's CONFIGURATION.md,"
                        + " partitioner");
    }

    @Override
    public Half dangerous() {
        return half(
                "the second producer has librdkafka's default, consistent_random",
                Workload.producer("partitioner.class", Crc32.class.getName()),
                List.of(Expected.broken(Guarantee.ORDERED_PER_KEY, Anomaly.Kind.KEY_SCATTERED)));
    }

    @Override
    public Half guarded() {
        return half("both have murmur2, Java's default", Workload.producer(), Orders.safe());
    }

    private static Half half(String configuration, Map<String, Object> second, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> cluster.brokers(3).topic(Orders.TOPIC, 4, 3),
                Half.faults(),
                stage -> work(stage, second),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> second) {
        for (Map<String, Object> settings : List.of(Workload.producer(), second)) {
            Producer<String, String> producer = stage.clients().producer(settings);
            Workload.send(producer, Orders.TOPIC, 0, KEYS);
            producer.flush();
        }
    }

    /** As librdkafka's {@code consistent} partitioner; public because Kafka makes it. */
    public static final class Crc32 implements Partitioner {
        @Override
        public int partition(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            CRC32 hash = new CRC32();
            hash.update(String.valueOf(key).getBytes(UTF_8));
            return (int) (hash.getValue() % cluster.partitionCountForTopic(topic));
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
