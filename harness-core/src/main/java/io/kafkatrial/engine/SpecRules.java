/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What makes the shape and the configuration of a {@link ClusterSpec} impossible, found before anything starts. */
final class SpecRules {

    static final int MOST_NODES = 9;

    private static final int LAST_PORT = 65_535;
    private static final String DEFAULT_RF = "default.replication.factor";
    private static final String MIN_ISR = "min.insync.replicas";

    /** Broker configuration that is a number of replicas and cannot exceed the brokers. */
    private static final List<String> REPLICA_COUNTS = List.of(
            DEFAULT_RF, MIN_ISR, "offsets.topic.replication.factor", "transaction.state.log.replication.factor");

    private SpecRules() {}

    static void checkShape(int brokers, int controllers, OptionalInt firstPort) {
        if (brokers < 1 || brokers > MOST_NODES) {
            throw Complaints.brokerCount(brokers);
        }
        if (controllers < 1 || controllers > MOST_NODES) {
            throw Complaints.controllerCount(controllers);
        }
        if (firstPort.isPresent() && !fits(firstPort.getAsInt(), brokers)) {
            throw Complaints.port(firstPort.getAsInt(), brokers);
        }
    }

    private static boolean fits(int firstPort, int brokers) {
        return firstPort >= 1 && firstPort + brokers - 1 <= LAST_PORT;
    }

    static void checkConfig(
            int brokers, Map<String, String> brokerConfig, Map<Integer, Map<String, String>> configByBroker) {
        checkKeys(brokers, "brokers", brokerConfig);
        configByBroker.forEach((broker, config) -> {
            if (broker < 1 || broker > brokers) {
                throw Complaints.unknownBroker("the configuration of broker " + broker, broker, brokers);
            }
            checkKeys(brokers, "broker " + broker, config);
        });
    }

    private static void checkKeys(int brokers, String whose, Map<String, String> config) {
        config.forEach((key, value) -> {
            if (key.isBlank()) {
                throw Complaints.blankKey(whose);
            }
            OwnedKeys.reason(key).ifPresent(reason -> {
                throw Complaints.ownedKey(key, value, reason);
            });
        });
        for (String key : REPLICA_COUNTS) {
            String value = config.get(key);
            if (value != null) {
                int count = positive(key, value, whose);
                if (count > brokers) {
                    throw Complaints.moreReplicasThanBrokers(key + " of " + whose, count, brokers);
                }
            }
        }
    }

    static void checkTopics(int brokers, List<TopicSpec> topics, Map<String, String> brokerConfig) {
        TopicRules.checkNames(topics);
        int defaultFactor = defaultReplicationFactor(brokers, brokerConfig);
        for (TopicSpec topic : topics) {
            if (topic.partitions() < 1) {
                throw Complaints.partitionCount(topic.name(), topic.partitions());
            }
            int factor = topic.replicationFactor().orElse(defaultFactor);
            if (factor < 1) {
                throw Complaints.replicationFactor(topic.name(), factor);
            }
            if (factor > brokers) {
                throw Complaints.moreReplicasThanBrokers(
                        "replication factor of topic " + topic.name(), factor, brokers);
            }
            checkMinIsr(topic, factor, brokerConfig);
        }
    }

    private static void checkMinIsr(TopicSpec topic, int factor, Map<String, String> brokerConfig) {
        String own = topic.config().get(MIN_ISR);
        String value = own != null ? own : brokerConfig.get(MIN_ISR);
        if (value == null) {
            return;
        }
        String whose = own != null ? "topic " + topic.name() : "brokers";
        int minIsr = positive(MIN_ISR, value, whose);
        if (minIsr > factor) {
            throw Complaints.minIsr(minIsr, whose, topic.name(), factor);
        }
    }

    /** The replication factor of a topic that names none. */
    static int defaultReplicationFactor(int brokers, Map<String, String> brokerConfig) {
        String configured = brokerConfig.get(DEFAULT_RF);
        return configured != null ? positive(DEFAULT_RF, configured, "brokers") : Math.min(3, brokers);
    }

    /** The {@code min.insync.replicas} of a topic that names none: 2 where one of three may be away. */
    static int defaultMinIsr(int brokers, Map<String, String> brokerConfig) {
        String configured = brokerConfig.get(MIN_ISR);
        return configured != null
                ? positive(MIN_ISR, configured, "brokers")
                : defaultReplicationFactor(brokers, brokerConfig) >= 3 ? 2 : 1;
    }

    private static int positive(String key, String value, String whose) {
        try {
            int number = Integer.parseInt(value.trim());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one complaint below
        }
        throw Complaints.notAPositiveNumber(key, value, whose);
    }
}
