/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.quorum.BrokerSession;
import io.kafkatrial.engine.embedded.quorum.ControllerClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.DirectoryId;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.DirectoryData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.PartitionData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.TopicData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.metadata.PartitionRegistration;

/**
 * Tells the controller in which log directory this broker's replicas are when the metadata has them
 * elsewhere (KIP-858), as after a wiped disk; until then they cannot be elected. The behaviour of Kafka's
 * AssignmentsManager. Confined to the broker's loop.
 */
final class DirectoryAssignments {

    private static final long RETRY_MS = 100;
    /** As many as Kafka sends at once. */
    private static final int BATCH = 2_250;

    private final NodeParts parts;
    private final ControllerClient controller;
    private final BrokerSession session;
    private final Set<TopicIdPartition> misplaced = new LinkedHashSet<>();
    private boolean inFlight;

    DirectoryAssignments(NodeParts parts, ControllerClient controller, BrokerSession session) {
        this.parts = parts;
        this.controller = controller;
        this.session = session;
    }

    void onMetadata(MetadataDelta delta, MetadataImage image) {
        if (delta.topicsDelta() == null) {
            return;
        }
        delta.topicsDelta().changedTopics().forEach((id, changes) -> {
            TopicImage topic = image.topics().getTopic(id);
            if (topic != null) {
                changes.partitionChanges().forEach((index, partition) -> note(topic, index, partition));
            }
        });
        delta.topicsDelta()
                .deletedTopicIds()
                .forEach(id ->
                        misplaced.removeIf(partition -> partition.topicId().equals(id)));
        send();
    }

    private void note(TopicImage topic, int index, PartitionRegistration partition) {
        TopicIdPartition id = new TopicIdPartition(topic.id(), new TopicPartition(topic.name(), index));
        boolean elsewhere = false;
        for (int replica : partition.replicas) {
            if (replica == parts.id()) {
                Uuid directory = partition.directory(replica);
                elsewhere = !directory.equals(parts.disk().directoryId()) && !directory.equals(DirectoryId.UNASSIGNED);
            }
        }
        if (elsewhere) {
            misplaced.add(id);
        } else {
            misplaced.remove(id);
        }
    }

    private void send() {
        if (inFlight || misplaced.isEmpty() || session.brokerEpoch() < 0) {
            return;
        }
        inFlight = true;
        AssignReplicasToDirsRequestData request = request();
        controller
                .call(
                        ApiKeys.ASSIGN_REPLICAS_TO_DIRS,
                        (active, context) -> active.assignReplicasToDirs(context, request))
                .whenComplete((response, failure) -> parts.loop().schedule(RETRY_MS, () -> {
                    // The metadata tells what took effect; the rest is asked for again.
                    inFlight = false;
                    send();
                }));
    }

    private AssignReplicasToDirsRequestData request() {
        Map<Uuid, TopicData> topics = new LinkedHashMap<>();
        misplaced.stream().limit(BATCH).forEach(partition -> topics.computeIfAbsent(
                        partition.topicId(),
                        id -> new TopicData().setTopicId(id).setPartitions(new ArrayList<>()))
                .partitions()
                .add(new PartitionData().setPartitionIndex(partition.partition())));
        return new AssignReplicasToDirsRequestData()
                .setBrokerId(parts.id())
                .setBrokerEpoch(session.brokerEpoch())
                .setDirectories(List.of(new DirectoryData()
                        .setId(parts.disk().directoryId())
                        .setTopics(new ArrayList<>(topics.values()))));
    }
}
