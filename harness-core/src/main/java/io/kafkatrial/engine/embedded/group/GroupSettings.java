/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.Complaints;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;

/**
 * What a broker's coordinator is built from.
 *
 * @param brokerId the broker
 * @param brokerConfig the broker's merged configuration by Kafka's names, {@link GroupDefaults} below
 *     the user's own
 */
public record GroupSettings(int brokerId, Map<String, String> brokerConfig) {

    public GroupSettings {
        brokerConfig = Map.copyOf(new TreeMap<>(brokerConfig));
    }

    /** Settings with the user's configuration over the {@link GroupDefaults} of the cluster. */
    public static GroupSettings of(int brokerId, int brokers, Map<String, String> userConfig) {
        Map<String, String> merged = GroupDefaults.of(brokers);
        merged.putAll(userConfig);
        return new GroupSettings(brokerId, merged);
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
        return integer(GroupCoordinatorConfig.OFFSETS_TOPIC_PARTITIONS_CONFIG);
    }

    /** Replication factor {@code __consumer_offsets} is created with. */
    public short offsetsReplicationFactor() {
        return (short) integer(GroupCoordinatorConfig.OFFSETS_TOPIC_REPLICATION_FACTOR_CONFIG);
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

    private int integer(String name) {
        String value = brokerConfig.get(name);
        if (value == null) {
            value = GroupDefaults.of(1).get(name);
        }
        return Integer.parseInt(String.valueOf(value));
    }
}
