/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.ClusterSpec;
import java.util.List;
import java.util.Map;

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
 */
public record QuorumSettings(
        String clusterId,
        long seed,
        List<Integer> controllers,
        long sessionTimeoutMs,
        long heartbeatIntervalMs,
        Map<String, String> staticConfig) {

    /** {@code broker.session.timeout.ms} unless configured. */
    public static final long SESSION_TIMEOUT_MS = 500;

    /** {@code broker.heartbeat.interval.ms} unless configured. */
    public static final long HEARTBEAT_INTERVAL_MS = 100;

    /** The id of the first controller; the others follow. */
    public static final int FIRST_CONTROLLER = 3000;

    public QuorumSettings {
        controllers = List.copyOf(controllers);
        staticConfig = Map.copyOf(staticConfig);
    }

    /**
     * Derive the settings from a cluster's declared shape. Fills in {@code default.replication.factor},
     * {@code min.insync.replicas} (2 with a replication factor of three or more, else 1) and
     * {@code num.partitions}.
     */
    public static QuorumSettings of(ClusterSpec spec) {
        throw new UnsupportedOperationException();
    }
}
