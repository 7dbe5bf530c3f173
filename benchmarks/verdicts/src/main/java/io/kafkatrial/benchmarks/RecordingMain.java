/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.Trial;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Produces to the embedded cluster with a plain producer and a recording one, in turns. Arguments: records of a
 * round, rounds.
 */
final class RecordingMain {

    private static final String TOPIC = "orders";

    private RecordingMain() {}

    public static void main(String[] args) {
        int records = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        for (int round = -2; round < rounds; round++) {
            boolean plainFirst = round % 2 == 0;
            for (boolean plain : new boolean[] {plainFirst, !plainFirst}) {
                double perSecond = produce(plain, records);
                if (round >= 0) {
                    System.out.println((plain ? "plain " : "recording ") + perSecond);
                }
            }
        }
    }

    /** A cluster of its own for each measurement: logs are kept in memory. */
    private static double produce(boolean plain, int records) {
        try (Cluster cluster = Cluster.builder().brokers(3).topic(TOPIC, 3).start();
                Trial trial = Trial.on(cluster)) {
            Map<String, Object> properties = new HashMap<>(cluster.clientProperties());
            Producer<String, byte[]> producer = new KafkaProducer<>(
                    properties, new StringSerializer(), new ByteArraySerializer());
            if (!plain) {
                producer = trial.clients().wrap(producer);
            }
            try {
                send(producer, records / 4);
                long from = System.nanoTime();
                send(producer, records);
                return records * 1e9 / (System.nanoTime() - from);
            } finally {
                producer.close();
            }
        }
    }

    private static void send(Producer<String, byte[]> producer, int records) {
        byte[] value = new byte[100];
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(TOPIC, "customer-" + i % 10_000, value));
        }
        producer.flush();
    }
}
