/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SecuritySpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node is configured with wherever its process runs: the harness's defaults, over them what the user set for all
 * brokers and for this one. Where it listens and what it is told of the others is each engine's. Stateless.
 */
public final class ServerProperties {

    /** Keys that choose the level of a feature when the cluster is formatted. */
    public static final String FEATURE = "trial.feature.";

    /** Keys of this prefix are for the harness and unknown to Kafka. */
    private static final String OURS = "trial.";

    /** What clients connect to. */
    private static final String LISTENER = "PLAINTEXT";

    /** The same where there is security. */
    private static final String SECURED = "CLIENTS";

    /** Kafka's own. */
    private static final int FRAME_BYTES_MAX = 100 * 1024 * 1024;

    private ServerProperties() {}

    /**
     * Put it together.
     *
     * @param version of Apache Kafka
     */
    public static Map<String, String> of(
            ClusterSpec spec, int node, String version, Optional<ClusterSecurity> security) {
        Map<String, String> config = new TreeMap<>(NodeDefaults.of(version));
        addReplicas(spec, config);
        security.ifPresent(secured -> addSecurity(config, secured));
        config.putAll(user(spec, node));
        config.keySet().removeIf(key -> key.startsWith(OURS));
        return config;
    }

    private static void addReplicas(ClusterSpec spec, Map<String, String> config) {
        String factor = Integer.toString(spec.defaultReplicationFactor());
        String minIsr = Integer.toString(spec.defaultMinInsyncReplicas());
        config.put("default.replication.factor", factor);
        config.put("min.insync.replicas", minIsr);
        config.put("transaction.state.log.min.isr", minIsr);
        config.put("share.coordinator.state.topic.min.isr", minIsr);
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            config.put(topic + ".replication.factor", factor);
            config.put(topic + ".num.partitions", "4");
        }
    }

    /** Nodes and the harness are nobody to the authorizer: they use listeners in the clear, which clients are not told. */
    private static void addSecurity(Map<String, String> config, ClusterSecurity security) {
        config.putAll(security.brokerProperties(SECURED));
        config.computeIfPresent("super.users", (key, users) -> users + ";User:ANONYMOUS");
    }

    /** The name of the listener clients connect to. */
    public static String clientsListener(Optional<ClusterSecurity> security) {
        return security.isPresent() ? SECURED : LISTENER;
    }

    /** What is spoken there. */
    public static ListenerProtocol protocol(Optional<ClusterSecurity> security) {
        return security.map(ClusterSecurity::spec).map(SecuritySpec::protocol).orElse(ListenerProtocol.PLAINTEXT);
    }

    /** The longest request a node takes. */
    public static int frameBytesMax(ClusterSpec spec, int node) {
        String set =
                user(spec, node).getOrDefault("socket.request.max.bytes", "").strip();
        return set.isEmpty() ? FRAME_BYTES_MAX : Integer.parseInt(set);
    }

    /** What decides how a broker speaks with clients, by Kafka's names without any prefix. */
    public static Map<String, String> clientListener(ClusterSpec spec, int broker, ClusterSecurity security) {
        Map<String, String> config = new TreeMap<>(security.brokerProperties(SECURED));
        Map<String, String> set = user(spec, broker);
        String prefix = "listener.name." + SECURED.toLowerCase(Locale.ROOT) + ".";
        config.putAll(set);
        set.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                config.put(key.substring(prefix.length()), value);
            }
        });
        return config;
    }

    private static Map<String, String> user(ClusterSpec spec, int node) {
        Map<String, String> config = new TreeMap<>(spec.brokerConfig());
        config.putAll(spec.configByBroker().getOrDefault(node, Map.of()));
        return config;
    }
}
