/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.recording.Interception;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Produces to embedded clusters in several ways, in turns that begin with another way each round. Arguments: bytes of
 * a value, producers, rounds, records of a round; and the ways, all of them if none is named.
 */
final class RecordingMain {

    private static final String TOPIC = "orders";
    private static final int UNMEASURED = 3;

    /** As long as the mark of a record without its seal, with the lengths around it. */
    private static final byte[] HEADER = "0123456789ab".getBytes(StandardCharsets.ISO_8859_1);

    /** How a record is produced. */
    private enum Way {
        PLAIN,
        /** A plain producer that gives each record a header. */
        HEADER,
        /** The application's producer, wrapped. */
        WRAPPED,
        /** A producer of the trial's, as tests get it: with checksums of what it sends. */
        INJECTED,
        /** A plain producer with the interceptor in its configuration. */
        INTERCEPTED,
        /** A plain producer, as tests get it where the doors of the cluster write the history: a cluster of its own. */
        WIRED
    }

    private final int bytes;
    private final int records;
    private final Map<Way, List<Producer<String, byte[]>>> producers = new HashMap<>();
    private final ExecutorService threads;

    private RecordingMain(int bytes, int producers, int records) {
        this.bytes = bytes;
        this.records = records / producers;
        threads = Executors.newFixedThreadPool(producers);
    }

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        List<Way> ways = args.length == 4
                ? List.of(Way.values())
                : Arrays.stream(args).skip(4).map(Way::valueOf).toList();
        RecordingMain main = new RecordingMain(Integer.parseInt(args[0]), count, Integer.parseInt(args[3]));
        try (Cluster cluster = cluster();
                Trial trial = Trial.on(cluster);
                Cluster doors = cluster();
                Trial wire = Trial.on(doors, Recording.WIRE)) {
            for (Way way : ways) {
                Cluster to = way == Way.WIRED ? doors : cluster;
                List<Producer<String, byte[]>> these = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    these.add(producer(way, new HashMap<>(to.clientProperties()), way == Way.WIRED ? wire : trial));
                }
                main.producers.put(way, these);
            }
            for (int round = -UNMEASURED; round < rounds; round++) {
                List<Way> order = new ArrayList<>(ways);
                Collections.rotate(order, round);
                for (Way way : order) {
                    main.measure(way, round >= 0 ? "." + args[0] + "." + count : "");
                }
            }
            main.producers.values().forEach(those -> those.forEach(Producer::close));
        } finally {
            main.threads.shutdownNow();
        }
    }

    /** Logs are kept in memory, so they are kept short. */
    private static Cluster cluster() {
        return Cluster.builder()
                .brokers(3)
                .config("log.retention.check.interval.ms", "500")
                .topic(TOPIC, 3, 3, Map.of("retention.bytes", "20000000", "segment.bytes", "4000000"))
                .start();
    }

    private static Producer<String, byte[]> producer(Way way, Map<String, Object> config, Trial trial) {
        if (way == Way.INJECTED || way == Way.WIRED) {
            config.put("key.serializer", StringSerializer.class.getName());
            config.put("value.serializer", ByteArraySerializer.class.getName());
            return trial.clients().producer(config);
        }
        if (way == Way.INTERCEPTED) {
            config.putAll(Interception.live());
        }
        Producer<String, byte[]> plain = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        return way == Way.WRAPPED ? trial.clients().wrap(plain) : plain;
    }

    private void measure(Way way, String name) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long from = System.nanoTime();
        List<Future<?>> sending = new ArrayList<>();
        for (Producer<String, byte[]> producer : producers.getOrDefault(way, List.of())) {
            sending.add(threads.submit(() -> send(producer, way)));
        }
        for (Future<?> one : sending) {
            one.get();
        }
        double total = (double) records * sending.size();
        if (!name.isEmpty()) {
            System.out.println("wall." + way + name + " " + (System.nanoTime() - from) / total);
            System.out.println("cpu." + way + name + " " + (system.getProcessCpuTime() - cpu) / total);
        }
    }

    private void send(Producer<String, byte[]> producer, Way way) {
        byte[] value = new byte[bytes];
        for (int i = 0; i < records; i++) {
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(TOPIC, "customer-" + i % 10_000, value);
            if (way == Way.HEADER) {
                record.headers().add("h", HEADER);
            }
            producer.send(record);
        }
        producer.flush();
    }
}
