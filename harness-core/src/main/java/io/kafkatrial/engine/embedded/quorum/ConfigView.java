/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.Map;
import org.apache.kafka.image.MetadataImage;

/**
 * The configuration that counts, resolved as Apache Kafka does: a topic's own, then the broker's dynamic,
 * then the cluster's dynamic ({@code min.insync.replicas} lives there under KIP-966), then the static one,
 * then Kafka's default. Immutable.
 */
public final class ConfigView {

    /**
     * Prepare a view.
     *
     * @param broker the broker whose own dynamic configuration counts
     * @param staticConfig the broker's static configuration
     */
    public ConfigView(int broker, Map<String, String> staticConfig) {
        throw new UnsupportedOperationException();
    }

    /** All topic-level values that differ from Kafka's defaults, by topic-level names: what {@code LogConfig} takes. */
    public Map<String, String> topic(MetadataImage image, String topic) {
        throw new UnsupportedOperationException();
    }

    /** All broker-level values that are set, statically or dynamically. */
    public Map<String, String> broker(MetadataImage image) {
        throw new UnsupportedOperationException();
    }
}
