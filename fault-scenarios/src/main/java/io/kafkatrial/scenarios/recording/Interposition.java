/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Stands between the recording clients of a trial and the application: is told of each as it is made or wrapped, and
 * gives back what the application gets. Safe for use by several threads.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public interface Interposition {

    /**
     * What a client is made of.
     *
     * @param name unlike that of every other client of the trial
     * @param config what it was made with; of a wrapped one only what is known
     */
    record Made(String name, Map<String, Object> config) {
        public Made {
            requireNonNull(name, "name");
            config = Map.copyOf(config);
        }

        /** The value of a key as text. */
        public Optional<String> text(String key) {
            return Optional.ofNullable(config.get(key)).map(String::valueOf);
        }
    }

    /**
     * What the application gets for this producer.
     *
     * @param recording what records
     * @param real what it wraps
     */
    <K, V> Producer<K, V> between(Made made, Producer<K, V> recording, Producer<K, V> real);

    /** What the application gets for this consumer. */
    <K, V> RecordingConsumer<K, V> between(Made made, RecordingConsumer<K, V> recording, Consumer<K, V> real);

    /** Nothing stands between. */
    static Interposition none() {
        return new Interposition() {
            @Override
            public <K, V> Producer<K, V> between(Made made, Producer<K, V> recording, Producer<K, V> real) {
                return recording;
            }

            @Override
            public <K, V> RecordingConsumer<K, V> between(
                    Made made, RecordingConsumer<K, V> recording, Consumer<K, V> real) {
                return recording;
            }
        };
    }
}
