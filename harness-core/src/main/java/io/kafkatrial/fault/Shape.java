/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a plan is checked against: how many brokers and controllers, and which topics with how many partitions and
 * replicas; declared or running.
 */
record Shape(int brokers, List<Integer> controllerIds, Map<String, TopicShape> topics) {

    record TopicShape(int partitions, int replicas) {}

    static Shape of(ClusterSpec spec) {
        Map<String, TopicShape> topics = new TreeMap<>();
        for (TopicSpec topic : spec.topics()) {
            topics.put(topic.name(), new TopicShape(topic.partitions(), spec.replicationFactorOf(topic)));
        }
        return new Shape(spec.brokers(), spec.controllerIds(), topics);
    }

    static Shape of(RunningCluster cluster) {
        Map<String, TopicShape> topics = new TreeMap<>();
        for (PartitionView view : cluster.partitions()) {
            topics.merge(
                    view.partition().topic(),
                    new TopicShape(1, view.replicas().size()),
                    (one, other) -> new TopicShape(one.partitions + 1, Math.min(one.replicas, other.replicas)));
        }
        return new Shape(cluster.brokers().size(), cluster.controllers(), topics);
    }

    int controllers() {
        return controllerIds.size();
    }

    Optional<TopicShape> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    /** Kafka makes its own topics when it first needs them, so they may be named before they exist. */
    static boolean isInternal(String topic) {
        return topic.startsWith("__");
    }
}
