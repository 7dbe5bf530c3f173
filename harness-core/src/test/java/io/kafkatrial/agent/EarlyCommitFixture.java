/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import static io.kafkatrial.agent.AgentJvm.tell;

import io.kafkatrial.Cluster;
import io.kafkatrial.fault.ApplicationCode;
import io.kafkatrial.fault.ApplicationRule.Act;
import io.kafkatrial.fault.ApplicationRule.At;
import io.kafkatrial.fault.ApplicationRule.AtMethod;
import io.kafkatrial.fault.ApplicationRule.Where;
import io.kafkatrial.fault.Ongoing;
import io.kafkatrial.fault.Passages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/**
 * Transactions of a producer whose sender thread has seen that nothing is incomplete, and is late to act on it. Runs in
 * a JVM with the agent.
 */
final class EarlyCommitFixture {

    private static final ApplicationCode CODE =
            ServiceLoader.load(ApplicationCode.class).findFirst().orElseThrow();
    private static final AtMethod LATE = new AtMethod(
            new Where("org.apache.kafka.clients.producer.internals.RecordAccumulator", "hasIncomplete", At.EXIT, 0, ""),
            new Act.Hold(),
            Passages.nth(1));

    private EarlyCommitFixture() {}

    public static void main(String[] args) {
        try (Cluster cluster = Cluster.builder()
                .brokers(1)
                .topic("alone", 1)
                .topic("behind", 1)
                .topic("flushed", 1)
                .start()) {
            tell("alone", () -> alone(cluster));
            tell("behind", () -> behind(cluster));
            tell("flushed", () -> flushed(cluster));
        }
    }

    private static String alone(Cluster cluster) throws Exception {
        try (Producer<String, String> producer = producer(cluster, "alone")) {
            Ongoing late = hold(producer);
            producer.beginTransaction();
            send(producer, "alone", "first");
            return ended(late, "TransactionalRequestResult", producer::commitTransaction);
        }
    }

    private static String behind(Cluster cluster) throws Exception {
        try (Producer<String, String> producer = producer(cluster, "behind")) {
            producer.beginTransaction();
            send(producer, "behind", "first").get(60, TimeUnit.SECONDS);
            Ongoing late = hold(producer);
            Future<RecordMetadata> second = send(producer, "behind", "second");
            String committed = ended(late, "TransactionalRequestResult", producer::commitTransaction);
            boolean sent = second.isDone();
            producer.beginTransaction();
            send(producer, "behind", "third").get(60, TimeUnit.SECONDS);
            producer.abortTransaction();
            return committed + ", second sent " + sent + ", " + read(cluster, "behind");
        }
    }

    private static String flushed(Cluster cluster) throws Exception {
        try (Producer<String, String> producer = producer(cluster, "flushed")) {
            Ongoing late = hold(producer);
            producer.beginTransaction();
            send(producer, "flushed", "first");
            String committed = ended(late, "ProduceRequestResult", () -> {
                producer.flush();
                producer.commitTransaction();
            });
            return committed + ", " + read(cluster, "flushed");
        }
    }

    private static Producer<String, String> producer(Cluster cluster, String name) {
        Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", name, "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        producer.partitionsFor(name);
        return producer;
    }

    private static Future<RecordMetadata> send(Producer<String, String> producer, String topic, String value) {
        return producer.send(new ProducerRecord<>(topic, 0, "key", value));
    }

    /** Hold the sender as soon as it has looked, with nothing under way. */
    private static Ongoing hold(Producer<String, String> producer) throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        Ongoing late = CODE.put("late", LATE, looked::countDown);
        producer.flush(); // which wakes the sender, and has nothing to wait for
        if (!looked.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the sender does not look");
        }
        return late;
    }

    /** Let the sender go on as soon as the end waits for it; how it ended. */
    private static String ended(Ongoing late, String waitsIn, Runnable end) throws InterruptedException {
        CompletableFuture<Void> ending = new CompletableFuture<>();
        Thread application = new Thread(() -> {
            try {
                end.run();
                ending.complete(null);
            } catch (RuntimeException failed) {
                ending.completeExceptionally(failed);
            }
        });
        application.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isIn(application, waitsIn));
        late.undo();
        try {
            ending.get(60, TimeUnit.SECONDS);
            return "committed";
        } catch (ExecutionException failed) {
            return String.valueOf(failed.getCause());
        } catch (java.util.concurrent.TimeoutException never) {
            return "neither committed nor failed";
        }
    }

    private static boolean isIn(Thread thread, String className) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith("." + className)
                        && frame.getMethodName().startsWith("await"));
    }

    /** What readers of committed records get. */
    private static List<String> read(Cluster cluster, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return consumer.position(partition)
                                >= consumer.endOffsets(List.of(partition)).get(partition)
                        && !values.isEmpty();
            });
        }
        return values;
    }
}
