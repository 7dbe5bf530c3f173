/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.recording.Interception;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what a recording producer wrote, again and again, in several ways, in turns that begin with another way each
 * round. Arguments: bytes of a value, rounds, records.
 */
final class ReadingMain {

    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 3;
    private static final int UNMEASURED = 3;

    /** How records are consumed. */
    private enum Way {
        PLAIN,
        INJECTED,
        INTERCEPTED
    }

    private ReadingMain() {}

    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[1]);
        int records = Integer.parseInt(args[2]);
        try (Cluster cluster =
                        Cluster.builder().brokers(3).topic(TOPIC, PARTITIONS).start();
                Trial trial = Trial.on(cluster)) {
            Map<String, Object> config = new HashMap<>(cluster.clientProperties());
            config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
            config.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
            config.put("auto.offset.reset", "earliest");
            fill(trial, config, Integer.parseInt(args[0]), records);
            Map<Way, Consumer<String, byte[]>> consumers = new EnumMap<>(Way.class);
            for (Way way : Way.values()) {
                consumers.put(way, consumer(way, new HashMap<>(config), trial));
            }
            for (int round = -UNMEASURED; round < rounds; round++) {
                List<Way> order = new ArrayList<>(List.of(Way.values()));
                Collections.rotate(order, round);
                for (Way way : order) {
                    measure(consumers, way, round < 0, records);
                }
            }
            consumers.values().forEach(Consumer::close);
        }
    }

    private static void fill(Trial trial, Map<String, Object> config, int bytes, int records) {
        Map<String, Object> settings = new HashMap<>(config);
        settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        settings.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        try (Producer<String, byte[]> producer = trial.clients().producer(settings)) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(TOPIC, "customer-" + i % 10_000, new byte[bytes]));
            }
        }
    }

    private static Consumer<String, byte[]> consumer(Way way, Map<String, Object> config, Trial trial) {
        if (way == Way.INTERCEPTED) {
            config.putAll(Interception.live());
        }
        Consumer<String, byte[]> consumer =
                way == Way.INJECTED ? trial.clients().consumer(config) : new KafkaConsumer<>(config);
        consumer.assign(IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList());
        return consumer;
    }

    private static void measure(Map<Way, Consumer<String, byte[]>> consumers, Way way, boolean warming, int records) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Consumer<String, byte[]> consumer = consumers.get(way);
        if (consumer == null) {
            return;
        }
        consumer.seekToBeginning(consumer.assignment());
        long cpu = system.getProcessCpuTime();
        long from = System.nanoTime();
        for (int read = 0; read < records; ) {
            read += consumer.poll(Duration.ofSeconds(1)).count();
        }
        if (!warming) {
            System.out.println("read.wall." + way + " " + (System.nanoTime() - from) / (double) records);
            System.out.println("read.cpu." + way + " " + (system.getProcessCpuTime() - cpu) / (double) records);
        }
    }
}
