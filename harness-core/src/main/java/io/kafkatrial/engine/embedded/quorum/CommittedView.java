/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.kafkatrial.engine.embedded.loop.LoopTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.TopicDelta;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.metadata.PartitionRegistration;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The harness's own image of the committed metadata, and the cluster events its changes make. A
 * partition's creation is no change.
 *
 * <p>It is never behind what a broker or a client knows: a voter advances it in the step that commits, before
 * anybody can read what was committed.
 *
 * <p>Safe for use by several threads; guarded by its monitor, images are immutable.
 */
final class CommittedView {

    private static final Logger LOGGER = LoggerFactory.getLogger(CommittedView.class);

    private final LoopClock clock;
    private final ClusterListener listener;
    private final ImageLoader loader;
    private volatile MetadataImage image = MetadataImage.EMPTY;

    CommittedView(LoopClock clock, ClusterListener listener) {
        this.clock = clock;
        this.listener = listener;
        this.loader = new ImageLoader("harness", new LoopTime(clock), this::changed);
    }

    MetadataImage image() {
        return image;
    }

    /** Take over what is new of these batches. */
    synchronized void advance(List<Batch<ApiMessageAndVersion>> batches, LeaderAndEpoch leader) {
        loader.load(new Fetched(batches, leader));
    }

    static PartitionView view(String topic, int partition, PartitionRegistration registration) {
        return new PartitionView(
                new PartitionId(topic, partition),
                leaderOf(registration),
                registration.leaderEpoch,
                list(registration.isr),
                list(registration.replicas));
    }

    private void changed(MetadataDelta delta, MetadataImage newImage, long offset) {
        MetadataImage before = image;
        image = newImage;
        if (delta.topicsDelta() == null) {
            return;
        }
        for (TopicDelta topic : delta.topicsDelta().changedTopics().values()) {
            TopicImage old = before.topics().getTopic(topic.id());
            topic.partitionChanges()
                    .forEach((partition, registration) -> compare(
                            new PartitionId(topic.name(), partition),
                            old == null ? null : old.partitions().get(partition),
                            registration));
        }
    }

    /** A partition that is new has a new leader and a new in-sync set. */
    private void compare(PartitionId id, @Nullable PartitionRegistration before, PartitionRegistration after) {
        if (before == null || before.leader != after.leader) {
            tell(new ClusterEvent.LeaderChanged(now(), id, leaderOf(after), after.leaderEpoch));
        }
        if (before == null || !asSet(before.isr).equals(asSet(after.isr))) {
            tell(new ClusterEvent.IsrChanged(now(), id, list(after.isr), after.leaderEpoch));
        }
    }

    /** A listener's mistake must not fail the voter, on whose loop this runs. */
    private void tell(ClusterEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException failed) {
            LOGGER.error("A listener failed at {}; the cluster goes on.", event, failed);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.wallMs());
    }

    private static OptionalInt leaderOf(PartitionRegistration registration) {
        return registration.hasLeader() ? OptionalInt.of(registration.leader) : OptionalInt.empty();
    }

    private static List<Integer> list(int[] ids) {
        return IntStream.of(ids).boxed().toList();
    }

    private static Set<Integer> asSet(int[] ids) {
        return Arrays.stream(ids).boxed().collect(Collectors.toSet());
    }
}
