/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * What a history wants to know of a client's configuration, with Kafka's own defaults where it says nothing.
 *
 * @param values as given
 */
record ClientSettings(Map<String, Object> values) {

    static ClientSettings of(Map<String, Object> values) {
        Map<String, Object> known = new HashMap<>(values);
        known.values().removeIf(value -> value == null);
        return new ClientSettings(Map.copyOf(known));
    }

    /**
     * The settings of a client that was made elsewhere: Kafka's own clients know them, but tell nobody, so they are
     * read from a field.
     *
     * @param field where the client keeps its configuration
     * @return empty settings for a client that has no such field, such as a mock
     */
    static ClientSettings in(Object client, String field) {
        try {
            Field config = client.getClass().getDeclaredField(field);
            config.setAccessible(true);
            return config.get(client) instanceof AbstractConfig known
                    ? of(known.originals())
                    : new ClientSettings(Map.of());
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return new ClientSettings(Map.of());
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::valueOf).filter(text -> !text.isBlank());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> client() {
        return text("client.id");
    }

    Optional<String> bootstrapServers() {
        return text("bootstrap.servers");
    }

    /** Where an intercepted client writes: "live", or a directory. */
    String history() {
        return text(Interception.HISTORY).orElse(Interception.LIVE);
    }

    Optional<String> transactionalId() {
        return text("transactional.id");
    }

    /** "0", "1" or "all". */
    String acks() {
        String acks = text("acks").orElse("all");
        return acks.equals("-1") ? "all" : acks;
    }

    Optional<String> group() {
        return text("group.id");
    }

    Optional<String> instance() {
        return text("group.instance.id");
    }

    String isolation() {
        return text("isolation.level").orElse("read_uncommitted").toLowerCase(Locale.ROOT);
    }

    String reset() {
        return text("auto.offset.reset").orElse("latest");
    }

    /** "classic" or "consumer". */
    String protocol() {
        return text("group.protocol").orElse("classic").toLowerCase(Locale.ROOT);
    }
}
