/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.util.PartitionMetadataClient;

/**
 * What a broker's groups need of the rest of it.
 *
 * @param log the partitions of {@code __consumer_offsets}
 * @param listener told of committed offsets
 * @param states told how the states of groups change
 * @param shares keeps the states of share partitions; share groups begin, move and delete them
 * @param ends the ends of partitions, for the lag of share groups
 */
public record GroupPorts(
        CoordinatorLog log,
        OffsetCommitListener listener,
        GroupStateListener states,
        Persister shares,
        PartitionMetadataClient ends) {
    public GroupPorts {
        requireNonNull(log, "log");
        requireNonNull(listener, "listener");
        requireNonNull(states, "states");
        requireNonNull(shares, "shares");
        requireNonNull(ends, "ends");
    }
}
