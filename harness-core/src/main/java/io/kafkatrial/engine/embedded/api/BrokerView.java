/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.KRaftMetadataCache;

/**
 * What handlers know of the broker they run on.
 *
 * @param brokerId the broker's node id
 * @param clusterId the cluster's id
 * @param config the broker's static configuration
 * @param metadata the committed metadata this broker knows; may lag behind
 * @param brokerEpoch the epoch of the broker's registration, -1 before there is one
 */
public record BrokerView(
        int brokerId, String clusterId, BrokerConfig config, KRaftMetadataCache metadata, LongSupplier brokerEpoch) {
    public BrokerView {
        requireNonNull(clusterId, "clusterId");
        requireNonNull(config, "config");
        requireNonNull(metadata, "metadata");
        requireNonNull(brokerEpoch, "brokerEpoch");
    }

    /**
     * The broker clients are sent to for admin requests. A KRaft broker names any alive broker, at random;
     * here it is this broker itself or, when it is fenced, the alive one with the smallest id: the same in
     * every run, and never a broker the client could not reach while it reached this one.
     */
    Optional<Integer> controllerId(ListenerName listener) {
        if (metadata.hasAliveBroker(brokerId)) {
            return Optional.of(brokerId);
        }
        return metadata.getAliveBrokerNodes(listener).stream().map(Node::id).min(Integer::compare);
    }

    /** The leader of a partition as the metadata has it (KIP-951), with its address if it is alive. */
    CurrentLeader leaderOf(TopicPartition partition, ListenerName listener) {
        return metadata.getLeaderAndIsr(partition.topic(), partition.partition())
                .map(it -> currentLeader(it.leader(), it.leaderEpoch(), listener))
                .orElse(new CurrentLeader(-1, -1, Optional.empty()));
    }

    CurrentLeader currentLeader(int leaderId, int leaderEpoch, ListenerName listener) {
        return new CurrentLeader(leaderId, leaderEpoch, metadata.getAliveBrokerNode(leaderId, listener));
    }

    /** A partition's leader: -1 and -1 when there is none. */
    record CurrentLeader(int id, int epoch, Optional<Node> node) {}
}
