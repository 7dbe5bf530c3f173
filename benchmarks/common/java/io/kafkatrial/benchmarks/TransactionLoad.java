/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One producer, one small transaction after the other: a record to each of three partitions, flush, then the commit. */
final class TransactionLoad {
    private static final int PARTITIONS = 3;
    private static final int BYTES = 100;

    private TransactionLoad() {}

    /** The time of so many transactions, after a tenth as many that are not measured, in ms. */
    static double ms(String bootstrapServers, int transactions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic("transactions", PARTITIONS, (short) 3)
                            .configs(Map.of("min.insync.replicas", "2"))))
                    .all()
                    .get();
        }
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "transactional.id", "benchmark");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            run(producer, transactions / 10);
            long startedAt = System.nanoTime();
            run(producer, transactions);
            return (System.nanoTime() - startedAt) / 1e6;
        }
    }

    private static void run(KafkaProducer<byte[], byte[]> producer, int transactions) {
        for (int i = 0; i < transactions; i++) {
            producer.beginTransaction();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>("transactions", partition, null, new byte[BYTES]));
            }
            producer.flush(); // a commit may overtake what is not sent yet: docs/clients.md
            producer.commitTransaction();
        }
    }
}
