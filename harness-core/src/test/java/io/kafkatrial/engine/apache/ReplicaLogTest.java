/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Seal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the log of each replica, read past its broker. */
class ReplicaLogTest {

    private static final PartitionId ORDERS = new PartitionId("orders", 0);
    private static final Duration LONG = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "apache"})
    void everyReplicaIsReadRunningOrDead(String engine) {
        if (engine.equals("apache")) {
            Available.orSkip();
        }
        try (Cluster cluster = Cluster.builder()
                .engine(engine)
                .brokers(2)
                .topic("orders", 1, 2)
                .start()) {
            // Given: two records in a compressed batch of a transaction, one of them sealed wrongly
            send(cluster);
            await().atMost(LONG)
                    .until(() ->
                            read(cluster, 1).size() == 3 && read(cluster, 2).size() == 3);

            // When
            cluster.pull(new Lever.Crash(2));

            // Then
            for (int broker : List.of(1, 2)) {
                List<ReplicaRecord> records = read(cluster, broker);
                assertThat(records).extracting(ReplicaRecord::offset).containsExactly(0L, 1L, 2L);
                assertThat(records)
                        .extracting(record -> record.mark().map(RecordMark::sequence))
                        .containsExactly(Optional.of(0L), Optional.of(1L), Optional.empty());
                assertThat(records)
                        .extracting(ReplicaRecord::isDamaged)
                        .as("what the seal says")
                        .containsExactly(false, true, false);
                assertThat(records)
                        .extracting(record -> record.batch().control())
                        .containsExactly(false, false, true);
                assertThat(records.get(0).batch().transactional()).isTrue();
                assertThat(records.get(0).batch().producerId()).isNotNegative();
            }
            Optional<ReplicaLog> none = cluster.running().replicaLog(1, new PartitionId("nowhere", 0), record -> {});
            assertThat(none).isEmpty();
        }
    }

    private static List<ReplicaRecord> read(Cluster cluster, int broker) {
        List<ReplicaRecord> records = new ArrayList<>();
        Optional<ReplicaLog> log = cluster.running().replicaLog(broker, ORDERS, records::add);
        assertThat(log).isPresent();
        assertThat(log.get().startOffset()).isZero();
        assertThat(log.get().endOffset()).isEqualTo(records.size());
        return records;
    }

    private static void send(Cluster cluster) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "transactional.id",
                        "tx",
                        "linger.ms",
                        100,
                        "compression.type",
                        "gzip"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 2; i++) {
                ProducerRecord<String, String> record = new ProducerRecord<>("orders", 0, "key", "value");
                int value = Seal.of("value".getBytes(UTF_8)) + i;
                long seal = Seal.of(Seal.of("key".getBytes(UTF_8)), value);
                record.headers().add(RecordMark.HEADER, RecordMark.bytes(7, i, seal));
                producer.send(record);
            }
            producer.flush();
            producer.commitTransaction();
        }
    }
}
