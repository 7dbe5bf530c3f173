/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Somebody writes a record that the consumers' deserializer cannot read. {@code poll} throws at it each time and does not
 * move on by itself; how the application moves on decides what is lost.
 */
final class UndecodableRecord implements Scenario {
    private static final int BEFORE = 10;
    private static final int BEHIND = 20;
    private static final int LATER = 10;

    @Override
    public Page page() {
        return Page.of("undecodable-record", Chapter.CONSUMERS, "deserializer", "seek")
                .idea("A record that cannot be deserialized makes poll throw, again and again, at the same offset. An"
                        + " application that jumps to the end of the log to be rid of it skips everything between, and"
                        + " commits it.")
                .fault("another application writes a record of three bytes among integers of four")
                .advice(
                        "Seek exactly one record on: RecordDeserializationException tells partition and offset, and since"
                                + " 3.8 the bytes, to be kept in a dead-letter topic. Or deserialize in the application, from"
                                + " bytes.")
                .source("KIP-334; KIP-1036; RecordDeserializationException javadoc");
    }

    @Override
    public Half dangerous() {
        return half(
                "after a failed poll seekToEnd",
                (member, failure) -> member.seekToEnd(List.of(failure.topicPartition())),
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_BEYOND_PROCESSED)));
    }

    @Override
    public Half guarded() {
        return half(
                "after a RecordDeserializationException seek to its offset plus one",
                (member, failure) -> member.seek(failure.topicPartition(), failure.offset() + 1),
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    /** How the application gets past what it cannot read. */
    @FunctionalInterface
    private interface Escape {
        void from(Consumer<?, ?> member, RecordDeserializationException failure);
    }

    private static Half half(String configuration, Escape escape, List<Expected> expected) {
        return new Half(configuration, Billing::cluster, Half.faults(), stage -> work(stage, escape), expected);
    }

    private static void work(Stage stage, Escape escape) {
        Producer<String, Integer> producer = stage.clients()
                .producer(Workload.producer("acks", "all", "value.serializer", IntegerSerializer.class.getName()));
        send(producer, BEFORE);
        try (KafkaProducer<String, String> other = new KafkaProducer<>(
                stage.cluster().clientProperties(), new StringSerializer(), new StringSerializer())) {
            other.send(new ProducerRecord<>(Billing.TOPIC, "key", "abc"));
        }
        send(producer, BEHIND);

        RecordingConsumer<String, Integer> member =
                Billing.member(stage, "value.deserializer", IntegerDeserializer.class.getName());
        int end = BEFORE + 1 + BEHIND;
        read(stage, member, end, escape);
        send(producer, LATER);
        read(stage, member, end + LATER, escape);
    }

    private static void send(Producer<String, Integer> producer, int count) {
        for (int number = 0; number < count; number++) {
            producer.send(new ProducerRecord<>(Billing.TOPIC, "key", number));
        }
        producer.flush();
    }

    private static void read(Stage stage, RecordingConsumer<String, Integer> member, long end, Escape escape) {
        while (!Workload.stands(member, Billing.ORDERS, end)) {
            try {
                Workload.poll(member, () -> Workload.stands(member, Billing.ORDERS, end), batch -> {
                    batch.forEach(stage.effects()::done);
                    member.commitSync();
                });
            } catch (RecordDeserializationException failure) {
                escape.from(member, failure);
            }
        }
    }
}
