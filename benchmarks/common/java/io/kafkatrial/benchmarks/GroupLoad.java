/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What groups are made to do: some consumers join, each on a thread of its own; one commits offsets. */
final class GroupLoad {
    private static final int UNMEASURED_GROUPS = 1;
    private static final int GROUPS = 3;
    private static final int PARTITIONS_EACH = 2;
    private static final long PATIENCE_S = 60;

    private final String bootstrapServers;
    private final String topic;
    private final int members;

    /** Create a topic of two partitions for each member, three replicas and min.insync.replicas 2. */
    GroupLoad(String bootstrapServers, String topic, int members) throws Exception {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.members = members;
        Client.createTopic(bootstrapServers, topic, members * PARTITIONS_EACH);
    }

    /** The median of some groups, one after the other, after one that is not measured, in ms. */
    static void joins(String name, String bootstrapServers, int members, String protocol) throws Exception {
        GroupLoad load = new GroupLoad(bootstrapServers, "group", members);
        double[] joins = new double[GROUPS];
        for (int i = -UNMEASURED_GROUPS; i < GROUPS; i++) {
            double ms = load.joinMs("group" + i, protocol);
            if (i >= 0) {
                joins[i] = ms;
            }
        }
        Arrays.sort(joins);
        Bench.say(name, joins[GROUPS / 2]);
    }

    /** From the first poll of new members to the moment when each has its two partitions, in ms. */
    double joinMs(String group, String protocol) throws Exception {
        AtomicIntegerArray assigned = new AtomicIntegerArray(members);
        CompletableFuture<Long> stable = new CompletableFuture<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            KafkaConsumer<byte[], byte[]> consumer = consumer(group, protocol);
            consumer.subscribe(List.of(topic), new Counter(consumer, i, assigned, stable));
            Thread thread = new Thread(() -> poll(consumer, stable), "member-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        long startedAt = System.nanoTime();
        threads.forEach(Thread::start);
        long stableAt = stable.get(PATIENCE_S, TimeUnit.SECONDS);
        for (Thread thread : threads) {
            thread.join();
        }
        return (stableAt - startedAt) / 1e6;
    }

    private static void poll(KafkaConsumer<byte[], byte[]> consumer, CompletableFuture<Long> stable) {
        try (consumer) {
            while (!stable.isDone()) {
                consumer.poll(Duration.ofMillis(20));
            }
        } catch (RuntimeException failed) {
            stable.completeExceptionally(failed);
        }
    }

    /** Offsets one consumer commits in a second, eight of its own in each synchronous request, for so long. */
    double commitsPerSecond(String group, long nanos) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(group, "classic")) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < members * PARTITIONS_EACH; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
            consumer.assign(partitions);
            commitFor(consumer, partitions, nanos / 2);
            long startedAt = System.nanoTime();
            long committed = commitFor(consumer, partitions, nanos);
            return committed / ((System.nanoTime() - startedAt) / 1e9);
        }
    }

    private static long commitFor(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long nanos) {
        long startedAt = System.nanoTime();
        long committed = 0;
        for (long offset = 0; System.nanoTime() - startedAt < nanos; offset++) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (TopicPartition partition : partitions) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
            consumer.commitSync(offsets);
            committed += partitions.size();
        }
        return committed;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String group, String protocol) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", group,
                        "group.protocol", protocol,
                        "enable.auto.commit", false,
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Counts what one member has, and sees when all have their share. Called by the member's thread. */
    private record Counter(
            KafkaConsumer<byte[], byte[]> consumer, int index, AtomicIntegerArray assigned, CompletableFuture<Long> stable)
            implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned.set(index, consumer.assignment().size());
            for (int i = 0; i < assigned.length(); i++) {
                if (assigned.get(i) != PARTITIONS_EACH) {
                    return;
                }
            }
            stable.complete(System.nanoTime());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            assigned.addAndGet(index, -partitions.size());
        }
    }
}
