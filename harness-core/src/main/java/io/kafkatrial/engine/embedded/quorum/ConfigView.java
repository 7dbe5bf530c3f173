/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.image.MetadataImage;

/**
 * The configuration that counts, resolved as Apache Kafka does: a topic's own, then the broker's dynamic,
 * then the cluster's dynamic ({@code min.insync.replicas} lives there under KIP-966), then the static one,
 * then Kafka's default. Immutable.
 */
public final class ConfigView {

    private static final String WHOLE_CLUSTER = "";

    private final String broker;
    private final Map<String, String> staticConfig;

    /**
     * Prepare a view.
     *
     * @param broker the broker whose own dynamic configuration counts
     * @param staticConfig the broker's static configuration
     */
    public ConfigView(int broker, Map<String, String> staticConfig) {
        this.broker = Integer.toString(broker);
        this.staticConfig = Map.copyOf(staticConfig);
    }

    /** All topic-level values that are set anywhere, by their topic-level names: what {@code LogConfig} takes. */
    public Map<String, String> topic(MetadataImage image, String topic) {
        Map<String, ConfigEntry> entries = ControllerNode.CONFIG_SCHEMA.resolveEffectiveTopicConfigs(
                staticConfig,
                dynamic(image, ConfigResource.Type.BROKER, WHOLE_CLUSTER),
                dynamic(image, ConfigResource.Type.BROKER, broker),
                dynamic(image, ConfigResource.Type.TOPIC, topic));
        Map<String, String> set = new HashMap<>();
        entries.forEach((name, entry) -> {
            if (entry.source() != ConfigEntry.ConfigSource.DEFAULT_CONFIG && entry.value() != null) {
                set.put(name, entry.value());
            }
        });
        return set;
    }

    /** All broker-level values that are set, statically or dynamically. */
    public Map<String, String> broker(MetadataImage image) {
        Map<String, String> set = new HashMap<>(staticConfig);
        set.putAll(dynamic(image, ConfigResource.Type.BROKER, WHOLE_CLUSTER));
        set.putAll(dynamic(image, ConfigResource.Type.BROKER, broker));
        return set;
    }

    private static Map<String, String> dynamic(MetadataImage image, ConfigResource.Type type, String name) {
        return image.configs().configMapForResource(new ConfigResource(type, name));
    }
}
