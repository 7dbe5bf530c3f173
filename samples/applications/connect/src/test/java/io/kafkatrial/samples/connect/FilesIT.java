/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File source, topic, file sink: lines go through Kafka Connect while brokers crash. */
@KafkaCluster(brokers = 3)
@Topic(name = "alone", partitions = 3)
@Topic(name = "together", partitions = 3)
@Timeout(120)
class FilesIT {
    @TempDir
    Path folder;

    @Test
    void linesGoThroughAStandaloneWorkerWhileABrokerCrashes(Cluster cluster) throws Exception {
        write(0, 100);
        var worker = worker(cluster);
        worker.put("offset.storage.file.filename", folder.resolve("offsets").toString());
        try (var running = Worker.standalone(folder, worker, List.of(source("alone"), sink("alone")))) {
            awaitLines(running, 100);

            var leader = cluster.leaderOf("alone-0");
            leader.crash();
            write(100, 200);
            awaitLines(running, 200);
            leader.restart();
            write(200, 300);
            awaitLines(running, 300);
        }
    }

    @Test
    void linesGoThroughADistributedWorkerThatKeepsItsStateInTopics(Cluster cluster, Admin admin) throws Exception {
        write(0, 100);
        var worker = worker(cluster);
        worker.put("group.id", "connect");
        for (String topic : List.of("config", "offset", "status")) {
            worker.put(topic + ".storage.topic", "connect-" + topic);
            worker.put(topic + ".storage.replication.factor", "3");
        }
        try (var running = Worker.distributed(folder, worker)) {
            for (var connector : List.of(source("together"), sink("together"))) {
                var answer =
                        running.request("PUT", "/connectors/" + connector.get("name") + "/config", json(connector));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            }
            awaitLines(running, 100);
            assertThat(admin.listTopics().names().get()).contains("connect-config", "connect-offset", "connect-status");

            var coordinator = cluster.coordinatorOf("connect").orElseThrow();
            coordinator.crash();
            write(100, 200);
            awaitLines(running, 200);
            coordinator.restart();
        }
        write(200, 300);
        Files.delete(folder.resolve("worker.log"));
        try (var again = Worker.distributed(folder, worker)) {
            awaitLines(again, 300);
            assertThat(again.request("GET", "/connectors", "").body()).contains("source", "sink");
        }
    }

    private static Map<String, String> worker(Cluster cluster) {
        return new HashMap<>(Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "listeners", "http://127.0.0.1:0",
                "plugin.discovery", "service_load",
                "offset.flush.interval.ms", "500"));
    }

    private Map<String, String> source(String topic) {
        return Map.of(
                "name", "source",
                "connector.class", "FileStreamSource",
                "tasks.max", "1",
                "file", folder.resolve("in.txt").toString(),
                "topic", topic);
    }

    private Map<String, String> sink(String topic) {
        return Map.of(
                "name", "sink",
                "connector.class", "FileStreamSink",
                "tasks.max", "2",
                "file", folder.resolve("out.txt").toString(),
                "consumer.override.auto.offset.reset", "earliest",
                "topics", topic);
    }

    private static String json(Map<String, String> config) {
        return config.entrySet().stream()
                .map(entry -> "\"%s\": \"%s\""
                        .formatted(entry.getKey(), entry.getValue().replace("\\", "\\\\")))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private void write(int from, int to) throws IOException {
        Files.write(
                folder.resolve("in.txt"),
                IntStream.range(from, to).mapToObj(n -> "line " + n).toList(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** At least once is what the sink promises: every line is there, some perhaps more often. */
    private void awaitLines(Worker worker, int count) {
        Path out = folder.resolve("out.txt");
        var expected = IntStream.range(0, count).mapToObj(n -> "line " + n).collect(Collectors.toSet());
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(Files.exists(out) ? Files.readAllLines(out) : List.<String>of())
                        .as("lines; the worker says: %s", worker.log())
                        .containsAll(expected));
    }
}
