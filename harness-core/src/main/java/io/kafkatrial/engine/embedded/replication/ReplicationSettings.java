/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;

/**
 * The broker settings replication obeys, all times in milliseconds.
 *
 * @param brokerId the node id of this broker
 * @param replicaLagTimeMaxMs {@code replica.lag.time.max.ms}: a follower not caught up for longer leaves the ISR
 * @param fetchWaitMaxMs {@code replica.fetch.wait.max.ms}: how long a leader may hold a follower's fetch
 * @param fetchMinBytes {@code replica.fetch.min.bytes}
 * @param fetchMaxBytes {@code replica.fetch.max.bytes}, for each partition
 * @param fetchResponseMaxBytes {@code replica.fetch.response.max.bytes}
 * @param fetchBackoffMs {@code replica.fetch.backoff.ms}; 100 here (Kafka: 1000), so that a healed link is
 *     noticed at once by a test that waits for it
 * @param hwCheckpointIntervalMs {@code replica.high.watermark.checkpoint.interval.ms}
 * @param transactions how transactions are verified
 * @param logUpkeep how often logs are flushed, expired and compacted
 * @param rackAware whether {@code replica.selector.class} is Kafka's RackAwareReplicaSelector; no other is known
 * @param logDefaults topic settings of this broker for topics that do not set them, under topic-level names
 */
public record ReplicationSettings(
        int brokerId,
        long replicaLagTimeMaxMs,
        int fetchWaitMaxMs,
        int fetchMinBytes,
        int fetchMaxBytes,
        int fetchResponseMaxBytes,
        long fetchBackoffMs,
        long hwCheckpointIntervalMs,
        Transactions transactions,
        LogUpkeep logUpkeep,
        boolean rackAware,
        Map<String, String> logDefaults) {

    /** The end of its name only: the whole one would be relocated with Kafka's classes, and match nobody's. */
    private static final String RACK_AWARE = ".RackAwareReplicaSelector";

    public ReplicationSettings {
        logDefaults = Map.copyOf(logDefaults);
    }

    /**
     * How a leader makes sure that transaction coordinators know of the transactions that begin in its partitions.
     *
     * @param verify {@code transaction.partition.verification.enable}
     * @param retryBackoffMs {@code add.partitions.to.txn.retry.backoff.ms}
     * @param retryForMs {@code add.partitions.to.txn.retry.backoff.max.ms}, at most {@code request.timeout.ms}
     */
    public record Transactions(boolean verify, long retryBackoffMs, long retryForMs) {
        static Transactions of(Map<String, String> config) {
            return new Transactions(
                    Boolean.parseBoolean(config.getOrDefault("transaction.partition.verification.enable", "true")),
                    Long.parseLong(config.getOrDefault("add.partitions.to.txn.retry.backoff.ms", "20")),
                    Math.min(
                            Long.parseLong(config.getOrDefault("add.partitions.to.txn.retry.backoff.max.ms", "100")),
                            Long.parseLong(config.getOrDefault("request.timeout.ms", "30000"))));
        }
    }

    /** Kafka's defaults, except for {@link #fetchBackoffMs}. */
    public static ReplicationSettings defaults(int brokerId) {
        return fromBrokerConfig(brokerId, Map.of());
    }

    /**
     * Read a broker's configuration. Unknown keys are ignored; topic settings are found under their
     * broker-level names (for example {@code message.max.bytes}, {@code min.insync.replicas}).
     *
     * @throws NumberFormatException if a number is none
     */
    public static ReplicationSettings fromBrokerConfig(int brokerId, Map<String, String> config) {
        return new ReplicationSettings(
                brokerId,
                Long.parseLong(config.getOrDefault("replica.lag.time.max.ms", "30000")),
                Integer.parseInt(config.getOrDefault("replica.fetch.wait.max.ms", "500")),
                Integer.parseInt(config.getOrDefault("replica.fetch.min.bytes", "1")),
                Integer.parseInt(config.getOrDefault("replica.fetch.max.bytes", "1048576")),
                Integer.parseInt(config.getOrDefault("replica.fetch.response.max.bytes", "10485760")),
                Long.parseLong(config.getOrDefault("replica.fetch.backoff.ms", "100")),
                Long.parseLong(config.getOrDefault("replica.high.watermark.checkpoint.interval.ms", "5000")),
                Transactions.of(config),
                LogUpkeep.of(config),
                config.getOrDefault("replica.selector.class", "").endsWith(RACK_AWARE),
                topicDefaults(config));
    }

    private static Map<String, String> topicDefaults(Map<String, String> config) {
        Map<String, String> defaults = new HashMap<>();
        ServerTopicConfigSynonyms.TOPIC_CONFIG_SYNONYMS.forEach((topicName, brokerName) -> {
            String value = config.get(brokerName);
            if (value != null) {
                defaults.put(topicName, value);
            }
        });
        return defaults;
    }
}
