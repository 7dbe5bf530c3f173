/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Makes the serializers a configuration names, as Kafka's clients do. */
final class Serdes {

    private Serdes() {}

    /** The named serializer with the seal beside it; empty if none is named, then Kafka's client complains. */
    static <T> Optional<Serializer<T>> serializer(Map<String, Object> config, boolean isKey) {
        return Serdes.<Serializer<T>>named(config.get(isKey ? "key.serializer" : "value.serializer"), Serializer.class)
                .map(named -> {
                    configure(named, config);
                    named.configure(config, isKey);
                    return new SealingSerializer<>(named, isKey);
                });
    }

    /** The named deserializer behind a look at the seal; empty if none is named. */
    static <T> Optional<Deserializer<T>> deserializer(Map<String, Object> config, boolean isKey) {
        return Serdes.<Deserializer<T>>named(
                        config.get(isKey ? "key.deserializer" : "value.deserializer"), Deserializer.class)
                .map(named -> {
                    configure(named, config);
                    named.configure(config, isKey);
                    return new CheckingDeserializer<>(named, isKey);
                });
    }

    private static void configure(Object named, Map<String, Object> config) {
        if (named instanceof Configurable configurable) {
            configurable.configure(config);
        }
    }

    /** What cannot be made here is left to Kafka's client, whose complaint says why. */
    @SuppressWarnings("unchecked")
    private static <S> Optional<S> named(@Nullable Object named, Class<?> type) {
        try {
            Class<?> found = named instanceof Class<?> given ? given : load(named);
            return found == null || !type.isAssignableFrom(found)
                    ? Optional.empty()
                    : Optional.of((S) found.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException notToBeMade) {
            return Optional.empty();
        }
    }

    private static @Nullable Class<?> load(@Nullable Object name) throws ClassNotFoundException {
        if (!(name instanceof String text)) {
            return null;
        }
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return Class.forName(text.trim(), true, ofThread == null ? Serdes.class.getClassLoader() : ofThread);
    }
}
