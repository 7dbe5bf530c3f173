/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinator;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The groups one broker incarnation coordinates: Apache Kafka's group coordinator (classic, KIP-848 and
 * streams groups, offsets) without a thread of its own, on the broker's loop.
 *
 * <p>Confined to the loop: call everything there, and its futures complete there. Nothing but the loop
 * keeps it alive; a crashed broker drops its loop and with it the coordinator, in the middle of whatever
 * it did. Kafka's coordinator is built on the first group request or the first leadership of a partition
 * of {@code __consumer_offsets}, because loading its classes takes some 0.4 s once in a JVM.
 */
public final class Groups {

    private final GroupSettings settings;
    private final OffsetCommitListener listener;
    private final LogWriter writer;
    private final LogLoader loader;
    private final CoordinatorAssembly assembly;
    private MetadataImage image = MetadataImage.EMPTY;
    private CoordinatorAssembly.@Nullable Coordinator built;
    private boolean shutDown;

    public Groups(GroupSettings settings, Loop loop, GroupPorts ports) {
        this.settings = requireNonNull(settings, "settings");
        this.listener = ports.listener();
        this.writer = new LogWriter(ports.log());
        this.loader = new LogLoader(new LogLoader.Source(ports.log(), loop, GroupCoordinatorRecordSerde::new));
        this.assembly = new CoordinatorAssembly(settings, loop, new CoordinatorAssembly.Outside(writer, loader, ports));
    }

    /**
     * Kafka's coordinator, for the group requests other than {@link #commitOffsets}; built now if it was
     * not yet.
     *
     * @throws CoordinatorNotAvailableException after {@link #shutdown()}
     */
    public GroupCoordinator coordinator() {
        return built().service();
    }

    private CoordinatorAssembly.Coordinator built() {
        if (built == null) {
            built = started();
        }
        return built;
    }

    /** The settings of each group, kept up to date as the broker's metadata is. */
    public GroupConfigManager groupConfigs() {
        return built().groupConfigs();
    }

    /** How often the members of a streams group are asked to beat, in ms: the group's own setting or the broker's. */
    public int streamsHeartbeatMs(String groupId) {
        return coordinator()
                .groupConfig(groupId)
                .flatMap(GroupConfig::streamsHeartbeatIntervalMs)
                .orElseGet(() -> built().config().streamsGroupHeartbeatIntervalMs());
    }

    /** Commit offsets, and tell the listener of those that are. The caller has checked that the partitions exist. */
    public CompletableFuture<OffsetCommitResponseData> commitOffsets(
            AuthorizableRequestContext context, OffsetCommitRequestData request) {
        return coordinator()
                .commitOffsets(context, request, BufferSupplier.NO_CACHING)
                .thenApply(response -> {
                    CommittedOffsets.tell(request, response, listener);
                    return response;
                });
    }

    /**
     * End a transaction that committed offsets: append the marker and make the offsets count, or drop them.
     *
     * @param offsets a partition of {@code __consumer_offsets}
     * @param marker of the transaction coordinator
     * @return fails as Kafka's coordinator does: NotCoordinatorException, CoordinatorLoadInProgressException …
     */
    public CompletableFuture<Void> completeTransaction(TopicPartition offsets, TxnMarkerEntry marker) {
        return coordinator()
                .completeTransaction(
                        offsets,
                        marker.producerId(),
                        marker.producerEpoch(),
                        marker.coordinatorEpoch(),
                        marker.transactionResult(),
                        marker.transactionVersion());
    }

    /** The partition of {@code __consumer_offsets} whose leader coordinates the group. */
    public int coordinatorPartition(String groupId) {
        return built != null ? built.service().partitionFor(groupId) : Utils.abs(groupId.hashCode()) % partitionCount();
    }

    /** The settings in use. */
    public GroupSettings settings() {
        return settings;
    }

    /** This broker now leads a partition of {@code __consumer_offsets}: load its groups. */
    public void onLeader(int partition, int leaderEpoch) {
        if (!shutDown) {
            coordinator().onElection(partition, leaderEpoch);
        }
    }

    /**
     * This broker no longer leads a partition of {@code __consumer_offsets}, or never did; pending requests
     * of its groups are answered with {@code NOT_COORDINATOR}.
     *
     * @param leaderEpoch the new epoch; empty when the replica is gone
     */
    public void onResigned(int partition, OptionalInt leaderEpoch) {
        writer.silence(partition);
        if (!shutDown && built != null) {
            built.service().onResignation(partition, leaderEpoch);
            built.watch().forget(new TopicPartition(Topic.GROUP_METADATA_TOPIC_NAME, partition));
            loader.cancel(partition);
        }
    }

    /** The high watermark of a partition of {@code __consumer_offsets} rose. */
    public void onHighWatermark(int partition, long highWatermark) {
        writer.onHighWatermark(new TopicPartition(Topic.GROUP_METADATA_TOPIC_NAME, partition), highWatermark);
    }

    /** The broker's metadata changed; tell it after the elections and resignations that follow from it. */
    public void onMetadata(MetadataDelta delta, MetadataImage newImage) {
        image = newImage;
        if (!shutDown && built != null) {
            if (delta.configsDelta() != null) {
                configure(built, delta.configsDelta().changes().keySet());
            }
            built.metadata().apply(delta, newImage);
        }
    }

    /**
     * Leave in good order: fail what is pending with {@code NOT_COORDINATOR}, stop the timers. Idempotent.
     * Requests that come later get {@code COORDINATOR_NOT_AVAILABLE}.
     */
    public void shutdown() {
        if (!shutDown) {
            shutDown = true;
            if (built != null) {
                built.service().shutdown();
            }
        }
    }

    private CoordinatorAssembly.Coordinator started() {
        if (shutDown) {
            throw new CoordinatorNotAvailableException("this broker is shutting down");
        }
        CoordinatorAssembly.Coordinator fresh = assembly.build();
        fresh.service().startup(this::partitionCount);
        configure(fresh, image.configs().resourceData().keySet());
        fresh.metadata().apply(new MetadataDelta.Builder().setImage(image).build(), image);
        return fresh;
    }

    /** Give the coordinator the dynamic settings of the broker and of groups, as they are now. */
    private void configure(CoordinatorAssembly.Coordinator target, Set<ConfigResource> resources) {
        if (resources.stream().anyMatch(it -> it.type() == ConfigResource.Type.BROKER)) {
            Map<String, String> values = new HashMap<>(settings.brokerConfig());
            values.putAll(dynamic(""));
            values.putAll(dynamic(Integer.toString(settings.brokerId())));
            target.live().change(values);
        }
        for (ConfigResource resource : resources) {
            if (resource.type() == ConfigResource.Type.GROUP) {
                target.service()
                        .updateGroupConfig(resource.name(), image.configs().configProperties(resource));
            }
        }
    }

    private Map<String, String> dynamic(String broker) {
        return image.configs().configMapForResource(new ConfigResource(ConfigResource.Type.BROKER, broker));
    }

    private int partitionCount() {
        TopicImage topic = image.topics().getTopic(Topic.GROUP_METADATA_TOPIC_NAME);
        return topic == null ? settings.offsetsPartitions() : topic.partitions().size();
    }
}
