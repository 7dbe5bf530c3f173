/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.Comparator;
import java.util.OptionalInt;

/**
 * Sends consumers to an in-sync follower in their own rack (KIP-392), if
 * {@code replica.selector.class} is Kafka's RackAwareReplicaSelector and the leader is elsewhere.
 * Confined to the loop.
 */
final class RackAwareSelector {
    private final ReplicationSettings settings;
    private final Brokers brokers;

    RackAwareSelector(ReplicationSettings settings, Brokers brokers) {
        this.settings = settings;
        this.brokers = brokers;
    }

    /** The follower this reader should go to; empty if it should read here. */
    OptionalInt select(FetchQuery query, ReadAt at, Leadership leadership) {
        boolean here = query.isByReplica()
                || !settings.rackAware()
                || query.rack().isEmpty()
                || query.rack().equals(brokers.rack(settings.brokerId()));
        if (here) {
            return OptionalInt.empty();
        }
        return leadership.followers().stream()
                .filter(follower -> leadership.isr().contains(follower.brokerId())
                        && follower.startOffset() <= at.fetchOffset()
                        && follower.endOffset() >= at.fetchOffset()
                        && brokers.isAlive(follower.brokerId())
                        && query.rack().equals(brokers.rack(follower.brokerId())))
                .max(Comparator.comparingLong(FollowerProgress::endOffset)
                        .thenComparingLong(FollowerProgress::lastCaughtUpMs)
                        .thenComparingInt(FollowerProgress::brokerId))
                .map(follower -> OptionalInt.of(follower.brokerId()))
                .orElse(OptionalInt.empty());
    }
}
