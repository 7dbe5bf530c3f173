/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.Complaints;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The feature levels a cluster starts with: those a new cluster of Apache Kafka gets, unless the broker
 * configuration of the spec has {@code trial.feature.NAME = LEVEL}; level 0 switches a feature off. What
 * {@code kafka-storage format --feature} is to Apache Kafka.
 */
final class FeatureLevels {

    static final String PREFIX = "trial.feature.";

    private FeatureLevels() {}

    /**
     * Work out the levels; features at level 0 are left out.
     *
     * @throws io.kafkatrial.engine.TrialException if there is no such feature or level
     */
    static Map<String, Short> of(Map<String, String> config) {
        Map<String, Short> levels = new HashMap<>();
        for (Feature feature : Feature.PRODUCTION_FEATURES) {
            levels.put(feature.featureName(), feature.defaultLevel(MetadataVersion.LATEST_PRODUCTION));
        }
        config.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                levels.put(key.substring(PREFIX.length()), chosen(key, value));
            }
        });
        levels.values().removeIf(level -> level == 0);
        return levels;
    }

    private static short chosen(String key, String value) {
        for (Feature feature : Feature.PRODUCTION_FEATURES) {
            if (key.equals(PREFIX + feature.featureName())) {
                return level(key, value, feature.latestProduction());
            }
        }
        throw Complaints.feature(
                key,
                value,
                "there is no feature of this name; there are " + String.join(", ", Feature.PRODUCTION_FEATURE_NAMES));
    }

    private static short level(String key, String value, short latest) {
        try {
            short level = Short.parseShort(value.trim());
            if (level >= 0 && level <= latest) {
                return level;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one complaint below
        }
        throw Complaints.feature(key, value, "its levels go from 0, which is off, to " + latest);
    }
}
