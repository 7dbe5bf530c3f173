/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.ShareGroupAutoOffsetResetStrategy;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfigProvider;

/**
 * The settings of share groups: a group's own where it has one, else the broker's. Asked each time, for
 * a group's settings change while it lives. Confined to the broker's loop.
 */
public final class ShareRules {

    /** As in Kafka, records are never handed out one by one before this many deliveries. */
    private static final int FEWEST_DELIVERIES_TO_THROTTLE = 2;

    private final ShareGroupConfig broker;
    private final GroupConfigManager groups;
    private final ShareGroupConfigProvider own;

    /**
     * @param broker {@code group.share.*} of the broker
     * @param groups the settings of each group, kept up to date by the caller
     */
    public ShareRules(ShareGroupConfig broker, GroupConfigManager groups) {
        this.broker = requireNonNull(broker, "broker");
        this.groups = requireNonNull(groups, "groups");
        this.own = new ShareGroupConfigProvider(groups);
    }

    /** {@code share.record.lock.duration.ms}. */
    public int lockDurationMs(String group) {
        return own.recordLockDurationMsOrDefault(group, broker.shareGroupRecordLockDurationMs());
    }

    /** {@code share.isolation.level}. */
    public IsolationLevel isolation(String group) {
        return groups.groupConfig(group)
                .flatMap(GroupConfig::shareIsolationLevel)
                .orElseGet(GroupConfig::defaultShareIsolationLevel);
    }

    int deliveryLimit(String group) {
        return own.deliveryCountLimitOrDefault(group, broker.shareGroupDeliveryCountLimit());
    }

    /** So many deliveries, and a record is handed out by itself: it may be the one that kills consumers. */
    int throttleFrom(String group) {
        return Math.max(FEWEST_DELIVERIES_TO_THROTTLE, (deliveryLimit(group) + 1) / 2);
    }

    int recordLocks(String group) {
        return own.partitionMaxRecordLocksOrDefault(group, broker.shareGroupPartitionMaxRecordLocks());
    }

    boolean mayRenew(String group) {
        return own.isRenewAcknowledgeEnabled(group);
    }

    ShareGroupAutoOffsetResetStrategy offsetReset(String group) {
        return own.autoOffsetReset(group);
    }

    int sessions() {
        return broker.shareGroupMaxShareSessions();
    }
}
