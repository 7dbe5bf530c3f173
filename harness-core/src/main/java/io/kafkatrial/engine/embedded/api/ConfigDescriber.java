/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.metadata.KafkaConfigSchema;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.server.metrics.ClientMetricsConfigs;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.jspecify.annotations.Nullable;

/** Every configuration entry of one resource, with defaults filled in, as a Kafka broker tells them. */
final class ConfigDescriber {

    private static final KafkaConfigSchema SCHEMA = new KafkaConfigSchema(
            Map.of(ConfigResource.Type.BROKER, KafkaKeys.ALL, ConfigResource.Type.TOPIC, LogConfig.configDefCopy()),
            ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS);

    private final BrokerView broker;
    private final ConfigLayers layers;
    private final ConfigEntries entries;

    ConfigDescriber(BrokerView broker, ConfigEntries entries) {
        this.broker = broker;
        this.layers = ConfigLayers.of(broker);
        this.entries = entries;
    }

    List<DescribeConfigsResourceResult> topic(String topic) {
        Map<String, String> own = own(ConfigResource.Type.TOPIC, topic);
        List<DescribeConfigsResourceResult> all = new ArrayList<>();
        SCHEMA.resolveEffectiveTopicConfigs(layers.ofFile(), layers.ofCluster(), layers.ofBroker(), own)
                .forEach((name, effective) -> {
                    ConfigEntries.SettingKey key = new ConfigEntries.SettingKey(
                            name, LogConfig.configType(name), false, effective.documentation());
                    List<DescribeConfigsSynonym> behind = Optional.ofNullable(
                                    ServerTopicConfigSynonyms.TOPIC_CONFIG_SYNONYMS.get(name))
                            .map(brokerName -> layers.synonyms(brokerName, key.sensitive()))
                            .orElse(List.of());
                    all.add(entry(key, effective.value(), own, ConfigSource.TOPIC_CONFIG, behind));
                });
        return all;
    }

    List<DescribeConfigsResourceResult> broker() {
        AbstractConfig config = new AbstractConfig(KafkaKeys.ALL, layers.merged(), false);
        Map<String, Object> values = new HashMap<>(config.originals());
        values.putAll(config.nonInternalValues());
        List<DescribeConfigsResourceResult> all = new ArrayList<>();
        values.forEach((name, value) -> {
            ConfigEntries.SettingKey key = brokerKey(name);
            all.add(entries.entry(key, text(key, value), layers.synonyms(name, key.sensitive())));
        });
        return all;
    }

    List<DescribeConfigsResourceResult> clusterDefault() {
        List<DescribeConfigsResourceResult> all = new ArrayList<>();
        layers.ofCluster().forEach((name, value) -> {
            ConfigEntries.SettingKey key = brokerKey(name);
            List<DescribeConfigsSynonym> places = new ArrayList<>(layers.synonyms(name, key.sensitive()));
            places.removeIf(it -> it.source() != ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG.id());
            all.add(entries.entry(key, value, places));
        });
        return all;
    }

    List<DescribeConfigsResourceResult> group(String group) {
        Map<String, String> own = own(ConfigResource.Type.GROUP, group);
        Map<String, Object> defaults = groupDefaults();
        GroupConfig config = GroupConfig.fromProps(defaults, properties(own));
        List<DescribeConfigsResourceResult> all = new ArrayList<>();
        config.nonInternalValues().forEach((name, value) -> {
            ConfigEntries.SettingKey key = new ConfigEntries.SettingKey(
                    name, GroupConfig.configType(name), false, config.documentationOf(name));
            List<DescribeConfigsSynonym> behind = GroupConfig.brokerSynonym(name)
                    .map(brokerName -> layers.synonyms(brokerName, key.sensitive()))
                    .orElse(List.of());
            all.add(entry(key, text(key, value), own, ConfigSource.GROUP_CONFIG, behind));
        });
        return all;
    }

    /** What the broker's configuration says for groups that set nothing themselves. */
    private Map<String, Object> groupDefaults() {
        Map<String, ?> cluster = new AbstractConfig(KafkaKeys.ALL, layers.merged(), false).values();
        Map<String, Object> defaults = new HashMap<>();
        for (String name : GroupConfig.configNames()) {
            Object value = GroupConfig.brokerSynonym(name).map(cluster::get).orElse(null);
            if (value instanceof List<?> choices && !isList(name)) {
                // The broker lists the assignors it knows, a group uses one: the first unless it says otherwise.
                value = choices.isEmpty() ? null : choices.get(0);
            }
            if (value != null) {
                defaults.put(name, value);
            }
        }
        return defaults;
    }

    private static boolean isList(String groupKey) {
        return GroupConfig.configType(groupKey).equals(Optional.of(ConfigDef.Type.LIST));
    }

    List<DescribeConfigsResourceResult> clientMetrics(String subscription) {
        Map<String, String> own = own(ConfigResource.Type.CLIENT_METRICS, subscription);
        ClientMetricsConfigs config =
                ClientMetricsConfigs.fromProps(ClientMetricsConfigs.defaultConfigsMap(), properties(own));
        List<DescribeConfigsResourceResult> all = new ArrayList<>();
        config.nonInternalValues().forEach((name, value) -> {
            ConfigEntries.SettingKey key = new ConfigEntries.SettingKey(
                    name, ClientMetricsConfigs.configType(name), false, config.documentationOf(name));
            all.add(entry(key, text(key, value), own, ConfigSource.CLIENT_METRICS_CONFIG, List.of()));
        });
        return all;
    }

    private DescribeConfigsResourceResult entry(
            ConfigEntries.SettingKey key,
            @Nullable String value,
            Map<String, String> own,
            ConfigSource source,
            List<DescribeConfigsSynonym> behind) {
        Optional<DescribeConfigsSynonym> ownPlace = Optional.ofNullable(own.get(key.name()))
                .map(set -> ConfigLayers.synonym(key.name(), set, source, key.sensitive()));
        return entries.entry(key, value, ConfigEntries.places(ownPlace, behind));
    }

    private Map<String, String> own(ConfigResource.Type type, String name) {
        return broker.metadata().currentImage().configs().configMapForResource(new ConfigResource(type, name));
    }

    private static ConfigEntries.SettingKey brokerKey(String name) {
        return new ConfigEntries.SettingKey(
                name,
                KafkaKeys.type(name),
                !DynamicBrokerConfig.ALL_DYNAMIC_CONFIGS.contains(name),
                KafkaKeys.find(name).map(key -> key.documentation).orElse(null));
    }

    private static @Nullable String text(ConfigEntries.SettingKey key, @Nullable Object value) {
        return value instanceof String text
                ? text
                : ConfigDef.convertToString(value, key.type().orElse(null));
    }

    private static Properties properties(Map<String, String> map) {
        Properties properties = new Properties();
        properties.putAll(map);
        return properties;
    }
}
