/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.Complaints;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;

/**
 * What a broker's coordinator is built from.
 *
 * @param brokerId the broker
 * @param brokerConfig the broker's merged configuration by Kafka's names; where it is silent the
 *     {@link GroupDefaults} count
 */
public record GroupSettings(int brokerId, Map<String, String> brokerConfig) {

    public GroupSettings {
        Map<String, String> merged = GroupDefaults.all();
        merged.putAll(brokerConfig);
        brokerConfig = Map.copyOf(merged);
    }

    /**
     * Check the values as Kafka does at start. Loads Kafka's group classes (tens of milliseconds cold),
     * so call it only when the user has set one of them.
     *
     * @throws io.kafkatrial.engine.TrialException naming the value Kafka refuses and why
     */
    public void check() {
        parsed();
    }

    /** Number of partitions {@code __consumer_offsets} is created with. */
    public int offsetsPartitions() {
        return Integer.parseInt(brokerConfig
                .getOrDefault(GroupDefaults.OFFSETS_PARTITIONS, GroupDefaults.PARTITIONS)
                .trim());
    }

    GroupCoordinatorConfig parsed() {
        try {
            return GroupCoordinatorConfig.fromProps(brokerConfig);
        } catch (ConfigException | IllegalArgumentException refused) {
            throw Complaints.groupConfig(refused);
        }
    }

    GroupConfigManager groupConfigs(GroupCoordinatorConfig parsed) {
        return new GroupConfigManager(parsed, ShareGroupConfig.fromProps(brokerConfig));
    }
}
