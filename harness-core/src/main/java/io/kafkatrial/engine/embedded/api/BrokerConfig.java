/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.embedded.group.GroupDefaults;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/**
 * The static configuration of one broker: what {@code server.properties} is to Kafka. Immutable.
 *
 * <p>Made of three layers, later ones win: the harness's defaults, what the user set for all brokers, what
 * the user set for this one. Whatever none of them sets has Kafka's default. The harness's defaults are
 * those that make a small, fast cluster that is worth faulting:
 *
 * <table>
 * <caption>Defaults that differ from Kafka's</caption>
 * <tr><td>{@code default.replication.factor}</td><td>3, or the number of brokers if fewer (Kafka: 1)</td></tr>
 * <tr><td>{@code min.insync.replicas}</td><td>2 with three or more replicas, else 1 (Kafka: 1)</td></tr>
 * <tr><td>{@code offsets.topic.replication.factor}, {@code transaction.state.log.replication.factor},
 * {@code share.coordinator.state.topic.replication.factor}</td><td>as the default factor (Kafka: 3)</td></tr>
 * <tr><td>{@code transaction.state.log.min.isr}, {@code share.coordinator.state.topic.min.isr}</td>
 * <td>as {@code min.insync.replicas} (Kafka: 2)</td></tr>
 * <tr><td>{@code offsets.topic.num.partitions}, {@code transaction.state.log.num.partitions},
 * {@code share.coordinator.state.topic.num.partitions}</td><td>4 (Kafka: 50)</td></tr>
 * <tr><td>{@code offsets.topic.segment.bytes}, {@code transaction.state.log.segment.bytes}</td>
 * <td>1 MiB (Kafka: 100 MiB)</td></tr>
 * <tr><td>{@code group.*}</td><td>no waiting, short sessions allowed, heartbeats of KIP-848 groups that make
 * a rebalance quick: see {@link GroupDefaults}</td></tr>
 * <tr><td>{@code replica.lag.time.max.ms}</td><td>2000 (Kafka: 30000): how long acks=all waits for a follower
 * that is cut off</td></tr>
 * <tr><td>{@code log.cleaner.dedupe.buffer.size}</td><td>2 MiB (Kafka: 128 MiB)</td></tr>
 * </table>
 *
 * <p>{@code trial.feature.NAME = LEVEL} chooses the level of one of Kafka's features for a new cluster, 0
 * switches it off: {@code trial.feature.eligible.leader.replicas.version = 0}. It has to be the same for all
 * brokers.
 *
 * <p>{@code trial.max.version.NAME = VERSION} caps the versions of one API key that a broker serves, see
 * {@link VersionCaps}.
 */
public final class BrokerConfig {

    /** How settings of one listener begin. */
    private static final String OF_A_LISTENER = "listener.name.";

    /** How many wrong letters make a key a misspelt one of Kafka's. */
    private static final int TYPING_ERRORS = 2;

    private static final String INTERNAL_PARTITIONS = "4";
    private static final String INTERNAL_SEGMENT_BYTES = "1048576";
    private static final long DEDUPE_BUFFER_BYTES = 2 * 1024 * 1024;

    private final int brokerId;
    private final Map<String, String> values;

    private BrokerConfig(int brokerId, Map<String, String> values) {
        this.brokerId = brokerId;
        this.values = Map.copyOf(values);
    }

    /**
     * Merge the configuration of one broker and check what the user set.
     *
     * @throws io.kafkatrial.engine.TrialException if Kafka would refuse a value, or a key is one of Kafka's with one or
     *     two letters wrong; other unknown keys are allowed, as in Kafka
     */
    public static BrokerConfig of(ClusterSpec spec, int brokerId) {
        return of(spec, brokerId, Map.of());
    }

    /**
     * The same with what the cluster's security asks for, under what the user set.
     *
     * @throws io.kafkatrial.engine.TrialException if Kafka would refuse a value
     */
    public static BrokerConfig of(ClusterSpec spec, int brokerId, Map<String, String> security) {
        Map<String, String> user = new TreeMap<>(spec.brokerConfig());
        user.putAll(spec.configByBroker().getOrDefault(brokerId, Map.of()));
        user.forEach((key, value) -> check(brokerId, key, value));
        VersionCaps.of(user); // complains before anything starts
        Map<String, String> values = defaults(spec.brokers(), user);
        values.putAll(security);
        values.putAll(user);
        values.put("node.id", Integer.toString(brokerId));
        values.put("broker.id", Integer.toString(brokerId));
        values.put("process.roles", "broker");
        values.put("controller.listener.names", "CONTROLLER");
        checkWhole(brokerId, user, values);
        return new BrokerConfig(brokerId, values);
    }

    /** The name of Kafka's that is nearest to this key; empty if brokers know the key, or it is one of a listener's. */
    public static Optional<String> nearestUnlessKnown(String key) {
        boolean known = key.startsWith(OF_A_LISTENER) || KafkaKeys.find(key).isPresent();
        return known
                ? Optional.empty()
                : Optional.of(Nearest.some(key, KafkaKeys.ALL.names(), 1).get(0));
    }

    private static void check(int brokerId, String key, String value) {
        if (KafkaKeys.find(key).isEmpty()) {
            Nearest.within(TYPING_ERRORS, key, KafkaKeys.ALL.names()).ifPresent(nearest -> {
                throw Complaints.brokerConfigKey(brokerId, key, nearest);
            });
        }
        try {
            KafkaKeys.check(key, value);
        } catch (ConfigException e) {
            throw Complaints.brokerConfigValue(brokerId, key, value, e);
        }
    }

    /** The defaults alone hold together, and what nobody asks for is not loaded. */
    private static void checkWhole(int brokerId, Map<String, String> user, Map<String, String> values) {
        if (user.keySet().stream().noneMatch(key -> KafkaKeys.find(key).isPresent())) {
            return;
        }
        try {
            BrokerConfigCheck.whole(values);
        } catch (ConfigException | IllegalArgumentException e) {
            throw Complaints.brokerConfigContradiction(brokerId, e);
        }
    }

    private static Map<String, String> defaults(int brokers, Map<String, String> user) {
        String factor = user.getOrDefault("default.replication.factor", Integer.toString(Math.min(3, brokers)));
        String minIsr = user.getOrDefault("min.insync.replicas", Integer.parseInt(factor) >= 3 ? "2" : "1");
        Map<String, String> defaults = GroupDefaults.all();
        defaults.put("default.replication.factor", factor);
        defaults.put("min.insync.replicas", minIsr);
        defaults.put("transaction.state.log.min.isr", minIsr);
        defaults.put("share.coordinator.state.topic.min.isr", minIsr);
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            defaults.put(topic + ".replication.factor", factor);
            defaults.put(topic + ".num.partitions", INTERNAL_PARTITIONS);
            defaults.put(topic + ".segment.bytes", INTERNAL_SEGMENT_BYTES);
        }
        defaults.put("replica.lag.time.max.ms", "2000");
        defaults.put("log.cleaner.dedupe.buffer.size", Long.toString(dedupeBuffer(user)));
        return defaults;
    }

    /** As much for each cleaner thread as for one. */
    private static long dedupeBuffer(Map<String, String> user) {
        return DEDUPE_BUFFER_BYTES
                * Math.max(
                        1,
                        Integer.parseInt(
                                user.getOrDefault("log.cleaner.threads", "1").trim()));
    }

    /** The id of the broker this configuration is for. */
    public int brokerId() {
        return brokerId;
    }

    /** Every value that is set, by Kafka's names; what is missing has Kafka's default. */
    public Map<String, String> values() {
        return values;
    }

    /** {@code auto.create.topics.enable}. */
    public boolean autoCreateTopics() {
        return Boolean.parseBoolean(values.getOrDefault("auto.create.topics.enable", "true"));
    }

    /** {@code delete.topic.enable}. */
    boolean topicDeletion() {
        return Boolean.parseBoolean(values.getOrDefault("delete.topic.enable", "true"));
    }

    /** Whether {@code authorizer.class.name} names an authorizer. */
    public boolean hasAuthorizer() {
        return !values.getOrDefault("authorizer.class.name", "").isBlank();
    }

    /** The one log directory: the first of {@code log.dirs}, else {@code log.dir}. */
    String logDir() {
        String first = values.getOrDefault("log.dirs", "").split(",", 2)[0].trim();
        return first.isEmpty() ? values.getOrDefault("log.dir", "/tmp/kafka-logs") : first;
    }

    /** {@code fetch.max.bytes}. */
    int fetchMaxBytes() {
        return number("fetch.max.bytes", 55 * 1024 * 1024);
    }

    /** {@code max.incremental.fetch.session.cache.slots}. */
    int fetchSessionSlots() {
        return number("max.incremental.fetch.session.cache.slots", 1000);
    }

    /** {@code request.timeout.ms}. */
    public int requestTimeoutMs() {
        return number("request.timeout.ms", 30_000);
    }

    /** {@code transaction.state.log.num.partitions}. */
    public int transactionLogPartitions() {
        return number("transaction.state.log.num.partitions", 50);
    }

    /** {@code max.request.partition.size.limit}. */
    int partitionsPerResponse() {
        return number("max.request.partition.size.limit", 2000);
    }

    /** A number that is set, or {@code otherwise}. */
    int number(String key, int otherwise) {
        return Optional.ofNullable(values.get(key))
                .map(it -> Integer.parseInt(it.trim()))
                .orElse(otherwise);
    }

    /** Whether the user or the harness set this key. */
    boolean isSet(String key) {
        return values.containsKey(key);
    }
}
