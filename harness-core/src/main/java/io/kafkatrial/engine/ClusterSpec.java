/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The declared shape of a cluster; a value, valid once built. Built by {@code Cluster.builder()},
 * {@code @KafkaCluster}, the Maven plugin or the command line, which all end here.
 *
 * @param brokers number of brokers, 1 to 9; their ids are 1, 2, …
 * @param controllers number of controllers, 1 to 9; best 1, 3 or 5
 * @param combined whether controllers share the processes of the first brokers and die with them; else each
 *     is a process of its own
 * @param topics topics to create before the cluster is handed out
 * @param brokerConfig broker configuration by Kafka's names, for all brokers
 * @param configByBroker broker configuration for one broker id, over {@code brokerConfig}
 * @param firstPort port of broker 1, the others follow; empty takes free ports
 * @param seed the seed every random choice of this cluster derives from
 * @param kafkaVersion the version of Apache Kafka to run, for engines that run real brokers; empty takes the
 *     engine's choice
 * @param security who gets in and what for; empty lets everybody on this machine do everything
 */
public record ClusterSpec(
        int brokers,
        int controllers,
        boolean combined,
        List<TopicSpec> topics,
        Map<String, String> brokerConfig,
        Map<Integer, Map<String, String>> configByBroker,
        OptionalInt firstPort,
        long seed,
        Optional<String> kafkaVersion,
        Optional<SecuritySpec> security) {

    /** The id of the first controller that is no broker; the others follow. */
    public static final int FIRST_CONTROLLER = 3000;

    public ClusterSpec {
        topics = List.copyOf(topics);
        brokerConfig = Map.copyOf(new TreeMap<>(brokerConfig));
        configByBroker = copyEach(configByBroker);
        requireNonNull(firstPort, "firstPort");
        kafkaVersion = kafkaVersion.map(String::strip).filter(version -> !version.isEmpty());
        SpecRules.checkShape(brokers, controllers, firstPort);
        if (combined && controllers > brokers) {
            throw Complaints.combinedControllers(controllers, brokers);
        }
        SpecRules.checkConfig(brokers, brokerConfig, configByBroker);
        SpecRules.checkTopics(brokers, topics, brokerConfig);
        if (security.isPresent()) {
            security.get().check();
        }
    }

    /** A cluster that lets everybody do everything. */
    public ClusterSpec(
            int brokers,
            int controllers,
            boolean combined,
            List<TopicSpec> topics,
            Map<String, String> brokerConfig,
            Map<Integer, Map<String, String>> configByBroker,
            OptionalInt firstPort,
            long seed,
            Optional<String> kafkaVersion) {
        this(
                brokers,
                controllers,
                combined,
                topics,
                brokerConfig,
                configByBroker,
                firstPort,
                seed,
                kafkaVersion,
                Optional.empty());
    }

    /** A cluster of the engine's version of Apache Kafka that lets everybody do everything. */
    public ClusterSpec(
            int brokers,
            int controllers,
            boolean combined,
            List<TopicSpec> topics,
            Map<String, String> brokerConfig,
            Map<Integer, Map<String, String>> configByBroker,
            OptionalInt firstPort,
            long seed) {
        this(
                brokers,
                controllers,
                combined,
                topics,
                brokerConfig,
                configByBroker,
                firstPort,
                seed,
                Optional.empty(),
                Optional.empty());
    }

    /** A cluster whose controllers are processes of their own. */
    public ClusterSpec(
            int brokers,
            int controllers,
            List<TopicSpec> topics,
            Map<String, String> brokerConfig,
            Map<Integer, Map<String, String>> configByBroker,
            OptionalInt firstPort,
            long seed) {
        this(brokers, controllers, false, topics, brokerConfig, configByBroker, firstPort, seed);
    }

    /** The same with another seed. */
    public ClusterSpec withSeed(long other) {
        return new ClusterSpec(
                brokers,
                controllers,
                combined,
                topics,
                brokerConfig,
                configByBroker,
                firstPort,
                other,
                kafkaVersion,
                security);
    }

    /** The same of another version of Apache Kafka. */
    public ClusterSpec withKafkaVersion(String version) {
        return new ClusterSpec(
                brokers,
                controllers,
                combined,
                topics,
                brokerConfig,
                configByBroker,
                firstPort,
                seed,
                Optional.of(version),
                security);
    }

    /** The same with these topics too; one of a name it has already takes its place. */
    public ClusterSpec withMoreTopics(List<TopicSpec> more) {
        Map<String, TopicSpec> all = new LinkedHashMap<>();
        topics.forEach(topic -> all.put(topic.name(), topic));
        more.forEach(topic -> all.put(topic.name(), topic));
        return new ClusterSpec(
                brokers,
                controllers,
                combined,
                List.copyOf(all.values()),
                brokerConfig,
                configByBroker,
                firstPort,
                seed,
                kafkaVersion,
                security);
    }

    /** The same without topics, seed 0: clusters of equal shape differ in what is in them only. */
    public ClusterSpec shape() {
        return new ClusterSpec(
                brokers,
                controllers,
                combined,
                List.of(),
                brokerConfig,
                configByBroker,
                firstPort,
                0,
                kafkaVersion,
                security);
    }

    /** The ids of the controllers: 3000, 3001, …, or those of the brokers they share a process with. */
    public List<Integer> controllerIds() {
        int first = combined ? 1 : FIRST_CONTROLLER;
        return IntStream.range(first, first + controllers).boxed().toList();
    }

    private static Map<Integer, Map<String, String>> copyEach(Map<Integer, Map<String, String>> configs) {
        Map<Integer, Map<String, String>> copy = new TreeMap<>();
        configs.forEach((broker, config) -> copy.put(broker, Map.copyOf(config)));
        return Map.copyOf(copy);
    }

    /** The replication factor a topic gets that names none: 3, or the number of brokers if fewer. */
    public int defaultReplicationFactor() {
        return SpecRules.defaultReplicationFactor(brokers, brokerConfig);
    }

    /** The {@code min.insync.replicas} a topic gets that names none: 2 with a default factor of 3 or more, else 1. */
    public int defaultMinInsyncReplicas() {
        return SpecRules.defaultMinIsr(brokers, brokerConfig);
    }

    /** The replication factor of a declared topic. */
    public int replicationFactorOf(TopicSpec topic) {
        return topic.replicationFactor().orElse(defaultReplicationFactor());
    }

    /** The declared topic of this name; empty if there is none. */
    public Optional<TopicSpec> topic(String name) {
        return topics.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }
}
