/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Expectation;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.scenarios.MarkFixture;
import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;

/** A live cluster on which something goes wrong, and what the checks make of it. */
abstract class Lively {

    static final String TOPIC = "orders";
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Cluster cluster;
    final Trial trial;

    Lively(Cluster cluster) {
        this.cluster = cluster;
        this.trial = Trial.on(cluster);
    }

    @AfterEach
    void close() {
        trial.close();
        cluster.close();
    }

    /** The trial ends, and its history shows this anomaly. */
    void shows(Anomaly.Kind... kinds) {
        shows(trial.conclude(Duration.ofSeconds(1)).history(), kinds);
    }

    static void shows(History history, Anomaly.Kind... kinds) {
        assertThat(Expectation.found(Verdicts.of(Expectation.of(Set.of(kinds)), history)))
                .as("%s", history.events())
                .contains(kinds);
    }

    static void shows(Claim claim, History history, Anomaly.Kind kind) {
        assertThat(Expectation.found(Verdicts.of(claim, history))).contains(kind);
    }

    Producer<String, String> producer(String... settings) {
        return trial.clients().producer(Workload.producer(settings));
    }

    RecordingConsumer<String, String> consumer(String group, String... settings) {
        String[] all = new String[settings.length + 6];
        System.arraycopy(settings, 0, all, 6, settings.length);
        all[0] = "group.id";
        all[1] = group;
        all[2] = "enable.auto.commit";
        all[3] = "false";
        all[4] = "auto.offset.reset";
        all[5] = "earliest";
        RecordingConsumer<String, String> consumer = trial.clients().consumer(Workload.consumer(all));
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    void send(Producer<String, String> producer, int count) {
        Workload.send(producer, TOPIC, 0, count);
        producer.flush();
    }

    static void read(Consumer<String, String> consumer, int count) {
        for (int read = 0, polls = 0; read < count && polls < 600; polls++) {
            read += consumer.poll(Duration.ofMillis(50)).count();
        }
    }

    /** Send one record to the first partition, and wait for its acknowledgement. */
    static void write(Producer<String, String> producer, String value) throws Exception {
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get();
    }

    int leader() {
        return cluster.partition(TOPIC + "-0").leader().orElseThrow();
    }

    /** The followers of the first partition hear nothing from its leader any more, nor it from them. */
    void cutOffFollowers() {
        Endpoint leader = Endpoint.broker(leader());
        for (int id : cluster.running().brokers()) {
            Endpoint follower = Endpoint.broker(id);
            if (!follower.equals(leader)) {
                cluster.network().cut(follower, leader);
                cluster.network().cut(leader, follower);
            }
        }
    }

    /** Where the log of the first partition ends on a broker. */
    long endOfLog(int broker) {
        return cluster.running()
                .replicaEnds(broker, new PartitionId(TOPIC, 0))
                .map(ReplicaLog::endOffset)
                .orElse(0L);
    }

    void crashLeader() {
        int old = leader();
        cluster.broker(old).crash();
        awaitLeaderOtherThan(old);
    }

    void awaitLeaderOtherThan(int old) {
        await().atMost(PATIENCE).until(() -> {
            OptionalInt now = cluster.partition(TOPIC + "-0").leader();
            return now.isPresent() && now.getAsInt() != old;
        });
    }

    /** Write a record under the identity of another: what a client that is wrong, or a broken broker, would do. */
    void forge(String topic, int partition, long sequence) {
        try (KafkaProducer<String, String> forger =
                new KafkaProducer<>(cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> forged = new ProducerRecord<>(topic, partition, "key", "forged");
            forged.headers().add(RecordMark.HEADER, RecordMark.bytes(lane(), sequence));
            forger.send(forged);
        }
    }

    /** What the first producer's records are known by. */
    long lane() {
        return MarkFixture.laneOf(cluster, all(Event.SendAcked.class).get(0));
    }

    <T> List<T> all(Class<T> type) {
        return trial.trail().history().events().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
