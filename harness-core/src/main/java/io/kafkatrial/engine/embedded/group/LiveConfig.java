/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.jspecify.annotations.Nullable;

/**
 * The broker's configuration of groups as Kafka's coordinator reads it: most keys once, the dynamic ones
 * ({@link GroupCoordinatorConfig#RECONFIGURABLE_CONFIGS}) whenever it needs them, so that these may change
 * while it runs. Confined to the broker's loop.
 */
final class LiveConfig extends AbstractConfig {

    private @Nullable LiveConfig current;

    LiveConfig(Map<String, String> values) {
        super(GroupCoordinatorConfig.CONFIG_DEF, values, false);
    }

    /**
     * From now on these values count. A dynamic value out of the bounds that the broker's other keys set is
     * taken to the nearest that is within, as in Kafka.
     */
    void change(Map<String, String> values) {
        Map<String, String> clamped = new HashMap<>(values);
        GroupCoordinatorConfig.clampDynamicConfigs(clamped);
        current = new LiveConfig(clamped);
    }

    @Override
    protected @Nullable Object get(String key) {
        return current == null ? super.get(key) : current.get(key);
    }
}
