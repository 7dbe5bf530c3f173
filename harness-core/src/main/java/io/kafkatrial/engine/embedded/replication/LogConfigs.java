/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.storage.internals.log.LogConfig;

/** Turns topic settings into Kafka's {@link LogConfig}, once for each different set. Confined to the loop. */
final class LogConfigs {
    private static final int MAX_KEPT = 256;

    private final Map<String, String> defaults;
    private final Map<Map<String, String>, LogConfig> parsed = new HashMap<>();

    LogConfigs(Map<String, String> defaults) {
        this.defaults = defaults;
    }

    LogConfig of(Map<String, String> topicConfig) {
        LogConfig known = parsed.get(topicConfig);
        if (known != null) {
            return known;
        }
        if (parsed.size() >= MAX_KEPT) {
            parsed.clear();
        }
        Map<String, String> all = new HashMap<>(defaults);
        all.putAll(topicConfig);
        LogConfig config = new LogConfig(all);
        parsed.put(topicConfig, config);
        return config;
    }
}
