/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.server.config.DynamicBrokerConfig;

/**
 * The layers a broker's configuration is made of, the strongest first: dynamic for this broker, dynamic
 * for all, static, Kafka's default. A snapshot.
 *
 * @param ofBroker dynamic, for this broker
 * @param ofCluster dynamic, for all brokers
 * @param ofFile static
 */
record ConfigLayers(Map<String, String> ofBroker, Map<String, String> ofCluster, Map<String, String> ofFile) {

    static ConfigLayers of(BrokerView broker) {
        MetadataImage image = broker.metadata().currentImage();
        return new ConfigLayers(
                dynamic(image, Integer.toString(broker.brokerId())),
                dynamic(image, ""),
                broker.config().values());
    }

    private static Map<String, String> dynamic(MetadataImage image, String name) {
        return image.configs().configMapForResource(new ConfigResource(ConfigResource.Type.BROKER, name));
    }

    /** What is set, the strongest layer winning. */
    Map<String, String> merged() {
        Map<String, String> merged = new HashMap<>(ofFile);
        putOver(merged, ofCluster);
        putOver(merged, ofBroker);
        return merged;
    }

    /** A key of a stronger layer also beats the synonyms of it below: {@code log.roll.hours} a {@code log.roll.ms}. */
    private static void putOver(Map<String, String> below, Map<String, String> layer) {
        layer.forEach((key, value) -> {
            DynamicBrokerConfig.brokerConfigSynonyms(key, false).forEach(below::remove);
            below.put(key, value);
        });
    }

    /** The same with another layer of the broker, or of the cluster. */
    ConfigLayers with(Map<String, String> layer, boolean perBroker) {
        return perBroker ? new ConfigLayers(layer, ofCluster, ofFile) : new ConfigLayers(ofBroker, layer, ofFile);
    }

    /**
     * Every place a broker key's value could come from, the one that counts first. Without the values
     * when they are secret.
     */
    List<DescribeConfigsSynonym> synonyms(String name, boolean sensitive) {
        List<String> names = DynamicBrokerConfig.brokerConfigSynonyms(name, true);
        List<DescribeConfigsSynonym> all = new ArrayList<>();
        addTo(all, names, ofBroker, ConfigSource.DYNAMIC_BROKER_CONFIG, sensitive);
        addTo(all, names, ofCluster, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, sensitive);
        addTo(all, names, ofFile, ConfigSource.STATIC_BROKER_CONFIG, sensitive);
        for (String synonym : names) {
            KafkaKeys.defaultOf(synonym)
                    .ifPresent(value -> all.add(synonym(synonym, value, ConfigSource.DEFAULT_CONFIG, sensitive)));
        }
        // As Kafka: what stands before the key's own name does not count, be it all there is.
        while (!all.isEmpty() && !all.get(0).name().equals(name)) {
            all.remove(0);
        }
        return all;
    }

    private static void addTo(
            List<DescribeConfigsSynonym> all,
            List<String> names,
            Map<String, String> layer,
            ConfigSource source,
            boolean sensitive) {
        for (String name : names) {
            String value = layer.get(name);
            if (value != null) {
                all.add(synonym(name, value, source, sensitive));
            }
        }
    }

    static DescribeConfigsSynonym synonym(String name, String value, ConfigSource source, boolean sensitive) {
        return new DescribeConfigsSynonym()
                .setName(name)
                .setValue(sensitive ? null : value)
                .setSource(source.id());
    }
}
