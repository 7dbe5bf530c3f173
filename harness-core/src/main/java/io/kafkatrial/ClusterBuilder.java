/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.TopicSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Collects the shape of a {@link Cluster}. Confined to the caller's thread; may be used again. */
public final class ClusterBuilder {

    private int brokers = 3;
    private int controllers = 1;
    private boolean combined;
    private final List<TopicSpec> topics = new ArrayList<>();
    private final Map<String, String> config = new LinkedHashMap<>();
    private final Map<Integer, Map<String, String>> configByBroker = new LinkedHashMap<>();
    private OptionalInt port = OptionalInt.empty();
    private OptionalLong seed = OptionalLong.empty();
    private Optional<String> engine = Optional.empty();
    private Optional<String> kafkaVersion = Optional.empty();

    private Optional<SecuritySpec> security = Optional.empty();

    ClusterBuilder() {}

    /** How many brokers, 1 to 9; their ids are 1, 2, … Default 3. */
    public ClusterBuilder brokers(int brokers) {
        this.brokers = brokers;
        return this;
    }

    /**
     * How many controllers, 1 to 9; 3 or 5 to try what happens when the active one fails. Default 1, as each
     * costs a thread and a few milliseconds of the start, and most tests are about brokers.
     */
    public ClusterBuilder controllers(int controllers) {
        this.controllers = controllers;
        return this;
    }

    /**
     * Let the controllers share the processes of the first brokers, and crash, pause and stop with them.
     * Default: each controller is a process of its own, so that a broker's fault is a broker's alone.
     */
    public ClusterBuilder combined(boolean combined) {
        this.combined = combined;
        return this;
    }

    /** A topic with the cluster's default replication factor: 3, or the number of brokers if fewer. */
    public ClusterBuilder topic(String name, int partitions) {
        return topic(new TopicSpec(name, partitions, OptionalInt.empty(), Map.of()));
    }

    /** A topic with its replication factor. */
    public ClusterBuilder topic(String name, int partitions, int replicationFactor) {
        return topic(name, partitions, replicationFactor, Map.of());
    }

    /** A topic with its replication factor and configuration by Kafka's names. */
    public ClusterBuilder topic(String name, int partitions, int replicationFactor, Map<String, String> config) {
        return topic(new TopicSpec(name, partitions, OptionalInt.of(replicationFactor), config));
    }

    /** A topic. */
    public ClusterBuilder topic(TopicSpec topic) {
        topics.add(topic);
        return this;
    }

    /** A broker configuration by Kafka's name, for all brokers. */
    public ClusterBuilder config(String key, String value) {
        config.put(key, value);
        return this;
    }

    /** A broker configuration by Kafka's name for one broker. */
    public ClusterBuilder config(int broker, String key, String value) {
        configByBroker.computeIfAbsent(broker, id -> new LinkedHashMap<>()).put(key, value);
        return this;
    }

    /**
     * Let all brokers serve the named APIs up to these versions only, as older brokers do; clients then talk
     * to them as they talk to those. Names are Kafka's, as {@code Produce} or {@code ListOffsets}; {@code -1} is
     * for an API the older broker does not have. For one broker only:
     * {@code config(2, "trial.max.version.Produce", "7")}.
     */
    public ClusterBuilder maxVersions(Map<String, Integer> versions) {
        versions.forEach((api, version) -> config("trial.max.version." + api, Integer.toString(version)));
        return this;
    }

    /** Load into every node what faults at points of its code need; only for an engine that runs real brokers. */
    public ClusterBuilder codePoints() {
        return config(CodeRule.CONFIG, "true");
    }

    /**
     * The image that engine {@code container} runs, such as {@code vendor/kafka:4.3.1}; the other engines run what they
     * run. Default: {@code -Dtrial.container.image}, TRIAL_CONTAINER_IMAGE, or Apache's of the Kafka version.
     */
    public ClusterBuilder image(String image) {
        return config("trial.image", image);
    }

    /** The port of broker 1, the others follow. Default: free ports. */
    public ClusterBuilder port(int firstPort) {
        this.port = OptionalInt.of(firstPort);
        return this;
    }

    /**
     * Who gets in, how, from where, and what for. Default: everybody on this machine gets in by PLAINTEXT and may
     * do everything.
     */
    public ClusterBuilder security(SecuritySpec security) {
        this.security = Optional.of(security);
        return this;
    }

    /** The seed every random choice derives from. Default: a new one, printed in every failure. */
    public ClusterBuilder seed(long seed) {
        this.seed = OptionalLong.of(seed);
        return this;
    }

    /** The engine by name. Default: system property {@code trial.engine}, environment TRIAL_ENGINE, {@code embedded}. */
    public ClusterBuilder engine(String name) {
        this.engine = Optional.of(name);
        return this;
    }

    /**
     * The version of Apache Kafka to run, for example {@code 3.9.1}; only for an engine that runs real brokers.
     * Default: system property {@code trial.kafka.version}, environment TRIAL_KAFKA_VERSION, the engine's choice.
     */
    public ClusterBuilder kafkaVersion(String version) {
        this.kafkaVersion = Optional.of(version);
        return this;
    }

    /**
     * The spec as collected so far.
     *
     * @throws io.kafkatrial.engine.TrialException if it is impossible
     */
    public ClusterSpec spec() {
        return new ClusterSpec(
                brokers,
                controllers,
                combined,
                topics,
                config,
                configByBroker,
                port,
                seed.orElseGet(Seeds::fresh),
                Engines.version(kafkaVersion),
                security);
    }

    /**
     * Start the cluster and return when it serves.
     *
     * @throws io.kafkatrial.engine.TrialException if the spec is impossible or the cluster does not come up
     */
    public Cluster start() {
        return Cluster.start(spec(), engine);
    }
}
