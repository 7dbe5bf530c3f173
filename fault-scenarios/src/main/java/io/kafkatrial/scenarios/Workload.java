/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The pieces scenarios are made of. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Workload {

    /** How long one poll waits. */
    public static final Duration POLL = Duration.ofMillis(100);

    private static final int POLLS_AT_MOST = 600;
    private static final String STRINGS = "org.apache.kafka.common.serialization.String";

    private Workload() {}

    /** Configuration of a producer of strings; {@code settings} are pairs of name and value. */
    public static Map<String, Object> producer(String... settings) {
        return over(
                Map.of("key.serializer", STRINGS + "Serializer", "value.serializer", STRINGS + "Serializer"), settings);
    }

    /** Configuration of a consumer of strings; {@code settings} are pairs of name and value. */
    public static Map<String, Object> consumer(String... settings) {
        return over(
                Map.of("key.deserializer", STRINGS + "Deserializer", "value.deserializer", STRINGS + "Deserializer"),
                settings);
    }

    /** Send the records numbered {@code from} up to but not including {@code to}, without waiting for any. */
    public static void send(Producer<String, String> producer, String topic, int from, int to) {
        for (int number = from; number < to; number++) {
            producer.send(new ProducerRecord<>(topic, "key-" + number, "value-" + number));
        }
    }

    /**
     * Send the records numbered {@code from} up to but not including {@code to} by a producer of their own, under
     * {@code acks=all}, and wait until all of them have ended.
     */
    public static void publish(Stage stage, String topic, int from, int to) {
        Producer<String, String> producer = stage.clients().producer(producer("acks", "all"));
        sendAfterFirst(producer, topic, from, to);
        producer.flush();
    }

    /**
     * Send the records numbered {@code from} up to but not including {@code to}, and wait for the first of them only: a
     * partition's leader has to know an idempotent producer before several of its requests are under way, else one that
     * is refused while a later one is not would be sent in vain until {@code delivery.timeout.ms} is over.
     */
    public static void sendAfterFirst(Producer<String, String> producer, String topic, int from, int to) {
        send(producer, topic, from, Math.min(to, from + 1));
        producer.flush();
        send(producer, topic, from + 1, to);
    }

    /**
     * A consumer of this group, with keys of strings, that commits by hand and has not subscribed yet. It looks often
     * whether anything is new; {@code settings}, pairs of name and value, go over all that.
     */
    public static <V> RecordingConsumer<String, V> member(Stage stage, String group, String... settings) {
        Map<String, Object> config = consumer(
                "group.id", group,
                "enable.auto.commit", "false",
                "heartbeat.interval.ms", "50",
                "fetch.max.wait.ms", "50");
        return stage.clients().consumer(over(config, settings));
    }

    /**
     * Poll until {@code done}, which is asked before each poll, and hand every batch that is not empty to {@code
     * application}, on the caller's thread.
     *
     * @throws TrialException if it is not done after 600 polls
     */
    public static <K, V> void poll(
            Consumer<K, V> consumer,
            BooleanSupplier done,
            java.util.function.Consumer<ConsumerRecords<K, V>> application) {
        for (int polls = 0; !done.getAsBoolean(); polls++) {
            if (polls == POLLS_AT_MOST) {
                throw new TrialException(consumer + " is not done after " + POLLS_AT_MOST
                        + " polls: its group did not form, or what it waits for did not come. Look at the report's"
                        + " timeline.");
            }
            ConsumerRecords<K, V> batch = consumer.poll(POLL);
            if (!batch.isEmpty()) {
                application.accept(batch);
            }
        }
    }

    /** Whether the consumer owns the partition and reads on at {@code offset} or behind. Asks the broker if need be. */
    public static boolean stands(Consumer<?, ?> consumer, TopicPartition partition, long offset) {
        return consumer.assignment().contains(partition) && consumer.position(partition) >= offset;
    }

    private static Map<String, Object> over(Map<String, Object> defaults, String... settings) {
        Map<String, Object> config = new HashMap<>(defaults);
        for (int index = 0; index + 1 < settings.length; index += 2) {
            config.put(settings[index], settings[index + 1]);
        }
        return config;
    }
}
