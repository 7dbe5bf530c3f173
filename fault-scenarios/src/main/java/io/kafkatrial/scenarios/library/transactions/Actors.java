/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Who acts in this chapter: producers with transactions, and readers of what they committed. */
final class Actors {

    /** More polls than any record needs that is sure to come. */
    static final int PATIENT = 300;

    /** More looks than any event needs that is sure to come. */
    static final int LOOKS = 3_000;

    /** How often to look for what must not come. */
    static final int LOOKS_IN_VAIN = 25;

    /** How often to poll for what must not come. */
    static final int POLLS_IN_VAIN = 3;

    private static final long LOOK_EVERY_NANOS = 10_000_000;

    private Actors() {}

    /** A producer of this transactional id, ready to begin; {@code settings} are pairs of name and value. */
    static Producer<String, String> producer(Stage stage, String id, String... settings) {
        Producer<String, String> producer =
                stage.clients().producer(Workload.producer(with(settings, "transactional.id", id)));
        producer.initTransactions();
        return producer;
    }

    /** A member of a group that reads a topic and commits by itself nothing; {@code settings} as above. */
    static RecordingConsumer<String, String> reader(Stage stage, String group, String topic, String... settings) {
        RecordingConsumer<String, String> reader = stage.clients()
                .consumer(Workload.consumer(with(settings, "group.id", group, "enable.auto.commit", "false")));
        reader.subscribe(List.of(topic));
        return reader;
    }

    private static String[] with(String[] settings, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of(settings));
        return all.toArray(String[]::new);
    }

    /** Send a record to a partition and wait until it is acknowledged, or certainly is not. */
    static void send(Producer<String, String> producer, String topic, int partition, String key) {
        producer.send(new ProducerRecord<>(topic, partition, key, "value of " + key));
        producer.flush();
    }

    /**
     * Wait until a record is stored.
     *
     * @throws KafkaException why it is not
     */
    static void stored(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException why ? why : new KafkaException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException(interrupted);
        }
    }

    /** Poll until so many records have come, at most so many times. */
    static List<ConsumerRecord<String, String>> read(RecordingConsumer<String, String> reader, int count, int polls) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        for (int poll = 0; poll < polls && all.size() < count; poll++) {
            reader.poll(Workload.POLL).forEach(all::add);
        }
        return all;
    }

    /** Poll until the record with this key has come. */
    static void readTo(RecordingConsumer<String, String> reader, String key) {
        for (int poll = 0; poll < PATIENT; poll++) {
            for (ConsumerRecord<String, String> record : reader.poll(Workload.POLL)) {
                if (record.key().equals(key)) {
                    return;
                }
            }
        }
    }

    /** Look whether something has come, at most so many times. */
    static boolean await(BooleanSupplier something, int looks) {
        for (int look = 0; look < looks; look++) {
            if (something.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return false;
    }

    /** Create a topic. */
    static void create(Admin admin, NewTopic topic) {
        answer(admin.createTopics(List.of(topic)).all(), "topic " + topic.name());
    }

    /** Where a partition ends now, open transactions included. */
    static long end(Admin admin, String topic, int partition) {
        return end(admin, new TopicPartition(topic, partition), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Up to where readers of committed records get now. */
    static long stableEnd(Admin admin, String topic, int partition) {
        return end(admin, new TopicPartition(topic, partition), IsolationLevel.READ_COMMITTED);
    }

    private static long end(Admin admin, TopicPartition place, IsolationLevel isolation) {
        var question = admin.listOffsets(Map.of(place, OffsetSpec.latest()), new ListOffsetsOptions(isolation));
        return answer(question.partitionResult(place), "the end of " + place).offset();
    }

    /** The state in which its coordinator has a transactional id. */
    static TransactionState state(Admin admin, String id) {
        return described(admin, id).state();
    }

    /** The broker that coordinates a transactional id. */
    static int coordinator(Admin admin, String id) {
        return described(admin, id).coordinatorId();
    }

    private static TransactionDescription described(Admin admin, String id) {
        return answer(admin.describeTransactions(List.of(id)).description(id), "the state of transactional id " + id);
    }

    private static <T> T answer(Future<T> asked, String what) {
        try {
            return asked.get();
        } catch (ExecutionException unknown) {
            throw new TrialException(
                    what + " cannot be asked for: " + unknown.getCause() + ". Look at the report's timeline.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TrialException("interrupted while asking for " + what + ".");
        }
    }
}
