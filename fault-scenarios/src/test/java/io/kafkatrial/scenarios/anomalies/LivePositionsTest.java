/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.POLL_REWIND;
import static io.kafkatrial.check.Anomaly.Kind.POLL_SKIP;
import static io.kafkatrial.check.Anomaly.Kind.REWIND_WITHIN_POLL;
import static io.kafkatrial.check.Anomaly.Kind.SKIP_WITHIN_POLL;

import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Consumers that hand out records in another order than the log has, or not all. Kafka's own consumer does neither, so
 * each has an interceptor of the application that is wrong.
 */
class LivePositionsTest extends Lively {

    LivePositionsTest() {
        super(Cluster.builder().brokers(1).topic(TOPIC, 1).start());
    }

    @BeforeEach
    void write() {
        Producer<String, String> producer = producer();
        for (String value : List.of("first", "second", "third")) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", value));
        }
        producer.flush();
    }

    private RecordingConsumer<String, String> consumer(Class<?> interceptor, int atOnce) {
        return consumer(
                "billing", "interceptor.classes", interceptor.getName(), "max.poll.records", Integer.toString(atOnce));
    }

    @Test
    void pollSkip() {
        read(consumer(Filters.class, 1), 2);

        shows(POLL_SKIP);
    }

    @Test
    void skipWithinPoll() {
        read(consumer(Filters.class, 10), 2);

        shows(SKIP_WITHIN_POLL);
    }

    @Test
    void pollRewind() {
        read(consumer(HandsOutAgain.class, 1), 4);

        shows(POLL_REWIND);
    }

    @Test
    void rewindWithinPoll() {
        read(consumer(Sorts.class, 10), 3);

        shows(REWIND_WITHIN_POLL);
    }

    /** Leaves out what the application does not care for. */
    public static final class Filters extends Interceptor {
        @Override
        List<ConsumerRecord<String, String>> change(List<ConsumerRecord<String, String>> records) {
            return records.stream()
                    .filter(record -> !record.value().equals("second"))
                    .toList();
        }
    }

    /** Means to put what matters most in front. */
    public static final class Sorts extends Interceptor {
        @Override
        List<ConsumerRecord<String, String>> change(List<ConsumerRecord<String, String>> records) {
            return records.stream()
                    .sorted(Comparator.comparing((ConsumerRecord<String, String> record) -> record.value())
                            .reversed())
                    .toList();
        }
    }

    /** Repeats the record before, in case that it was not processed. */
    public static final class HandsOutAgain extends Interceptor {
        private List<ConsumerRecord<String, String>> before = List.of();

        @Override
        List<ConsumerRecord<String, String>> change(List<ConsumerRecord<String, String>> records) {
            List<ConsumerRecord<String, String>> all = new ArrayList<>(before);
            all.addAll(records);
            before = records;
            return all;
        }
    }

    /** Changes what each poll hands out of a partition. */
    public abstract static class Interceptor implements ConsumerInterceptor<String, String> {

        abstract List<ConsumerRecord<String, String>> change(List<ConsumerRecord<String, String>> records);

        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
            Map<TopicPartition, List<ConsumerRecord<String, String>>> changed = new HashMap<>();
            UnaryOperator<List<ConsumerRecord<String, String>>> change = this::change;
            records.partitions().forEach(partition -> changed.put(partition, change.apply(records.records(partition))));
            return new ConsumerRecords<>(changed, Map.of());
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            // commits are none of its business
        }

        @Override
        public void close() {
            // it holds nothing
        }

        @Override
        public void configure(Map<String, ?> configs) {
            // it has no settings
        }
    }
}
