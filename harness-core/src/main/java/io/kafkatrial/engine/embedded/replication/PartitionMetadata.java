/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;

/**
 * A partition as the committed metadata has it.
 *
 * @param partition topic id, name and index
 * @param leader the leading broker, {@code -1} for none
 * @param leaderEpoch Kafka's leader epoch
 * @param partitionEpoch bumped by the controller at every change of this partition
 * @param isr the in-sync replicas
 * @param replicas all replicas, the preferred leader first
 * @param topicConfig what is set on the topic, under topic-level names; what is missing comes from
 *     {@link ReplicationSettings#logDefaults()}, then from Kafka's own defaults
 */
public record PartitionMetadata(
        TopicIdPartition partition,
        int leader,
        int leaderEpoch,
        int partitionEpoch,
        List<Integer> isr,
        List<Integer> replicas,
        Map<String, String> topicConfig) {
    public PartitionMetadata {
        isr = List.copyOf(isr);
        replicas = List.copyOf(replicas);
        topicConfig = Map.copyOf(topicConfig);
    }
}
