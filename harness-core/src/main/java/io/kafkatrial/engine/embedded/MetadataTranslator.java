/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.quorum.ConfigView;
import io.kafkatrial.engine.embedded.replication.BrokerStatus;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.PartitionMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.image.TopicsDelta;
import org.apache.kafka.metadata.PartitionRegistration;

/** Says in the words of {@code replication} what a delta of Kafka's metadata changed. Pure. */
final class MetadataTranslator {

    private final ConfigView configs;

    MetadataTranslator(ConfigView configs) {
        this.configs = configs;
    }

    Input.MetadataChanged translate(MetadataDelta delta, MetadataImage image) {
        List<PartitionMetadata> changed = new ArrayList<>();
        Set<Uuid> whole = topicsWithNewConfig(delta, image);
        for (Uuid id : whole) {
            TopicImage topic = image.topics().getTopic(id);
            if (topic != null) {
                add(changed, topic, topic.partitions(), image);
            }
        }
        TopicsDelta topics = delta.topicsDelta();
        if (topics != null) {
            topics.changedTopics().forEach((id, topicDelta) -> {
                TopicImage topic = image.topics().getTopic(id);
                if (topic != null && !whole.contains(id)) {
                    add(changed, topic, topicDelta.partitionChanges(), image);
                }
            });
        }
        return new Input.MetadataChanged(changed, removed(delta), brokers(image));
    }

    private Set<Uuid> topicsWithNewConfig(MetadataDelta delta, MetadataImage image) {
        Set<Uuid> topics = new HashSet<>();
        if (delta.configsDelta() == null) {
            return topics;
        }
        for (ConfigResource resource : delta.configsDelta().changes().keySet()) {
            if (resource.type() == ConfigResource.Type.BROKER) {
                topics.addAll(image.topics().topicsById().keySet());
            } else if (resource.type() == ConfigResource.Type.TOPIC) {
                TopicImage topic = image.topics().getTopic(resource.name());
                if (topic != null) {
                    topics.add(topic.id());
                }
            }
        }
        return topics;
    }

    private void add(
            List<PartitionMetadata> changed,
            TopicImage topic,
            Map<Integer, PartitionRegistration> partitions,
            MetadataImage image) {
        Map<String, String> config = configs.topic(image, topic.name());
        partitions.forEach((index, partition) -> changed.add(new PartitionMetadata(
                new TopicIdPartition(topic.id(), new TopicPartition(topic.name(), index)),
                partition.leader,
                partition.leaderEpoch,
                partition.partitionEpoch,
                Arrays.stream(partition.isr).boxed().toList(),
                Arrays.stream(partition.replicas).boxed().toList(),
                config)));
    }

    private static List<TopicIdPartition> removed(MetadataDelta delta) {
        List<TopicIdPartition> removed = new ArrayList<>();
        TopicsDelta topics = delta.topicsDelta();
        if (topics != null) {
            for (Uuid id : topics.deletedTopicIds()) {
                TopicImage before = delta.image().topics().getTopic(id);
                if (before != null) {
                    before.partitions()
                            .keySet()
                            .forEach(index ->
                                    removed.add(new TopicIdPartition(id, new TopicPartition(before.name(), index))));
                }
            }
        }
        return removed;
    }

    private static List<BrokerStatus> brokers(MetadataImage image) {
        return image.cluster().brokers().values().stream()
                .map(broker -> new BrokerStatus(
                        broker.id(),
                        broker.epoch(),
                        broker.fenced(),
                        broker.inControlledShutdown(),
                        broker.rack().orElse("")))
                .toList();
    }
}
