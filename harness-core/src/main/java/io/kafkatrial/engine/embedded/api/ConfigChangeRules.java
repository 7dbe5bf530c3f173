/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.AlterConfigsHandlers.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.requests.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * What a broker refuses of a configuration change before it asks the controller: malformed changes and
 * broker settings that are wrong or not dynamic.
 */
final class ConfigChangeRules {

    private final BrokerView broker;

    ConfigChangeRules(BrokerView broker) {
        this.broker = broker;
    }

    /** What the broker says to this change without asking the controller, if it does: why it cannot be. */
    Optional<ApiError> refusal(Change change) {
        try {
            checkShape(change);
            if (change.incremental() && isLogger(change)) {
                BrokerLoggers.refuse(broker.brokerId(), change);
                return Optional.of(ApiError.NONE);
            }
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
    }

    private static boolean isLogger(Change change) {
        return change.target().type() == ConfigResource.Type.BROKER_LOGGER.id();
    }

    private static void checkTypes(Change change) {
        for (Op op : change.ops()) {
            if (OpType.forId(op.type()) == null) {
                throw new InvalidRequestException("Unknown operations type " + op.type());
            }
        }
    }

    private void checkResource(Change change) {
        checkTypes(change);
        switch (ConfigResource.Type.forId(change.target().type())) {
            case BROKER -> {
                if (!change.target().name().isEmpty()) {
                    checkThisBroker(broker.brokerId(), change.target().name());
                }
                checkBrokerSettings(change);
            }
            case TOPIC, CLIENT_METRICS, GROUP -> {
                // the controller checks these
            }
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

    private void checkBrokerSettings(Change change) {
        boolean perBroker = !change.target().name().isEmpty();
        ConfigLayers layers = ConfigLayers.of(broker);
        Map<String, String> proposed = new HashMap<>();
        if (change.incremental()) {
            proposed.putAll(perBroker ? layers.ofBroker() : layers.ofCluster());
        }
        change.ops().forEach(op -> apply(op, proposed));
        try {
            BrokerConfigCheck.change(layers, proposed, perBroker);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()));
        }
    }

    private static void apply(Op op, Map<String, String> config) {
        switch (OpType.forId(op.type())) {
            case SET -> config.put(op.name(), String.valueOf(op.value()));
            case DELETE -> config.remove(op.name());
            case APPEND -> {
                List<String> list = list(op, "append", config);
                items(op.value()).filter(item -> !list.contains(item)).forEach(list::add);
                config.put(op.name(), String.join(",", list));
            }
            case SUBTRACT -> {
                List<String> list = list(op, "subtract", config);
                items(op.value()).forEach(list::remove);
                config.put(op.name(), String.join(",", list));
            }
        }
    }

    private static List<String> list(Op op, String verb, Map<String, String> config) {
        ConfigDef.Type type = KafkaKeys.type(op.name())
                .orElseThrow(() -> new InvalidConfigurationException("Unknown config name: " + op.name()));
        if (type != ConfigDef.Type.LIST) {
            throw new InvalidConfigurationException(
                    "Config value " + verb + " is not allowed for config key: " + op.name());
        }
        String now =
                config.getOrDefault(op.name(), KafkaKeys.defaultOf(op.name()).orElse(""));
        return items(now).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Stream<String> items(@Nullable String list) {
        return Stream.of(String.valueOf(list).split(",")).filter(item -> !item.isEmpty());
    }

    /** The change of one resource. */
    record Change(Target target, boolean incremental, List<Op> ops) {}

    /** One operation, {@code type} as on the wire. */
    record Op(String name, byte type, @Nullable String value) {}
}
