/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;
import static org.apache.kafka.common.internals.Topic.GROUP_METADATA_TOPIC_NAME;
import static org.apache.kafka.common.internals.Topic.SHARE_GROUP_STATE_TOPIC_NAME;
import static org.apache.kafka.common.internals.Topic.TRANSACTION_STATE_TOPIC_NAME;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfigCollection;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.CreateTopicsRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates topics somebody asked for that do not exist yet, as Kafka's brokers do: asks the controller
 * once and answers that the topic is unknown for now; the client asks again. Confined to the broker's loop.
 */
public final class TopicAutoCreation {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAutoCreation.class);

    private final BrokerConfig config;
    private final Controllers controllers;
    private final Set<String> inFlight = new HashSet<>();

    public TopicAutoCreation(BrokerConfig config, Controllers controllers) {
        this.config = requireNonNull(config, "config");
        this.controllers = requireNonNull(controllers, "controllers");
    }

    /**
     * Start to create these topics, unless that is under way. Coordinators' topics get the
     * partitions, replicas and settings the broker is configured for.
     *
     * @return the error to answer with, by name: INVALID_TOPIC_EXCEPTION for a name that cannot be,
     *     else UNKNOWN_TOPIC_OR_PARTITION
     */
    public Map<String, Errors> create(Collection<String> names) {
        Map<String, Errors> answers = new LinkedHashMap<>();
        CreatableTopicCollection wanted = new CreatableTopicCollection();
        for (String name : names) {
            boolean valid = isValid(name);
            answers.put(name, valid ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.INVALID_TOPIC_EXCEPTION);
            if (valid && inFlight.add(name)) {
                wanted.add(topic(name));
            }
        }
        if (!wanted.isEmpty()) {
            request(wanted);
        }
        return answers;
    }

    /** Whether a topic may have this name. */
    static boolean isValid(String name) {
        try {
            Topic.validate(name);
            return true;
        } catch (InvalidTopicException e) {
            return false;
        }
    }

    private void request(CreatableTopicCollection wanted) {
        Set<String> names = new HashSet<>();
        wanted.forEach(topic -> names.add(topic.name()));
        controllers
                .createTopics(new CreateTopicsRequestData()
                        .setTimeoutMs(config.requestTimeoutMs())
                        .setTopics(wanted))
                .whenComplete((response, error) -> ended(names, response, error));
    }

    private void ended(Set<String> names, @Nullable CreateTopicsResponseData response, @Nullable Throwable error) {
        inFlight.removeAll(names);
        if (response == null) {
            LOG.warn("auto-creation of topics {} failed", names, error);
            return;
        }
        response.topics().stream()
                .filter(topic -> topic.errorCode() != Errors.NONE.code())
                .forEach(topic -> LOG.warn(
                        "auto-creation of topic {} failed with {}: {}",
                        topic.name(),
                        Errors.forCode(topic.errorCode()),
                        topic.errorMessage()));
    }

    private CreatableTopic topic(String name) {
        if (name.equals(TRANSACTION_STATE_TOPIC_NAME)) {
            return new CreatableTopic()
                    .setName(name)
                    .setNumPartitions(config.transactionLogPartitions())
                    .setReplicationFactor((short) config.number("transaction.state.log.replication.factor", 3))
                    .setConfigs(transactionTopicConfig());
        }
        if (name.equals(GROUP_METADATA_TOPIC_NAME)) {
            return new CreatableTopic()
                    .setName(name)
                    .setNumPartitions(config.number("offsets.topic.num.partitions", 50))
                    .setReplicationFactor((short) config.number("offsets.topic.replication.factor", 3))
                    .setConfigs(offsetsTopicConfig());
        }
        if (name.equals(SHARE_GROUP_STATE_TOPIC_NAME)) {
            return new CreatableTopic()
                    .setName(name)
                    .setNumPartitions(config.number("share.coordinator.state.topic.num.partitions", 50))
                    .setReplicationFactor((short) config.number("share.coordinator.state.topic.replication.factor", 3))
                    .setConfigs(shareStateTopicConfig());
        }
        return new CreatableTopic()
                .setName(name)
                .setNumPartitions(config.number("num.partitions", CreateTopicsRequest.NO_NUM_PARTITIONS))
                .setReplicationFactor(
                        (short) config.number("default.replication.factor", CreateTopicsRequest.NO_REPLICATION_FACTOR));
    }

    private CreatableTopicConfigCollection offsetsTopicConfig() {
        return configs(Map.of(
                "cleanup.policy", "compact",
                "compression.type", "producer",
                "segment.bytes", Integer.toString(config.number("offsets.topic.segment.bytes", 104_857_600))));
    }

    private CreatableTopicConfigCollection transactionTopicConfig() {
        return configs(Map.of(
                "cleanup.policy", "compact",
                "compression.type", "uncompressed",
                "unclean.leader.election.enable", "false",
                "min.insync.replicas", Integer.toString(config.number("transaction.state.log.min.isr", 2)),
                "segment.bytes", Integer.toString(config.number("transaction.state.log.segment.bytes", 104_857_600))));
    }

    /** Kafka's coordinator deletes from it what it has superseded; nothing ages. */
    private CreatableTopicConfigCollection shareStateTopicConfig() {
        return configs(Map.of(
                "cleanup.policy", "delete",
                "compression.type", "producer",
                "segment.bytes",
                        Integer.toString(config.number("share.coordinator.state.topic.segment.bytes", 104_857_600)),
                "min.insync.replicas", Integer.toString(config.number("share.coordinator.state.topic.min.isr", 2)),
                "retention.ms", "-1"));
    }

    private static CreatableTopicConfigCollection configs(Map<String, String> values) {
        CreatableTopicConfigCollection configs = new CreatableTopicConfigCollection();
        values.forEach((name, value) ->
                configs.add(new CreatableTopicConfig().setName(name).setValue(value)));
        return configs;
    }
}
