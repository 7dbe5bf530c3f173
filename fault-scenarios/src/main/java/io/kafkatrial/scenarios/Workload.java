/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The pieces scenarios are made of. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Workload {

    /** How long one poll waits. */
    public static final Duration POLL = Duration.ofMillis(100);

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

    private static Map<String, Object> over(Map<String, Object> defaults, String... settings) {
        Map<String, Object> config = new HashMap<>(defaults);
        for (int index = 0; index + 1 < settings.length; index += 2) {
            config.put(settings[index], settings[index + 1]);
        }
        return config;
    }
}
