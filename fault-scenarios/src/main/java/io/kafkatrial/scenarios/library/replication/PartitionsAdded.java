/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic gets more partitions. From then on some keys go to another partition than before, while their older records
 * still lie unread in the old one: whoever reads the new partition is ahead of whoever reads the old one, and the newer
 * state of a key is processed before the older.
 */
final class PartitionsAdded implements Scenario {
    private static final String GROW = "more partitions";
    private static final int BEFORE = 2;
    private static final int AFTER = 4;
    private static final int KEYS = 20;

    @Override
    public Page page() {
        return Page.of("partitions-added", Chapter.REPLICATION, "keys", "maintenance", "order", "partitions")
                .idea("The default partitioner takes the key's hash modulo the number of partitions. Adding partitions"
                        + " moves keys, not records: one key then has records in two partitions, and between partitions"
                        + " there is no order.")
                .fault("an administrator raises the topic from 2 to 4 partitions while records of all keys are unread;"
                        + " the consumer is slower with the old partitions than with the new ones")
                .advice("Choose the number of partitions for years, or map keys to a number of your own that does not"
                        + " change. If a keyed topic has to grow, make a new one, let consumers read the old one to its"
                        + " end, and switch.")
                .source("Kafka documentation, Basic Kafka Operations, Modifying topics; Producer Configs,"
                        + " partitioner.class");
    }

    @Override
    public Half dangerous() {
        return half(
                "keys left to the default partitioner",
                key -> new ProducerRecord<>(Orders.TOPIC, key, "value"),
                List.of(
                        Expected.broken(Guarantee.ORDERED_PER_KEY, Anomaly.Kind.REORDERED_KEY),
                        Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    @Override
    public Half guarded() {
        return half(
                "keys mapped by the application to the first 2 partitions, whatever is added",
                key -> new ProducerRecord<>(Orders.TOPIC, Math.floorMod(key.hashCode(), BEFORE), key, "value"),
                Orders.safe());
    }

    private static Half half(
            String configuration, Function<String, ProducerRecord<String, String>> record, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> cluster.brokers(3).topic(Orders.TOPIC, BEFORE, 3),
                Half.faults(new PlannedFault(
                        GROW,
                        new Fault.Administer(new AdminAct.AddPartitions(Orders.TOPIC, AFTER), Optional.empty()),
                        Trigger.acks(KEYS, Orders.TOPIC))),
                stage -> work(stage, record),
                expected);
    }

    private static void work(Stage stage, Function<String, ProducerRecord<String, String>> record) {
        Producer<String, String> producer =
                stage.clients().producer(Workload.producer("acks", "all", "metadata.max.age.ms", "50"));
        AtomicInteger inNew = new AtomicInteger();
        sendAll(producer, record, inNew);
        stage.awaitFired(GROW);
        stage.await(
                "the producer's knowledge of the new partitions",
                () -> producer.partitionsFor(Orders.TOPIC).size() == AFTER);
        sendAll(producer, record, inNew);

        RecordingConsumer<String, String> consumer = stage.clients().consumer(Workload.consumer("group.id", "billing"));
        consumer.subscribe(List.of(Orders.TOPIC), new SlowWithTheOld(consumer));
        int read = 0;
        while (consumer.paused().isEmpty() || read < inNew.get()) {
            read += consumer.poll(Workload.POLL).count();
        }
        consumer.resume(consumer.paused());
        Orders.read(consumer, 2 * KEYS - read);
    }

    private static void sendAll(
            Producer<String, String> producer,
            Function<String, ProducerRecord<String, String>> record,
            AtomicInteger inNew) {
        for (int number = 0; number < KEYS; number++) {
            producer.send(record.apply("key-" + number), (metadata, error) -> {
                if (error == null && metadata.partition() >= BEFORE) {
                    inNew.incrementAndGet();
                }
            });
        }
        producer.flush();
    }

    /** Leaves the old partitions for later; several consumers at different speeds would do the same by chance. */
    private record SlowWithTheOld(RecordingConsumer<String, String> consumer) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions.stream()
                    .filter(partition -> partition.partition() < BEFORE)
                    .toList());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
    }
}
