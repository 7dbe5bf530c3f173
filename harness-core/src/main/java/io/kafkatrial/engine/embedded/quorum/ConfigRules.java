/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.controller.ConfigurationValidator;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.server.metrics.ClientMetricsConfigs;
import org.apache.kafka.storage.internals.log.LogConfig;

/**
 * Refuses configurations that make no sense, as Apache Kafka's {@code ControllerConfigurationValidator}
 * does.
 */
final class ConfigRules implements ConfigurationValidator {

    private final Map<String, String> staticConfig;

    ConfigRules(Map<String, String> staticConfig) {
        this.staticConfig = staticConfig;
    }

    @Override
    public void validate(ConfigResource resource) {
        switch (resource.type()) {
            case TOPIC -> checkTopicName(resource.name());
            case BROKER -> checkBrokerName(resource.name());
            default -> throw unknown(resource);
        }
    }

    @Override
    public void validate(ConfigResource resource, Map<String, String> now, Map<String, String> before) {
        switch (resource.type()) {
            case TOPIC -> {
                checkTopicName(resource.name());
                LogConfig.validate(before, withoutNulls(now, "topic"), staticConfig, false);
            }
            case BROKER -> checkBrokerName(resource.name());
            case CLIENT_METRICS -> ClientMetricsConfigs.validate(resource.name(), withoutNulls(now, "client metrics"));
            case GROUP -> {
                if (resource.name().isEmpty()) {
                    throw new InvalidRequestException("Default group resources are not allowed.");
                }
                GroupConfig.validate(
                        withoutNulls(now, "group"),
                        GroupCoordinatorConfig.fromProps(staticConfig),
                        ShareGroupConfig.fromProps(staticConfig));
            }
            default -> throw unknown(resource);
        }
    }

    private static void checkTopicName(String name) {
        if (name.isEmpty()) {
            throw new InvalidRequestException("Default topic resources are not allowed.");
        }
        Topic.validate(name);
    }

    private static void checkBrokerName(String name) {
        if (name.isEmpty()) {
            return; // the default of the whole cluster
        }
        try {
            if (Integer.parseInt(name) < 0) {
                throw new InvalidRequestException("Invalid negative broker ID.");
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidRequestException("Unable to parse broker name as a base 10 number.", notANumber);
        }
    }

    private static Map<String, String> withoutNulls(Map<String, String> configs, String kind) {
        TreeSet<String> nulls = new TreeSet<>();
        Map<String, String> given = new HashMap<>();
        configs.forEach((key, value) -> {
            if (value == null) {
                nulls.add(key);
            } else {
                given.put(key, value);
            }
        });
        if (!nulls.isEmpty()) {
            throw new InvalidConfigurationException(
                    "Null value not supported for " + kind + " configs: " + String.join(",", nulls));
        }
        return given;
    }

    private static InvalidRequestException unknown(ConfigResource resource) {
        return new InvalidRequestException("Unknown resource type " + resource.type());
    }
}
