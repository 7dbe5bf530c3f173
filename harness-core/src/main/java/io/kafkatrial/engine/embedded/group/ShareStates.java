/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.KRaftCoordinatorMetadataDelta;
import org.apache.kafka.coordinator.common.runtime.KRaftCoordinatorMetadataImage;
import org.apache.kafka.coordinator.share.ShareCoordinator;
import org.apache.kafka.coordinator.share.ShareCoordinatorRecordSerde;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.server.share.SharePartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * The states of share partitions one broker incarnation keeps: Apache Kafka's share coordinator on the
 * broker's loop, over the replicated {@code __share_group_state}. Put there as {@link Groups} is, and like
 * it built with the first question or the first leadership.
 *
 * <p>Confined to the loop: call everything there, and its futures complete there.
 */
public final class ShareStates {

    private final GroupSettings settings;
    private final LogWriter writer;
    private final LogLoader loader;
    private final ShareAssembly assembly;
    private MetadataImage image = MetadataImage.EMPTY;
    private ShareAssembly.@Nullable Coordinator built;
    private boolean shutDown;

    /**
     * @param log the partitions of {@code __share_group_state}
     */
    public ShareStates(GroupSettings settings, Loop loop, CoordinatorLog log) {
        this.settings = requireNonNull(settings, "settings");
        this.writer = new LogWriter(log);
        this.loader = new LogLoader(new LogLoader.Source(log, loop, ShareCoordinatorRecordSerde::new));
        this.assembly = new ShareAssembly(settings, loop, writer, loader);
    }

    /**
     * Kafka's coordinator, built now if it was not yet.
     *
     * @throws CoordinatorNotAvailableException after {@link #shutdown()}
     */
    public ShareCoordinator coordinator() {
        if (built == null) {
            built = started();
        }
        return built.service();
    }

    /** The partition of {@code __share_group_state} whose leader coordinates this share partition. */
    public int coordinatorPartition(SharePartitionKey key) {
        return Utils.abs(key.asCoordinatorKey().hashCode()) % partitionCount();
    }

    /** This broker now leads a partition of {@code __share_group_state}: load it. */
    public void onLeader(int partition, int leaderEpoch) {
        if (!shutDown) {
            coordinator().onElection(partition, leaderEpoch);
        }
    }

    /**
     * This broker no longer leads a partition of {@code __share_group_state}, or never did.
     *
     * @param leaderEpoch the new epoch; empty when the replica is gone
     */
    public void onResigned(int partition, OptionalInt leaderEpoch) {
        writer.silence(partition);
        if (!shutDown && built != null) {
            built.service().onResignation(partition, leaderEpoch);
            loader.cancel(partition);
        }
    }

    /** The high watermark of a partition of {@code __share_group_state} rose. */
    public void onHighWatermark(int partition, long highWatermark) {
        writer.onHighWatermark(new TopicPartition(Topic.SHARE_GROUP_STATE_TOPIC_NAME, partition), highWatermark);
    }

    /** The broker's metadata changed; tell it after the elections and resignations that follow from it. */
    public void onMetadata(MetadataDelta delta, MetadataImage newImage) {
        image = newImage;
        if (shutDown || built == null) {
            return;
        }
        if (delta.topicsDelta() == null || delta.topicsDelta().deletedTopicIds().isEmpty()) {
            built.service().onMetadataUpdate(delta, newImage);
            return;
        }
        // As in MetadataUpdates: Kafka's service would wait here for what the loop has yet to do.
        built.service()
                .onMetadataUpdate(new MetadataDelta.Builder().setImage(newImage).build(), newImage);
        built.runtime()
                .onMetadataUpdate(
                        new KRaftCoordinatorMetadataDelta(delta), new KRaftCoordinatorMetadataImage(newImage));
        Set<Uuid> deleted = Set.copyOf(delta.topicsDelta().deletedTopicIds());
        built.runtime()
                .scheduleWriteAllOperation("on-topics-deleted", shard -> shard.maybeCleanupShareState(deleted))
                .forEach(MetadataUpdates::report);
    }

    /** Leave in good order. Idempotent. */
    public void shutdown() {
        if (!shutDown) {
            shutDown = true;
            if (built != null) {
                built.service().shutdown();
            }
        }
    }

    private ShareAssembly.Coordinator started() {
        if (shutDown) {
            throw new CoordinatorNotAvailableException("this broker is shutting down");
        }
        ShareAssembly.Coordinator fresh = assembly.build();
        fresh.service().startup(this::partitionCount);
        fresh.service()
                .onMetadataUpdate(new MetadataDelta.Builder().setImage(image).build(), image);
        return fresh;
    }

    private int partitionCount() {
        TopicImage topic = image.topics().getTopic(Topic.SHARE_GROUP_STATE_TOPIC_NAME);
        return topic == null
                ? settings.shareStatePartitions()
                : topic.partitions().size();
    }
}
