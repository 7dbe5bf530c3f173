/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.ASSIGNMENT_OVERLAP;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_BEYOND_PROCESSED;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_LOST;
import static io.kafkatrial.check.Anomaly.Kind.ZOMBIE_EFFECT;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Anomalies of groups: members that believe to own what others own, and commits that are forgotten. */
class LiveGroupsTest extends Lively {

    LiveGroupsTest() {
        super(Cluster.builder()
                .brokers(2)
                .topic(TOPIC, 2, 2)
                .topic("outputs", 1, 2)
                .config("offsets.topic.replication.factor", "1")
                .config("offsets.topic.num.partitions", "1")
                .start());
    }

    /** A member commits what it once read of a partition that belongs to another by now; the broker does not mind. */
    @Test
    void zombieEffect() {
        send(producer(), 10);
        RecordingConsumer<String, String> first = consumer("billing", "heartbeat.interval.ms", "50");
        read(first, 10);
        RecordingConsumer<String, String> second = consumer("billing", "heartbeat.interval.ms", "50");
        await().atMost(Duration.ofSeconds(30)).until(() -> polls(first, second) && owns(first) && owns(second));
        TopicPartition taken = second.assignment().iterator().next();

        first.commitSync(Map.of(taken, new OffsetAndMetadata(1)));

        shows(ZOMBIE_EFFECT);
    }

    private static boolean polls(Consumer<?, ?> first, Consumer<?, ?> second) {
        first.poll(Duration.ofMillis(20));
        second.poll(Duration.ofMillis(20));
        return true;
    }

    private static boolean owns(Consumer<?, ?> consumer) {
        return consumer.assignment().size() == 1;
    }

    /** Too slow for max.poll.interval.ms: the group gives its partitions to another, and it works on. */
    @Test
    void assignmentOverlap() {
        send(producer(), 10);
        RecordingConsumer<String, String> slow =
                consumer("billing", "max.poll.interval.ms", "300", "heartbeat.interval.ms", "50");
        List<ConsumerRecord<String, String>> inHand = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            slow.poll(Duration.ofMillis(50)).forEach(inHand::add);
            return inHand.size() == 10;
        });
        RecordingConsumer<String, String> heir = consumer("billing", "max.poll.records", "1");
        ConsumerRecord<String, String> taken = poll(heir);
        inHand.stream()
                .filter(record -> record.partition() == taken.partition() && record.offset() != taken.offset())
                .forEach(trial.effects()::done);

        shows(ASSIGNMENT_OVERLAP);
    }

    /** A transformer commits with its transaction what it had in hand, though it has made an output of one only. */
    @Test
    void commitBeyondProcessedWithATransaction() throws Exception {
        write(producer(), "first");
        write(producer(), "second");
        RecordingConsumer<String, String> consumer = consumer("billing");
        List<ConsumerRecord<String, String>> inHand = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(inHand::add);
            return inHand.size() == 2;
        });
        Producer<String, String> transformer = producer("transactional.id", "transformer");
        transformer.initTransactions();
        transformer.beginTransaction();
        transformer.send(new ProducerRecord<>("outputs", inHand.get(0).value()));
        trial.effects().done(inHand.get(0));
        transformer.sendOffsetsToTransaction(Map.of(P0, new OffsetAndMetadata(2)), consumer.groupMetadata());
        transformer.commitTransaction();

        shows(COMMIT_BEYOND_PROCESSED);
    }

    private static ConsumerRecord<String, String> poll(Consumer<String, String> consumer) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            return !records.isEmpty();
        });
        return records.get(0);
    }

    /** Offsets are kept once only, by a broker that loses power before they are on its disk. */
    @Test
    void commitLost() {
        send(producer(), 10);
        RecordingConsumer<String, String> consumer = consumer("billing");
        read(consumer, 10);
        consumer.commitSync();
        int coordinator = cluster.coordinatorOf("billing").orElseThrow().id();
        cluster.pull(new Lever.PowerLoss(coordinator));
        cluster.pull(new Lever.Restart(coordinator));
        cluster.awaitHealthy(Duration.ofSeconds(30));

        consumer.committed(Set.of(P0, new TopicPartition(TOPIC, 1)));
        shows(COMMIT_LOST);
    }
}
