/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import java.util.Map;
import java.util.TreeMap;

/**
 * The broker settings of groups where a test wants something else than Kafka's production defaults:
 * no wait for more members, few partitions of {@code __consumer_offsets}, and bounds that allow short
 * sessions. A user's own broker configuration goes over them.
 */
public final class GroupDefaults {

    static final String OFFSETS_PARTITIONS = "offsets.topic.num.partitions";
    static final String PARTITIONS = "4";

    private GroupDefaults() {}

    /** The defaults by Kafka's names; a new map. */
    public static Map<String, String> all() {
        Map<String, String> defaults = new TreeMap<>();
        defaults.put("group.initial.rebalance.delay.ms", "0");
        defaults.put("group.min.session.timeout.ms", "100");
        defaults.put(OFFSETS_PARTITIONS, PARTITIONS);
        defaults.put("group.coordinator.append.linger.ms", "0");
        addConsumerProtocol(defaults);
        addShareGroups(defaults);
        addStreamsProtocol(defaults);
        return defaults;
    }

    /** The same for streams groups (KIP-1071), whose first members Kafka lets wait for three seconds. */
    private static void addStreamsProtocol(Map<String, String> defaults) {
        defaults.put("group.streams.heartbeat.interval.ms", "300");
        defaults.put("group.streams.min.heartbeat.interval.ms", "50");
        defaults.put("group.streams.session.timeout.ms", "10000");
        defaults.put("group.streams.min.session.timeout.ms", "100");
        defaults.put("group.streams.initial.rebalance.delay.ms", "0");
        defaults.put("group.streams.assignment.interval.ms", "0");
        defaults.put("group.streams.assignor.offload.enable", "false");
    }

    /**
     * KIP-848 groups take these from the broker, not from the client. A member learns of a rebalance by
     * its next heartbeat, so the interval is the speed of every rebalance; and the assignment is made at
     * once, on the loop, not a second later by another thread.
     */
    private static void addConsumerProtocol(Map<String, String> defaults) {
        defaults.put("group.consumer.heartbeat.interval.ms", "300");
        defaults.put("group.consumer.min.heartbeat.interval.ms", "50");
        defaults.put("group.consumer.session.timeout.ms", "10000");
        defaults.put("group.consumer.min.session.timeout.ms", "100");
        defaults.put("group.consumer.assignment.interval.ms", "0");
        defaults.put("group.consumer.assignor.offload.enable", "false");
    }

    /** The same for share groups, and bounds that let a test see a lock expire. */
    private static void addShareGroups(Map<String, String> defaults) {
        defaults.put("group.share.heartbeat.interval.ms", "300");
        defaults.put("group.share.min.heartbeat.interval.ms", "50");
        defaults.put("group.share.session.timeout.ms", "10000");
        defaults.put("group.share.min.session.timeout.ms", "100");
        defaults.put("group.share.assignment.interval.ms", "0");
        defaults.put("group.share.assignor.offload.enable", "false");
        defaults.put("group.share.min.record.lock.duration.ms", "1000");
        defaults.put("share.coordinator.append.linger.ms", "0");
    }
}
