/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether a producer has ever sent a record of a topic twice, by its own metrics: Kafka counts a retry before it tells
 * the end of a send. Safe for use by several threads.
 */
final class Retries {

    private static final String TOTAL = "record-retry-total";

    private final Producer<?, ?> producer;
    private final Map<String, Metric> known = new ConcurrentHashMap<>();

    Retries(Producer<?, ?> producer) {
        this.producer = producer;
    }

    /** Whether there was certainly none; false if that cannot be known. */
    boolean none(String topic) {
        Metric total = known.get(topic);
        if (total == null) {
            total = find(topic);
        }
        return total != null && total.metricValue() instanceof Double count && count == 0;
    }

    private @org.jspecify.annotations.Nullable Metric find(String topic) {
        for (Map.Entry<MetricName, ? extends Metric> entry : producer.metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals(TOTAL) && topic.equals(name.tags().get("topic"))) {
                known.put(topic, entry.getValue());
                return entry.getValue();
            }
        }
        return null;
    }
}
