/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.AlterConfigsHandlers.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a broker refuses of a configuration change before it asks the controller: malformed changes and
 * broker settings that are wrong or not dynamic.
 */
final class ConfigChangeRules {

    private final int brokerId;

    ConfigChangeRules(int brokerId) {
        this.brokerId = brokerId;
    }

    /** Why this change cannot be, if it cannot. */
    Optional<ApiError> refusal(Change change) {
        try {
            checkShape(change);
            checkResource(change);
            return Optional.empty();
        } catch (ApiException e) {
            return Optional.of(ApiError.fromThrowable(e));
        }
    }

    private static void checkShape(Change change) {
        Set<String> names = new HashSet<>();
        TreeSet<String> nulls = new TreeSet<>();
        for (Op op : change.ops()) {
            if (!names.add(op.name())) {
                throw new InvalidRequestException("Error due to duplicate config keys");
            }
            if (op.value() == null && op.type() != OpType.DELETE.id()) {
                nulls.add(op.name());
            }
        }
        if (!nulls.isEmpty()) {
            throw new InvalidRequestException("Null value not supported for : " + String.join(", ", nulls));
        }
        for (Op op : change.ops()) {
            if (OpType.forId(op.type()) == null) {
                throw new InvalidRequestException("Unknown operations type " + op.type());
            }
        }
    }

    private void checkResource(Change change) {
        switch (ConfigResource.Type.forId(change.target().type())) {
            case BROKER -> {
                if (!change.target().name().isEmpty()) {
                    checkThisBroker(brokerId, change.target().name());
                }
                checkBrokerSettings(change.ops());
            }
            case TOPIC, CLIENT_METRICS, GROUP -> {
                // the controller checks these
            }
            case BROKER_LOGGER ->
                throw new InvalidRequestException(
                        "the loggers of an embedded broker are those of the test's JVM; set their levels there");
            default ->
                throw new InvalidRequestException(
                        "Unknown resource type " + change.target().type());
        }
    }

    /** A broker answers for itself only. */
    static void checkThisBroker(int brokerId, String name) {
        int asked;
        try {
            asked = Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("Node id must be an integer, but it is: " + name);
        }
        if (asked != brokerId) {
            throw new InvalidRequestException("Unexpected broker id, expected " + brokerId + ", but received " + name);
        }
    }

    private static void checkBrokerSettings(List<Op> ops) {
        TreeSet<String> fixed = new TreeSet<>();
        for (Op op : ops) {
            boolean known = KafkaKeys.find(op.name()).isPresent();
            if (known && !DynamicBrokerConfig.ALL_DYNAMIC_CONFIGS.contains(op.name())) {
                fixed.add(op.name());
            }
            checkListOp(op);
            checkValue(op);
        }
        if (!fixed.isEmpty()) {
            throw new InvalidRequestException("Cannot update these configs dynamically: " + fixed);
        }
    }

    private static void checkListOp(Op op) {
        if (op.type() != OpType.APPEND.id() && op.type() != OpType.SUBTRACT.id()) {
            return;
        }
        ConfigDef.Type type = KafkaKeys.type(op.name())
                .orElseThrow(() -> new InvalidConfigurationException("Unknown config name: " + op.name()));
        if (type != ConfigDef.Type.LIST) {
            String verb = op.type() == OpType.APPEND.id() ? "append" : "subtract";
            throw new InvalidConfigurationException(
                    "Config value " + verb + " is not allowed for config key: " + op.name());
        }
    }

    private static void checkValue(Op op) {
        if (op.type() != OpType.SET.id() || op.value() == null) {
            return;
        }
        try {
            KafkaKeys.check(op.name(), op.value());
        } catch (ConfigException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()));
        }
    }

    /** The change of one resource. */
    record Change(Target target, List<Op> ops) {}

    /** One operation, {@code type} as on the wire. */
    record Op(String name, byte type, @Nullable String value) {}
}
