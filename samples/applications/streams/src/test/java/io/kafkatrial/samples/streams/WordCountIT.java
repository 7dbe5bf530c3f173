/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.junit.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kafka Streams with {@code exactly_once_v2} while the leader of its input and then the coordinator of its
 * group crash. Every count is written, so what is committed shows each word's counts 1, 2, 3 … once and in
 * order: a record that is counted twice, or not at all, or written twice, is a gap or a repetition.
 */
@KafkaCluster(brokers = 3)
@Timeout(120)
class WordCountIT {
    private static final int LINES = 150;
    private static final List<String> WORDS = List.of("trial", "broker", "crash", "verdict", "ledger");

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void everyWordIsCountedOnceThoughBrokersCrash(String protocol, Cluster cluster, Admin admin, @TempDir Path state)
            throws Exception {
        String lines = protocol + "-lines";
        String counts = protocol + "-counts";
        admin.createTopics(List.of(new NewTopic(lines, 3, (short) 3), new NewTopic(counts, 3, (short) 3)))
                .all()
                .get();
        String application = "word-count-" + protocol;
        Map<String, List<Long>> seen = new TreeMap<>();
        try (var producer = producer(cluster);
                var reader = reader(cluster, counts);
                var streams = WordCount.start(lines, counts, config(cluster, application, protocol, state))) {
            write(producer, lines, 0);
            readUntil(reader, seen, LINES / 2);

            var leader = cluster.leaderOf(lines + "-0");
            leader.crash();
            write(producer, lines, LINES);
            leader.restart();
            readUntil(reader, seen, 3 * LINES * 2);

            cluster.coordinatorOf(application).orElseThrow().crash();
            write(producer, lines, 2 * LINES);
            readUntil(reader, seen, 3 * LINES * 3);
            readWhatElseThereIs(reader, seen);
            assertThat(streams.state().isRunningOrRebalancing()).isTrue();
        }
        cluster.heal();

        assertThat(seen).isEqualTo(expected());
    }

    private static Properties config(Cluster cluster, String application, String protocol, Path state) {
        var config = new Properties();
        config.putAll(Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "application.id",
                application,
                "group.protocol",
                protocol,
                "processing.guarantee",
                "exactly_once_v2",
                "commit.interval.ms",
                100,
                "statestore.cache.max.bytes",
                0, // every count is written, none is merged
                "num.stream.threads",
                2,
                "replication.factor",
                3,
                "auto.offset.reset",
                "earliest",
                "state.dir",
                state.toString()));
        return config;
    }

    private static KafkaProducer<String, String> producer(Cluster cluster) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Reads only what is committed. */
    private static KafkaConsumer<String, Long> reader(Cluster cluster, String topic) {
        var reader = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "group.id",
                        "readers of " + topic,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new LongDeserializer());
        reader.assign(reader.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return reader;
    }

    /** {@link #LINES} lines of three words each. */
    private static void write(KafkaProducer<String, String> producer, String topic, int from) throws Exception {
        var all = new ArrayList<Future<?>>();
        for (int n = from; n < from + LINES; n++) {
            all.add(producer.send(new ProducerRecord<>(topic, n % 3, "line " + n, line(n))));
        }
        for (var sent : all) {
            sent.get();
        }
    }

    private static String line(int n) {
        return WORDS.get(n % 5) + " " + WORDS.get((n / 5) % 5) + " " + WORDS.get((n / 25) % 5);
    }

    private static void readUntil(KafkaConsumer<String, Long> reader, Map<String, List<Long>> seen, int atLeast) {
        while (seen.values().stream().mapToInt(List::size).sum() < atLeast) {
            read(reader, seen, Duration.ofMillis(200));
        }
    }

    /** To the end as it is now, so that a repetition is seen too. */
    private static void readWhatElseThereIs(KafkaConsumer<String, Long> reader, Map<String, List<Long>> seen) {
        var ends = reader.endOffsets(reader.assignment());
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            read(reader, seen, Duration.ofMillis(200));
        }
    }

    private static void read(KafkaConsumer<String, Long> reader, Map<String, List<Long>> seen, Duration atMost) {
        for (var count : reader.poll(atMost)) {
            seen.computeIfAbsent(count.key(), word -> new ArrayList<>()).add(count.value());
        }
    }

    private static Map<String, List<Long>> expected() {
        var totals = new HashMap<String, Long>();
        for (int n = 0; n < 3 * LINES; n++) {
            for (String word : line(n).split(" ")) {
                totals.merge(word, 1L, Long::sum);
            }
        }
        var counts = new TreeMap<String, List<Long>>();
        totals.forEach((word, total) ->
                counts.put(word, LongStream.rangeClosed(1, total).boxed().toList()));
        return counts;
    }
}
