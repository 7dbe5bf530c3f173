/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.chaos;

import static io.kafkatrial.scenarios.Workload.POLL;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Producers send to topic {@code orders}, a group reads it and books each order once. With the defaults every order is
 * booked exactly once, whatever of the standard mix happens.
 *
 * @param brokers how many
 * @param claim what has to hold
 * @param producerConfig what the producers are configured with over Kafka's defaults: the dangerous settings, for example
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Orders(int brokers, Claim claim, Map<String, String> producerConfig) implements ChaosTest {

    private static final String TOPIC = "orders";
    private static final Duration ANSWER = Duration.ofSeconds(1);

    /** So many looks in a row that show nothing more to read are enough. */
    private static final int SURELY = 5;

    public Orders {
        producerConfig = Map.copyOf(producerConfig);
    }

    /** Three brokers, rightly configured producers, exactly once. */
    public Orders() {
        this(3, Guarantee.EXACTLY_ONCE, Map.of());
    }

    @Override
    public ClusterBuilder shape(ClusterBuilder cluster) {
        return cluster.brokers(brokers).topic(TOPIC, 3);
    }

    @Override
    public void run(Stage stage, Load load) throws Exception {
        Books books = new Books(load);
        ExecutorService threads = Executors.newFixedThreadPool(load.producers() + load.consumers());
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int number = 0; number < load.producers(); number++) {
                work.add(threads.submit(() -> send(stage, books)));
            }
            for (int number = 0; number < load.consumers(); number++) {
                work.add(threads.submit(() -> book(stage, books)));
            }
            for (Future<?> part : work) {
                end(part);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void end(Future<?> part) throws Exception {
        try {
            part.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private void send(Stage stage, Books books) {
        Map<String, Object> config = new HashMap<>(Workload.producer());
        config.putAll(producerConfig);
        Producer<String, String> producer = stage.clients().producer(config);
        for (int number = books.next(); number < books.load.records(); number = books.next()) {
            producer.send(
                    new ProducerRecord<>(TOPIC, "customer-" + number % books.load.keys(), "order-" + number),
                    (at, failure) -> books.acked(failure == null));
        }
        producer.flush();
        books.producerEnded();
    }

    /** Read until all that was acknowledged is booked, or all that is there is read: the rest is for the verdict. */
    private static void book(Stage stage, Books books) {
        Consumer<String, String> consumer =
                stage.clients().consumer(Workload.consumer("group.id", "booking", "auto.offset.reset", "earliest"));
        consumer.subscribe(List.of(TOPIC));
        int atTheEnd = 0;
        while (!books.areClosed() && atTheEnd < SURELY) {
            for (ConsumerRecord<String, String> order : consumer.poll(POLL)) {
                if (stage.effects().once(order)) {
                    books.booked();
                }
            }
            atTheEnd = books.allSent() && hasReadAll(consumer) ? atTheEnd + 1 : 0;
        }
    }

    private static boolean hasReadAll(Consumer<String, String> consumer) {
        try {
            Set<TopicPartition> mine = consumer.assignment();
            Map<TopicPartition, Long> ends = consumer.endOffsets(mine, ANSWER);
            return !mine.isEmpty()
                    && mine.stream().allMatch(one -> consumer.position(one, ANSWER) >= ends.getOrDefault(one, 0L));
        } catch (KafkaException unknownNow) {
            return false;
        }
    }

    /** What the clients of one run share. Safe for use by several threads. */
    private static final class Books {
        private final Load load;
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger acked = new AtomicInteger();
        private final AtomicInteger booked = new AtomicInteger();
        private final AtomicInteger atWork;

        Books(Load load) {
            this.load = load;
            this.atWork = new AtomicInteger(load.producers());
        }

        int next() {
            return sent.getAndIncrement();
        }

        void acked(boolean really) {
            acked.addAndGet(really ? 1 : 0);
        }

        void booked() {
            booked.incrementAndGet();
        }

        void producerEnded() {
            atWork.decrementAndGet();
        }

        boolean allSent() {
            return atWork.get() == 0;
        }

        boolean areClosed() {
            return allSent() && booked.get() >= acked.get();
        }
    }
}
