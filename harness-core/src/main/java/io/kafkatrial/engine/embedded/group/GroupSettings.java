/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.Complaints;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.coordinator.group.Group;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.coordinator.share.ShareCoordinatorConfig;

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

    /**
     * Whether groups of this type may be, by {@code group.coordinator.rebalance.protocols}; classic ones
     * always may.
     */
    public boolean serves(Group.GroupType type) {
        String protocols = brokerConfig.get("group.coordinator.rebalance.protocols");
        return protocols == null
                || type == Group.GroupType.CLASSIC
                || Arrays.stream(protocols.split(",", -1))
                        .anyMatch(it -> it.trim().equalsIgnoreCase(type.toString()));
    }

    GroupCoordinatorConfig parsed() {
        return parsed(live());
    }

    /** The configuration as it is before anything changes dynamically. */
    LiveConfig live() {
        try {
            return new LiveConfig(brokerConfig);
        } catch (ConfigException refused) {
            throw Complaints.groupConfig(refused);
        }
    }

    GroupCoordinatorConfig parsed(LiveConfig live) {
        try {
            return new GroupCoordinatorConfig(live);
        } catch (ConfigException | IllegalArgumentException refused) {
            throw Complaints.groupConfig(refused);
        }
    }

    GroupConfigManager groupConfigs(GroupCoordinatorConfig parsed) {
        return new GroupConfigManager(parsed, shareGroups());
    }

    /** {@code group.share.*}: the broker's settings of share groups. */
    public ShareGroupConfig shareGroups() {
        try {
            return ShareGroupConfig.fromProps(brokerConfig);
        } catch (ConfigException | IllegalArgumentException refused) {
            throw Complaints.groupConfig(refused);
        }
    }

    /** {@code share.coordinator.*}. */
    ShareCoordinatorConfig shareCoordinator() {
        try {
            return new ShareCoordinatorConfig(
                    new AbstractConfig(ShareCoordinatorConfig.CONFIG_DEF, brokerConfig, false));
        } catch (ConfigException | IllegalArgumentException refused) {
            throw Complaints.groupConfig(refused);
        }
    }

    /** Number of partitions {@code __share_group_state} is created with. */
    int shareStatePartitions() {
        return Integer.parseInt(brokerConfig
                .getOrDefault(ShareCoordinatorConfig.STATE_TOPIC_NUM_PARTITIONS_CONFIG, GroupDefaults.PARTITIONS)
                .trim());
    }
}
