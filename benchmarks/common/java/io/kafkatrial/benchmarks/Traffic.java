/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Records through a cluster: a topic of six partitions, three replicas, min.insync.replicas 2. Each load runs twice, the
 * first time unmeasured. Values are half chance and half zeros, so that they can be compressed to about half.
 */
final class Traffic {
    private static final int PARTITIONS = 6;
    private static final int MEMBERS = 3;
    private static final int RECORDS_IN_TRANSACTION = 100;
    /** Before one reading is measured: consumers are compiled late. */
    private static final int READINGS_UNMEASURED = 3;

    private static final Duration POLL = Duration.ofMillis(100);

    private Traffic() {}

    /** What one producer does; returns the latency of its records in ns, empty if it did not take them. */
    private interface Work {
        long[] with(KafkaProducer<byte[], byte[]> producer, int records) throws Exception;
    }

    /** Records a second of idempotent producers, each on a thread, that do not wait for acks but at the end. */
    static void produce(String at, int bytes, int records, int producers, String compression) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", at, "acks", "all", "compression.type", compression);
        String name = "produce." + bytes + "." + producers + "." + compression;
        Taken taken = twice(at, config, producers, records, (producer, count) -> {
            stream(producer, bytes, count);
            return new long[0];
        });
        Bench.say(name, records / taken.seconds());
        taken.say(name);
    }

    /** Records a second in transactions of a hundred, each producer with an id of its own. */
    static void transactional(String at, int bytes, int records, int producers) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", at, "transactional.id", "load");
        Taken taken = twice(at, config, producers, records, (producer, count) -> {
            for (int done = 0; done < count; done += RECORDS_IN_TRANSACTION) {
                producer.beginTransaction();
                sendAll(producer, bytes, RECORDS_IN_TRANSACTION);
                producer.commitTransaction();
            }
            return new long[0];
        });
        Bench.say("transactional." + bytes + "." + producers, records / taken.seconds());
    }

    /** How long a record takes from send to ack, sent one after the other without linger, in µs. */
    static void latency(String at, int bytes, int records, int producers) throws Exception {
        List<Long> all = new ArrayList<>();
        Map<String, Object> config = Map.of("bootstrap.servers", at, "acks", "all", "linger.ms", 0);
        twice(at, config, producers, records, (producer, count) -> {
            long[] took = new long[count];
            byte[] value = value(bytes);
            for (int i = 0; i < count; i++) {
                long sentAt = System.nanoTime();
                producer.send(new ProducerRecord<>("load", i % PARTITIONS, null, value)).get();
                took[i] = System.nanoTime() - sentAt;
            }
            synchronized (all) {
                Arrays.stream(took).forEach(all::add);
            }
            return took;
        });
        List<Long> measured = all.subList(all.size() / 2, all.size()).stream().sorted().toList();
        String name = "latency." + bytes + "." + producers;
        Bench.say(name + ".p50", measured.get(measured.size() / 2) / 1e3);
        Bench.say(name + ".p99", measured.get(measured.size() * 99 / 100) / 1e3);
    }

    /** Records a second that a group of three hands to its application, from the first record any of them gets. */
    static void consume(String at, int bytes, int records) throws Exception {
        createTopic(at);
        try (KafkaProducer<byte[], byte[]> producer = Client.producer(Map.of("bootstrap.servers", at))) {
            stream(producer, bytes, records);
        }
        for (int unmeasured = 0; unmeasured < READINGS_UNMEASURED; unmeasured++) {
            read(at, "unmeasured-" + unmeasured, records);
        }
        Taken taken = read(at, "measured", records);
        Bench.say("consume." + bytes, records / taken.seconds());
        taken.say("consume." + bytes);
    }

    private static Taken read(String at, String group, int records) throws Exception {
        AtomicLong left = new AtomicLong(records);
        CompletableFuture<ClientShare> begun = new CompletableFuture<>();
        CompletableFuture<Taken> done = new CompletableFuture<>();
        together(MEMBERS, member -> {
            Thread.currentThread().setName(ClientShare.APPLICATION + member);
            Map<String, Object> config =
                    Map.of("bootstrap.servers", at, "group.id", group, "auto.offset.reset", "earliest");
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of("load"));
                int first = 0;
                while (first == 0 && left.get() > 0) {
                    first = consumer.poll(POLL).count();
                }
                if (first > 0) {
                    begun.complete(new ClientShare());
                }
                left.addAndGet(-first);
                return pollUntilDone(consumer, left, begun.join(), done);
            }
        });
        return done.join();
    }

    private static Object pollUntilDone(
            KafkaConsumer<byte[], byte[]> consumer, AtomicLong left, ClientShare share, CompletableFuture<Taken> done) {
        while (left.get() > 0) {
            if (left.addAndGet(-consumer.poll(POLL).count()) <= 0) {
                done.complete(new Taken(share.seconds(), share.end()));
            }
        }
        return left;
    }

    /** Seconds one idempotent producer takes for so many records in a new topic, after a tenth as many unmeasured. */
    static double seconds(String at, int bytes, int records) throws Exception {
        createTopic(at);
        try (KafkaProducer<byte[], byte[]> producer = Client.producer(Map.of("bootstrap.servers", at))) {
            stream(producer, bytes, records / 10);
            long startedAt = System.nanoTime();
            stream(producer, bytes, records);
            return (System.nanoTime() - startedAt) / 1e9;
        }
    }

    static void createTopic(String at) throws Exception {
        Client.createTopic(at, "load", PARTITIONS);
    }

    /** Send so many records and wait until all are acknowledged, without keeping the acks. */
    static void stream(KafkaProducer<byte[], byte[]> producer, int bytes, int records) {
        byte[] value = value(bytes);
        AtomicLong acks = new AtomicLong();
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>("load", i % PARTITIONS, null, value), (where, failed) -> {
                if (failed == null) {
                    acks.incrementAndGet();
                }
            });
        }
        producer.flush();
        if (acks.get() != records) {
            throw new IllegalStateException("only " + acks + " of " + records + " records were acknowledged");
        }
    }

    /** What a load took, and who. */
    private record Taken(double seconds, ClientShare.Parts parts) {
        void say(String name) {
            Bench.say("clients." + name, 100 * parts.clients());
            Bench.say("cluster." + name, 100 * parts.cluster());
            Bench.say("kernel." + name, 100 * parts.clusterKernel());
            Bench.say("busy." + name, 100 * parts.busy());
        }
    }

    /** The second time. */
    private static Taken twice(String at, Map<String, Object> config, int producers, int records, Work work)
            throws Exception {
        createTopic(at);
        List<KafkaProducer<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            Map<String, Object> own = new HashMap<>(config);
            own.computeIfPresent("transactional.id", (key, id) -> id + "-" + all.size());
            KafkaProducer<byte[], byte[]> producer = Client.producer(own);
            if (own.containsKey("transactional.id")) {
                producer.initTransactions();
            }
            all.add(producer);
        }
        try {
            together(producers, i -> work.with(all.get(i), records / producers));
            ClientShare share = new ClientShare();
            long startedAt = System.nanoTime();
            together(producers, i -> share.of(() -> work.with(all.get(i), records / producers)));
            return new Taken((System.nanoTime() - startedAt) / 1e9, share.end());
        } finally {
            all.forEach(KafkaProducer::close);
        }
    }

    /** Send, and wait for every ack; any failure fails the benchmark. */
    private static void sendAll(KafkaProducer<byte[], byte[]> producer, int bytes, int records) throws Exception {
        byte[] value = value(bytes);
        List<Future<RecordMetadata>> acks = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            acks.add(producer.send(new ProducerRecord<>("load", i % PARTITIONS, null, value)));
        }
        producer.flush();
        for (Future<RecordMetadata> ack : acks) {
            ack.get();
        }
    }

    private static byte[] value(int bytes) {
        byte[] value = new byte[bytes];
        byte[] chance = new byte[bytes / 2];
        new Random(bytes).nextBytes(chance);
        System.arraycopy(chance, 0, value, 0, chance.length);
        return value;
    }

    private interface Part {
        Object of(int index) throws Exception;
    }

    private static void together(int threads, Part part) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Stream<Callable<Object>> parts =
                    Stream.iterate(0, i -> i + 1).limit(threads).map(i -> () -> part.of(i));
            for (Future<Object> done : pool.invokeAll(parts.toList())) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
    }
}
