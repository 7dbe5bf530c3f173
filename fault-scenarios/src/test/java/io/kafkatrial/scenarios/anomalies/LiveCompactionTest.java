/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.MISSED_TOMBSTONE;
import static io.kafkatrial.check.Anomaly.Kind.RESURRECTED_KEY;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.junit.jupiter.api.Test;

/** Deleted keys of compacted topics: who is away for longer than delete.retention.ms never hears that they are. */
class LiveCompactionTest extends Lively {

    LiveCompactionTest() {
        super(Cluster.builder()
                .brokers(2)
                .config("log.cleaner.backoff.ms", "20")
                .topic(
                        TOPIC,
                        1,
                        2,
                        Map.of(
                                "cleanup.policy", "compact",
                                "min.insync.replicas", "1",
                                "segment.ms", "1",
                                "min.cleanable.dirty.ratio", "0.001",
                                "delete.retention.ms", "1"))
                .start());
    }

    /** A group knows the key, is away, and comes back when the tombstone is gone. */
    @Test
    void missedTombstone() throws Exception {
        Producer<String, String> producer = producer();
        write(producer, "value");
        RecordingConsumer<String, String> consumer = consumer("billing");
        read(consumer, 1);
        consumer.commitSync();
        consumer.close();
        long tombstone = delete(producer);
        awaitGone(producer, tombstone);
        read(consumer("billing"), 1);

        shows(MISSED_TOMBSTONE);
    }

    /** A replica has the value, is away, and leads when the tombstone is gone from the others. */
    @Test
    void resurrectedKey() throws Exception {
        Producer<String, String> producer = producer();
        write(producer, "value");
        int away = leader();
        crashLeader();
        long tombstone = delete(producer);
        awaitGone(producer, tombstone);
        cluster.broker(away).restart();
        cluster.awaitHealthy(PATIENCE);
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            admin.electLeaders(ElectionType.PREFERRED, Set.of(P0)).all().get();
        }

        shows(RESURRECTED_KEY);
    }

    private static long delete(Producer<String, String> producer) throws Exception {
        return producer.send(new ProducerRecord<>(TOPIC, 0, "key", null)).get().offset();
    }

    /** Other records come, so that segments are rolled and cleaned, until the leader has the tombstone no more. */
    private void awaitGone(Producer<String, String> producer, long tombstone) {
        await().atMost(PATIENCE).until(() -> {
            producer.send(new ProducerRecord<>(TOPIC, 0, "other", "value")).get();
            return !offsets(leader()).contains(tombstone);
        });
    }

    private Set<Long> offsets(int broker) {
        Set<Long> offsets = new HashSet<>();
        cluster.running().replicaLog(broker, new PartitionId(TOPIC, 0), record -> offsets.add(record.offset()));
        return offsets;
    }
}
