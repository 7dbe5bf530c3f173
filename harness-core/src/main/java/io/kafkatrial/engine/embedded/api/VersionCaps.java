/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.embedded.api.Served.Versions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The largest versions a broker serves where it is told to serve less than it could, to look like an
 * older one: {@code trial.max.version.NAME = VERSION} in its configuration, with Kafka's name of the API
 * key, and {@code -1} for a key that broker did not have. It limits what is advertised and answered, not
 * what the broker does.
 */
final class VersionCaps {

    static final String PREFIX = "trial.max.version.";

    /** The version of an API key that is not served at all. */
    static final short NOT_SERVED = -1;

    static final VersionCaps NONE = new VersionCaps(Map.of());

    private final Map<ApiKeys, Short> caps;

    private VersionCaps(Map<ApiKeys, Short> caps) {
        this.caps = caps;
    }

    /**
     * Read the caps of a configuration.
     *
     * @throws io.kafkatrial.engine.TrialException if there is no such API key, or it has no such version
     */
    static VersionCaps of(Map<String, String> config) {
        Map<ApiKeys, Short> caps = new EnumMap<>(ApiKeys.class);
        config.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                ApiKeys api = api(key.substring(PREFIX.length()));
                caps.put(api, cap(api, value));
            }
        });
        return caps.isEmpty() ? NONE : new VersionCaps(caps);
    }

    private static ApiKeys api(String name) {
        return Served.table().keySet().stream()
                .filter(key -> key.name.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Complaints.noApiKey(
                        name, Served.table().keySet().stream().map(key -> key.name)));
    }

    private static short cap(ApiKeys api, String value) {
        Versions served = requireNonNull(Served.table().get(api));
        int wanted;
        try {
            wanted = Integer.parseInt(value.trim());
        } catch (NumberFormatException notANumber) {
            throw Complaints.noApiVersion(api.name, value, served.min(), served.max());
        }
        boolean none = wanted == NOT_SERVED && api != ApiKeys.API_VERSIONS;
        if (!none && (wanted < served.min() || wanted > served.max())) {
            throw Complaints.noApiVersion(api.name, value, served.min(), served.max());
        }
        return (short) wanted;
    }

    /** What is left of these versions; empty if the key is not served at all. */
    Optional<Versions> limit(ApiKeys key, Versions versions) {
        short cap = caps.getOrDefault(key, versions.max());
        return cap == NOT_SERVED
                ? Optional.empty()
                : Optional.of(new Versions(versions.advertisedMin(), versions.min(), cap));
    }
}
