/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.common.runtime.KRaftCoordinatorMetadataDelta;
import org.apache.kafka.coordinator.common.runtime.KRaftCoordinatorMetadataImage;
import org.apache.kafka.coordinator.group.GroupCoordinator;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard.DeletedTopic;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.image.TopicsDelta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka's coordinator of new metadata. Kafka's service does it on the metadata thread and waits
 * there until the offsets of deleted topics are gone, replicated and all. Here that thread is the loop
 * the deletion itself has to run on, so waiting would never end: topics that are deleted are taken to
 * the coordinator's runtime as the service does, without the wait.
 *
 * <p>Confined to the broker's loop.
 */
final class MetadataUpdates {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataUpdates.class);

    private final GroupCoordinator service;
    private final CoordinatorRuntime<GroupCoordinatorShard, CoordinatorRecord> runtime;

    MetadataUpdates(GroupCoordinator service, CoordinatorRuntime<GroupCoordinatorShard, CoordinatorRecord> runtime) {
        this.service = service;
        this.runtime = runtime;
    }

    void apply(MetadataDelta delta, MetadataImage image) {
        TopicsDelta topics = delta.topicsDelta();
        if (topics == null || topics.deletedTopicIds().isEmpty()) {
            service.onMetadataUpdate(delta, image);
            return;
        }
        // The service only has to learn the new image; a delta without changes makes it do just that.
        service.onMetadataUpdate(new MetadataDelta.Builder().setImage(image).build(), image);
        runtime.onMetadataUpdate(new KRaftCoordinatorMetadataDelta(delta), new KRaftCoordinatorMetadataImage(image));
        delete(topics);
    }

    private void delete(TopicsDelta topics) {
        Set<Uuid> ids = Set.copyOf(topics.deletedTopicIds());
        List<DeletedTopic> deleted = new ArrayList<>();
        for (Uuid id : ids) {
            TopicImage topic = topics.image().getTopic(id);
            if (topic != null) {
                deleted.add(new DeletedTopic(id, topic.name()));
            }
        }
        if (!deleted.isEmpty()) {
            runtime.scheduleWriteAllOperation("on-topics-deleted", shard -> shard.onTopicsDeleted(deleted))
                    .forEach(MetadataUpdates::report);
        }
        runtime.scheduleWriteAllOperation(
                        "maybe-cleanup-share-group-state", shard -> shard.maybeCleanupShareGroupState(ids))
                .forEach(MetadataUpdates::report);
    }

    static void report(CompletableFuture<Void> operation) {
        operation.whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.debug("The groups' state of deleted topics could not be removed here.", failure);
            }
        });
    }
}
