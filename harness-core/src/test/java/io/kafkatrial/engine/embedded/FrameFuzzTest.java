/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Throws mutated requests at a broker over its socket. {@code -Dfuzz.seed} and {@code -Dfuzz.requests}
 * choose others and more; the same seed throws the same frames on each connection.
 */
class FrameFuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_121L);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 100_000);
    private static final int CONNECTIONS = 16;
    /** How long one frame may keep its connection; a request that waits longer is left behind. */
    private static final int GIVE_UP_MS = 20;

    @Test
    void theBrokerServesOnAndItsDataAreWhatTheyWere() throws Exception {
        try (RunningCluster cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(
                                new TopicSpec("ledger", 1, OptionalInt.empty(), Map.of()),
                                new TopicSpec("orders", 1, OptionalInt.empty(), Map.of("retention.bytes", "1000000"))),
                        Map.of("auto.create.topics.enable", "false"),
                        Map.of(),
                        OptionalInt.empty(),
                        45))) {
            String servers = cluster.bootstrapServers();
            List<String> written = write(servers);
            TopicIdPartition orders = orders(servers);
            InetSocketAddress leader = Wire.addresses(servers, cluster.brokers())
                    .get(Wire.leader(servers, orders.topicPartition()).id());

            Tally tally = fuzz(leader, orders);

            System.out.println("fuzz seed " + SEED + ": " + tally);
            assertThat(tally.answered()).as("seed %s: %s", SEED, tally).isPositive();
            assertThat(tally.closed()).as("seed %s: %s", SEED, tally).isPositive();
            assertThat(read(servers, written.size())).as("seed %s", SEED).isEqualTo(written);
            assertThat(cluster.awaitHealthy(Duration.ofSeconds(30)))
                    .as("seed %s", SEED)
                    .isTrue();
            try (Producer<String, String> producer = Clients.producer(servers)) {
                assertThat(Clients.send(producer, "ledger", "k", "afterwards").offset())
                        .as("seed %s", SEED)
                        .isEqualTo(written.size());
                Clients.send(producer, "orders", "k", "afterwards");
            }
        }
    }

    /** How requests ended: with an answer, with a closed connection, or not in time. */
    private record Tally(int answered, int closed, int leftBehind) {
        Tally plus(Tally other) {
            return new Tally(answered + other.answered, closed + other.closed, leftBehind + other.leftBehind);
        }
    }

    private static Tally fuzz(InetSocketAddress broker, TopicIdPartition target) throws Exception {
        List<byte[]> corpus;
        try (Wire wire = new Wire(broker)) {
            corpus = FuzzCorpus.of(wire, target);
        }
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Tally>> parts = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Random random = new Random(SEED + i);
                parts.add(threads.submit(() -> throwMany(broker, corpus, random)));
            }
            Tally all = new Tally(0, 0, 0);
            for (Future<Tally> part : parts) {
                all = all.plus(part.get(5, TimeUnit.MINUTES));
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Tally throwMany(InetSocketAddress broker, List<byte[]> corpus, Random random) {
        Tally tally = new Tally(0, 0, 0);
        Wire wire = new Wire(broker);
        wire.patience(GIVE_UP_MS);
        for (int i = 0; i < REQUESTS / CONNECTIONS; i++) {
            byte[] frame = mutate(corpus.get(random.nextInt(corpus.size())).clone(), random);
            try {
                wire.send(ByteBuffer.wrap(frame));
                wire.receive();
                tally = tally.plus(new Tally(1, 0, 0));
            } catch (UncheckedIOException e) {
                boolean late = e.getCause() instanceof SocketTimeoutException;
                tally = tally.plus(late ? new Tally(0, 0, 1) : new Tally(0, 1, 0));
                wire.close();
                wire = new Wire(broker);
                wire.patience(GIVE_UP_MS);
            }
        }
        wire.close();
        return tally;
    }

    private static byte[] mutate(byte[] frame, Random random) {
        // The header is mostly left alone: it leads to the parsers behind it.
        int from = random.nextInt(10) == 0 ? 0 : Math.min(frame.length - 1, 14);
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(frame, random.nextInt(frame.length));
            }
            case 1 -> {
                for (int i = from; i < frame.length; i++) {
                    frame[i] = (byte) random.nextInt();
                }
            }
            case 2 -> {
                int length = frame.length + 1 + random.nextInt(64);
                byte[] longer = Arrays.copyOf(frame, length);
                for (int i = frame.length; i < length; i++) {
                    longer[i] = (byte) random.nextInt();
                }
                return longer;
            }
            case 3 -> {
                int at = from + random.nextInt(frame.length - from);
                frame[at] = interesting(random);
            }
            case 4 -> {
                int at = from + random.nextInt(frame.length - from);
                Arrays.fill(frame, at, Math.min(frame.length, at + 4), interesting(random));
            }
            default -> {
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    frame[from + random.nextInt(frame.length - from)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return frame;
    }

    private static byte interesting(Random random) {
        byte[] values = {0, 1, -1, Byte.MAX_VALUE, Byte.MIN_VALUE, 2, 16, 100};
        return values[random.nextInt(values.length)];
    }

    private static List<String> write(String servers) throws Exception {
        List<String> written = new ArrayList<>();
        try (Producer<String, String> producer = Clients.producer(servers)) {
            for (int i = 0; i < 50; i++) {
                written.add("entry " + i);
                Clients.send(producer, "ledger", "k", "entry " + i);
            }
        }
        return written;
    }

    private static List<String> read(String servers, int count) {
        try (Consumer<String, String> consumer = Clients.consumer(servers, Map.of())) {
            consumer.assign(Set.of(new TopicPartition("ledger", 0)));
            return Clients.poll(consumer, count).stream()
                    .map(ConsumerRecord::value)
                    .toList();
        }
    }

    private static TopicIdPartition orders(String servers) throws Exception {
        try (Admin admin = Clients.admin(servers)) {
            return new TopicIdPartition(
                    admin.describeTopics(Set.of("orders"))
                            .allTopicNames()
                            .get()
                            .get("orders")
                            .topicId(),
                    new TopicPartition("orders", 0));
        }
    }
}
