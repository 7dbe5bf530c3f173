/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** All replicas of this broker, and what the metadata says about all partitions. Confined to the loop. */
final class Replicas {
    private final ReplicationSettings settings;
    private final Disk disk;
    private final Turn turn;
    private final Brokers brokers;
    private final Proposals proposals;
    private final Fetchers fetchers;
    private final LogConfigs configs;
    private final Map<TopicPartition, Hosted> hosted = new LinkedHashMap<>();
    private final Map<TopicPartition, PartitionMetadata> known = new HashMap<>();

    Replicas(ReplicationSettings settings, Disk disk, Turn turn, Brokers brokers, Proposals proposals) {
        this.settings = settings;
        this.disk = disk;
        this.turn = turn;
        this.brokers = brokers;
        this.proposals = proposals;
        this.fetchers = new Fetchers(settings, brokers, turn);
        this.configs = new LogConfigs(settings.logDefaults());
    }

    /** Whether this broker makes the given mistake; never outside of tests. */
    boolean has(Bug mistake) {
        return disk.device().bug() == mistake;
    }

    /** Whether the coordinator of a transaction must vouch for it. */
    boolean verifiesTransactions() {
        return disk.verifiesTransactions();
    }

    Fetchers fetchers() {
        return fetchers;
    }

    @Nullable
    Hosted find(TopicPartition partition) {
        return hosted.get(partition);
    }

    Collection<Hosted> all() {
        return Collections.unmodifiableCollection(hosted.values());
    }

    /** The topic id the metadata has for this name. */
    Optional<TopicIdPartition> identify(TopicPartition partition) {
        PartitionMetadata metadata = known.get(partition);
        return metadata == null ? Optional.empty() : Optional.of(metadata.partition());
    }

    /** Why a partition without a replica here cannot be served. */
    Errors whyMissing(TopicPartition partition) {
        return known.containsKey(partition) ? Errors.NOT_LEADER_OR_FOLLOWER : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    /** Whether a request means the topic this replica belongs to; a zero id means whatever has the name. */
    static boolean sameTopic(TopicIdPartition asked, Hosted replica) {
        return asked.topicId().equals(Uuid.ZERO_UUID)
                || asked.topicId().equals(replica.partition().topicId());
    }

    /** The leader as far as this broker knows. */
    Optional<LeaderHint> hint(TopicPartition partition) {
        Hosted replica = hosted.get(partition);
        if (replica != null) {
            return replica.hint();
        }
        PartitionMetadata metadata = known.get(partition);
        return metadata == null
                ? Optional.empty()
                : Optional.of(new LeaderHint(metadata.leader(), metadata.leaderEpoch()));
    }

    /** Deletions first, because a topic may come back under its name; then leaders, then followers. */
    void apply(Input.MetadataChanged change) {
        brokers.update(change.brokers());
        change.removed().forEach(this::remove);
        for (PartitionMetadata metadata : change.changed()) {
            PartitionMetadata before = known.put(metadata.partition().topicPartition(), metadata);
            if (before != null && !before.partition().equals(metadata.partition())) {
                leave(before.partition());
            }
        }
        for (PartitionMetadata metadata : change.changed()) {
            if (metadata.leader() == settings.brokerId() && isReplica(metadata)) {
                lead(metadata);
            }
        }
        for (PartitionMetadata metadata : change.changed()) {
            if (!isReplica(metadata)) {
                leave(metadata.partition());
            } else if (metadata.leader() != settings.brokerId()) {
                follow(metadata);
            }
        }
        fetchers.sendAll();
    }

    private boolean isReplica(PartitionMetadata metadata) {
        return metadata.replicas().contains(settings.brokerId());
    }

    private void remove(TopicIdPartition partition) {
        PartitionMetadata metadata = known.get(partition.topicPartition());
        if (metadata != null && metadata.partition().equals(partition)) {
            known.remove(partition.topicPartition());
        }
        leave(partition);
    }

    private void leave(TopicIdPartition partition) {
        Hosted replica = hosted.get(partition.topicPartition());
        if (replica != null && replica.partition().equals(partition)) {
            hosted.remove(partition.topicPartition());
            fetchers.remove(replica);
            replica.leave();
        }
        disk.delete(partition);
    }

    /** Delete the logs nobody speaks of any more. */
    void removeStrays() {
        for (PartitionLog log : disk.logs()) {
            Hosted replica = hosted.get(log.partition().topicPartition());
            if (replica == null || replica.log() != log) {
                disk.delete(log.partition());
            }
        }
    }

    private Hosted open(PartitionMetadata metadata) {
        TopicPartition name = metadata.partition().topicPartition();
        Hosted replica = hosted.get(name);
        if (replica == null) {
            replica = new Hosted(disk.open(metadata.partition(), configs.of(metadata.topicConfig())), turn);
            hosted.put(name, replica);
        } else {
            replica.log().configure(configs.of(metadata.topicConfig()));
        }
        return replica;
    }

    private static boolean isNews(PartitionMetadata metadata, Hosted replica) {
        return metadata.partitionEpoch() > replica.partitionEpoch()
                || (metadata.partitionEpoch() == replica.partitionEpoch()
                        && metadata.leaderEpoch() > replica.leaderEpoch());
    }

    private void lead(PartitionMetadata metadata) {
        Hosted replica = open(metadata);
        if (isNews(metadata, replica)) {
            fetchers.remove(replica);
            Leadership current = replica.leadership();
            replica.lead(
                    metadata, current != null ? current : new Leadership(replica, settings, brokers, turn, proposals));
        }
    }

    private void follow(PartitionMetadata metadata) {
        Hosted replica = open(metadata);
        if (isNews(metadata, replica) && replica.follow(metadata)) {
            fetchers.remove(replica);
            if (metadata.leader() >= 0) {
                fetchers.add(metadata.leader(), replica);
            }
        }
    }
}
