/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.group.Groups;
import io.kafkatrial.engine.embedded.group.ShareStates;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.share.ShareLeader;
import io.kafkatrial.engine.embedded.share.ShareRules;
import io.kafkatrial.engine.embedded.share.StateCalls;
import io.kafkatrial.engine.embedded.share.StatePersister;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.metadata.LeaderAndIsr;
import org.apache.kafka.server.common.ShareVersion;
import org.apache.kafka.server.share.SharePartitionKey;
import org.apache.kafka.server.share.persister.Persister;
import org.jspecify.annotations.Nullable;

/**
 * Share groups on one incarnation of a broker: the share partitions it leads, the states it keeps for
 * others, and the way to those who keep its own. Each is built when it is first needed, so that a test
 * without share groups pays nothing. Confined to the broker's loop.
 */
final class Shares implements StateCalls.Coordinators {

    /** Longer than a coordinator waits for its replicas, {@code share.coordinator.write.timeout.ms}. */
    private static final long ANSWER_MS = 6_000;

    private static final String STATES = Topic.SHARE_GROUP_STATE_TOPIC_NAME;

    private final NodeParts parts;
    private final ReplicationDriver replicas;
    private final BrokerPeers.Others others;
    private final KRaftMetadataCache metadata;
    private final Persister persister;
    private @Nullable ShareStates states;
    private @Nullable ShareLeader leader;
    private MetadataImage image = MetadataImage.EMPTY;
    private @Nullable Groups groups;
    private Consumer<String> createTopic = name -> {};
    private boolean shutDown;

    Shares(NodeParts parts, ReplicationDriver replicas, BrokerPeers.Others others, KRaftMetadataCache metadata) {
        this.parts = parts;
        this.replicas = replicas;
        this.others = others;
        this.metadata = metadata;
        this.persister = new StatePersister(new StateCalls(parts.loop(), this));
    }

    /** Groups need the persister, and share groups need the groups' settings. */
    void attach(Groups coordinator) {
        groups = coordinator;
    }

    /**
     * @param creator told the name of an internal topic that does not exist
     */
    void createTopicsBy(Consumer<String> creator) {
        createTopic = creator;
    }

    /** Keeps the states of share partitions with their coordinators. */
    Persister persister() {
        return persister;
    }

    /** The states this broker keeps. */
    ShareStates states() {
        if (states == null) {
            states = new ShareStates(groups().settings(), parts.loop(), new InternalLog(replicas, STATES));
            states.onMetadata(new MetadataDelta.Builder().setImage(image).build(), image);
            if (shutDown) {
                states.shutdown();
            }
        }
        return states;
    }

    /** The share partitions this broker leads. */
    ShareLeader leader() {
        if (leader == null) {
            leader = Leading.of(parts, groups(), persister, replicas);
        }
        return leader;
    }

    private Groups groups() {
        if (groups == null) {
            throw new IllegalStateException("share groups are used before the broker is put together");
        }
        return groups;
    }

    @Override
    public OptionalInt find(SharePartitionKey key) {
        if (!metadata.contains(STATES)) {
            createTopic.accept(STATES);
            return OptionalInt.empty();
        }
        return metadata.getLeaderAndIsr(STATES, states().coordinatorPartition(key))
                .map(LeaderAndIsr::leader)
                .filter(metadata::hasAliveBroker)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    @Override
    public <A> void ask(
            int broker,
            StateCalls.Asked<A> question,
            BiConsumer<? super @Nullable A, ? super @Nullable Throwable> then) {
        parts.fabric()
                .transport()
                .call(
                        new Transport.Trip(Endpoint.broker(parts.id()), Endpoint.broker(broker), ANSWER_MS),
                        new Errand<A>(label(question.api()), () -> {
                            Brain there = others.broker(broker);
                            return there == null
                                    ? CompletableFuture.failedFuture(
                                            new Transport.Unreachable("broker " + broker + " is starting"))
                                    : question.at()
                                            .apply(there.shares().states().coordinator());
                        }),
                        then);
    }

    private Label label(ApiKeys api) {
        return new Label(api, "Persister-client-" + parts.id(), Label.Channel.SHARE_STATE);
    }

    void onMetadata(MetadataDelta delta, MetadataImage newImage) {
        image = newImage;
        if (states != null) {
            states.onMetadata(delta, newImage);
        }
        if (leader != null && delta.featuresDelta() != null && !isEnabled(newImage)) {
            leader.onDisabled();
        }
    }

    private static boolean isEnabled(MetadataImage image) {
        short level = image.features().finalizedVersions().getOrDefault(ShareVersion.FEATURE_NAME, (short) 0);
        return ShareVersion.fromFeatureLevel(level).supportsShareGroups();
    }

    void onHighWatermark(Output.HighWatermarkAdvanced advanced) {
        if (states != null && isStates(advanced.partition())) {
            states.onHighWatermark(advanced.partition().partition(), advanced.highWatermark());
        }
        if (leader != null) {
            leader.onHighWatermark(advanced.partition());
        }
    }

    void onLeader(Output.BecameLeader elected) {
        if (isStates(elected.partition())) {
            states().onLeader(elected.partition().partition(), elected.leaderEpoch());
        }
    }

    void onFollower(Output.BecameFollower follower) {
        resigned(follower.partition(), OptionalInt.of(follower.leaderEpoch()));
    }

    void onRemoved(Output.Removed removed) {
        resigned(removed.partition(), OptionalInt.empty());
    }

    private void resigned(TopicIdPartition partition, OptionalInt leaderEpoch) {
        if (states != null && isStates(partition)) {
            states.onResigned(partition.partition(), leaderEpoch);
        }
        if (leader != null) {
            leader.onResigned(partition);
        }
    }

    private static boolean isStates(TopicIdPartition partition) {
        return partition.topic().equals(STATES);
    }

    /** A client's connection is gone, and with it the share session it carried. */
    void onDisconnected(String connection) {
        if (leader != null) {
            leader.onDisconnected(connection);
        }
    }

    /** Leave in good order. */
    void shutdown() {
        shutDown = true;
        if (states != null) {
            states.shutdown();
        }
    }

    /** Apart, so that the classes of a leader are loaded with the first one. */
    private static final class Leading {
        static ShareLeader of(NodeParts parts, Groups groups, Persister persister, ReplicationDriver replicas) {
            ShareRules rules = new ShareRules(groups.settings().shareGroups(), groups.groupConfigs());
            return new ShareLeader(parts.loop(), rules, persister, new ShareReader(replicas));
        }
    }
}
