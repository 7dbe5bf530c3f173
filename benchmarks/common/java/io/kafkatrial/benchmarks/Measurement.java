/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Measures one rival in this JVM and prints a line {@code NAME=NUMBER} for each sample.
 *
 * <p>{@code cold}: from the start of the JVM to the first acknowledged record, once. {@code warm N}: start, topic with
 * three replicas, first record acknowledged by all, stop; N samples after as many rounds of warming up. {@code threads}:
 * how many threads the cluster has, the clients not counted.
 */
final class Measurement {
    private final Supplier<Rival> rivals;

    Measurement(Supplier<Rival> rivals) {
        this.rivals = rivals;
    }

    void run(String[] args) throws Exception {
        switch (args[0]) {
            case "cold" -> cold();
            case "warm" -> warm(Integer.parseInt(args[1]));
            case "threads" -> threads();
            default -> throw new IllegalArgumentException("cold, warm N or threads; not " + args[0]);
        }
        // whatever a rival left running shall not keep us
        System.exit(0);
    }

    private void cold() throws Exception {
        Rival rival = rivals.get();
        firstAck(rival.start());
        System.out.println("cold=" + (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()));
        rival.stop();
    }

    private void warm(int samples) throws Exception {
        for (int round = 0; round < 2 * samples; round++) {
            long startedAt = System.nanoTime();
            Rival rival = rivals.get();
            firstAck(rival.start());
            rival.stop();
            if (round >= samples) {
                System.out.println("warm=" + Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
            }
        }
    }

    private void threads() throws Exception {
        int before = Thread.getAllStackTraces().size();
        Rival rival = rivals.get();
        firstAck(rival.start());
        System.out.println("threads=" + (Thread.getAllStackTraces().size() - before));
        rival.stop();
    }

    private static void firstAck(String bootstrapServers) throws Exception {
        Map<String, Object> connection = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(List.of(new NewTopic("first", Optional.of(1), Optional.of((short) 3))))
                    .all()
                    .get();
        }
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("first", "record")).get();
        }
    }
}
