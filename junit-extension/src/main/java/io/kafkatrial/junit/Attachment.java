/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.SecuritySpec;
import io.kafkatrial.engine.TopicSpec;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a cluster of another process is what a class declares. A test that quietly ran on another one than it asks for
 * would prove something else than it says.
 */
final class Attachment {

    private Attachment() {}

    /** Complain of the first thing that is otherwise. More brokers than declared do no harm. */
    static void check(ClusterSpec declared, Cluster cluster) {
        ClusterSpec there = cluster.spec();
        if (declared.brokers() > there.brokers()) {
            throw JunitComplaints.sharedClusterIsOther("brokers", declared.brokers(), there.brokers());
        }
        if (declared.controllers() > there.controllers()) {
            throw JunitComplaints.sharedClusterIsOther("controllers", declared.controllers(), there.controllers());
        }
        if (declared.combined() && !there.combined()) {
            throw JunitComplaints.sharedClusterIsOther("combined", "true", "false");
        }
        declared.kafkaVersion()
                .filter(version -> !there.kafkaVersion().equals(Optional.of(version)))
                .ifPresent(version -> {
                    throw JunitComplaints.sharedClusterIsOther(
                            "kafkaVersion", version, there.kafkaVersion().orElse("the engine's choice"));
                });
        checkConfig(declared.brokerConfig(), there.brokerConfig(), "config ");
        declared.configByBroker()
                .forEach((broker, config) -> checkConfig(
                        config,
                        there.configByBroker().getOrDefault(broker, Map.of()),
                        "config of broker " + broker + " "));
        checkSecurity(declared.security(), there.security());
    }

    private static void checkConfig(Map<String, String> declared, Map<String, String> there, String what) {
        declared.forEach((key, value) -> {
            boolean needsNoDeclaration = key.equals(CodeRule.CONFIG);
            if (!needsNoDeclaration && !value.equals(there.get(key))) {
                throw JunitComplaints.sharedClusterIsOther(what + key, value, there.getOrDefault(key, "no such entry"));
            }
        });
    }

    private static void checkSecurity(Optional<SecuritySpec> declared, Optional<SecuritySpec> there) {
        declared.filter(wanted -> !there.map(SecuritySpec::protocol).equals(Optional.of(wanted.protocol())))
                .ifPresent(wanted -> {
                    throw JunitComplaints.sharedClusterIsOther(
                            "protocol",
                            wanted.protocol(),
                            there.map(has -> has.protocol().toString()).orElse("no security"));
                });
    }

    /** Complain of a topic that somebody made otherwise before. */
    static void checkTopics(ClusterSpec declared, Cluster cluster) {
        for (TopicSpec topic : declared.topics()) {
            long partitions = cluster.running().partitions().stream()
                    .map(view -> view.partition())
                    .filter(partition -> partition.topic().equals(topic.name()))
                    .map(PartitionId::partition)
                    .count();
            if (partitions != topic.partitions()) {
                throw JunitComplaints.sharedClusterIsOther(
                        "partitions of topic " + topic.name(), topic.partitions(), partitions);
            }
        }
    }
}
