/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A topic to create before the cluster is handed out.
 *
 * @param partitions number of partitions, at least 1
 * @param replicationFactor replicas of each partition; empty takes the cluster's default
 * @param config topic configuration by Kafka's names
 */
public record TopicSpec(String name, int partitions, OptionalInt replicationFactor, Map<String, String> config) {
    public TopicSpec {
        requireNonNull(name, "name");
        config = Map.copyOf(new TreeMap<>(config));
    }
}
