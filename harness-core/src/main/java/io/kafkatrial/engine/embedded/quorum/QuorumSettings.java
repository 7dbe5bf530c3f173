/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.embedded.raft.RaftSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * The static configuration of a cluster's control plane.
 *
 * <p>Defaults differ from Apache Kafka's where a test would otherwise wait: a broker's session lasts
 * {@value #SESSION_TIMEOUT_MS} ms (Kafka: 9000) and is kept by a heartbeat every
 * {@value #HEARTBEAT_INTERVAL_MS} ms (Kafka: 2000). Configure {@code broker.session.timeout.ms} and
 * {@code broker.heartbeat.interval.ms} for others.
 *
 * @param clusterId the cluster id, derived from the seed
 * @param seed what the placement of replicas and every generated id of ours derive from
 * @param controllers the ids of the controllers, the first one leads at the start
 * @param sessionTimeoutMs how long a silent broker stays unfenced
 * @param heartbeatIntervalMs how often a broker tells that it lives
 * @param staticConfig broker configuration by Kafka's names, with the harness's defaults filled in; what
 *     {@code server.properties} is to Apache Kafka, for controllers and brokers alike
 * @param firstRecords what the metadata begins with beside the levels of the features
 */
public record QuorumSettings(
        String clusterId,
        long seed,
        List<Integer> controllers,
        long sessionTimeoutMs,
        long heartbeatIntervalMs,
        Map<String, String> staticConfig,
        List<ApiMessageAndVersion> firstRecords) {

    /** {@code broker.session.timeout.ms} unless configured. */
    public static final long SESSION_TIMEOUT_MS = 250;

    /** {@code broker.heartbeat.interval.ms} unless configured; less for a session too short for it. */
    public static final long HEARTBEAT_INTERVAL_MS = 50;

    /**
     * {@code controller.quorum.fetch.timeout.ms} unless configured (Kafka: 2000): how long a follower of the
     * active controller waits for it before another is elected, and brokers before they look for another.
     */
    public static final long FETCH_TIMEOUT_MS = 300;

    /** {@code controller.quorum.election.timeout.ms} unless configured (Kafka: 1000): how long an election may take. */
    public static final long ELECTION_TIMEOUT_MS = 100;

    private static final int BEATS_PER_SESSION = 5;
    private static final String SESSION_TIMEOUT = "broker.session.timeout.ms";
    private static final String HEARTBEAT_INTERVAL = "broker.heartbeat.interval.ms";
    private static final String FETCH_TIMEOUT = "controller.quorum.fetch.timeout.ms";
    private static final String ELECTION_TIMEOUT = "controller.quorum.election.timeout.ms";
    private static final String REPLICATION_FACTOR = "default.replication.factor";
    private static final String PARTITIONS = "num.partitions";

    public QuorumSettings {
        controllers = List.copyOf(controllers);
        staticConfig = Map.copyOf(staticConfig);
        firstRecords = List.copyOf(firstRecords);
    }

    /**
     * Derive the settings from a cluster's declared shape. Fills in {@code default.replication.factor}
     * (3, or the number of brokers if fewer), {@code min.insync.replicas} (2 with a replication factor of
     * three or more, else 1) and the session's times; {@code trial.feature.NAME} sets the level of a feature.
     *
     * @throws io.kafkatrial.engine.TrialException if a number is none, or a feature has no such level
     */
    public static QuorumSettings of(ClusterSpec spec) {
        int replicationFactor = spec.defaultReplicationFactor();
        Map<String, String> config = new HashMap<>(spec.brokerConfig());
        config.put(REPLICATION_FACTOR, Integer.toString(replicationFactor));
        config.putIfAbsent(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicationFactor >= 3 ? "2" : "1");
        config.putIfAbsent(SESSION_TIMEOUT, Long.toString(SESSION_TIMEOUT_MS));
        long sessionTimeoutMs = number(config, SESSION_TIMEOUT, SESSION_TIMEOUT_MS);
        long heartbeatMs = Math.max(1, Math.min(HEARTBEAT_INTERVAL_MS, sessionTimeoutMs / BEATS_PER_SESSION));
        config.putIfAbsent(HEARTBEAT_INTERVAL, Long.toString(heartbeatMs));
        FeatureLevels.of(config); // complains before anything starts
        return new QuorumSettings(
                new Seed(spec.seed()).nextUuid().toString(),
                spec.seed(),
                spec.controllerIds(),
                sessionTimeoutMs,
                number(config, HEARTBEAT_INTERVAL, heartbeatMs),
                config,
                List.of());
    }

    /** What one controller's voter is told. */
    RaftSettings raft(int controller) {
        return new RaftSettings(
                controller, controllers, Math.toIntExact(fetchTimeoutMs()), Math.toIntExact(electionTimeoutMs()));
    }

    /** {@code controller.quorum.fetch.timeout.ms}. */
    long fetchTimeoutMs() {
        return number(FETCH_TIMEOUT, FETCH_TIMEOUT_MS);
    }

    private long electionTimeoutMs() {
        return number(ELECTION_TIMEOUT, ELECTION_TIMEOUT_MS);
    }

    /** The same with these values where none is configured. */
    public QuorumSettings withDefaults(Map<String, String> defaults) {
        Map<String, String> config = new HashMap<>(defaults);
        config.putAll(staticConfig);
        return new QuorumSettings(
                clusterId, seed, controllers, sessionTimeoutMs, heartbeatIntervalMs, config, firstRecords);
    }

    /** The same with metadata that begins with these records. */
    public QuorumSettings withFirstRecords(List<ApiMessageAndVersion> records) {
        return new QuorumSettings(
                clusterId, seed, controllers, sessionTimeoutMs, heartbeatIntervalMs, staticConfig, records);
    }

    /** {@code default.replication.factor}. */
    int defaultReplicationFactor() {
        return Math.toIntExact(number(REPLICATION_FACTOR, 1));
    }

    /** {@code num.partitions}. */
    int defaultPartitions() {
        return Math.toIntExact(number(PARTITIONS, 1));
    }

    /** A number of the static configuration. */
    long number(String key, long otherwise) {
        return number(staticConfig, key, otherwise);
    }

    private static long number(Map<String, String> config, String key, long otherwise) {
        String value = config.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.trim());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one complaint below
        }
        throw Complaints.notAPositiveNumber(key, value, "brokers");
    }
}
