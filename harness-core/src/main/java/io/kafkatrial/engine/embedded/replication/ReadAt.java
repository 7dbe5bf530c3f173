/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.OptionalInt;

/** Where and how much of one partition a consumer or a follower wants to read. */
record ReadAt(
        long fetchOffset,
        long logStartOffset,
        int maxBytes,
        OptionalInt currentLeaderEpoch,
        OptionalInt lastFetchedEpoch) {

    static ReadAt of(Input.Position position) {
        return new ReadAt(
                position.fetchOffset(),
                -1,
                position.maxBytes(),
                position.currentLeaderEpoch(),
                position.lastFetchedEpoch());
    }

    static ReadAt of(ReplicaFetch.Wanted wanted) {
        return new ReadAt(
                wanted.fetchOffset(),
                wanted.logStartOffset(),
                wanted.maxBytes(),
                OptionalInt.of(wanted.currentLeaderEpoch()),
                wanted.lastFetchedEpoch() < 0 ? OptionalInt.empty() : OptionalInt.of(wanted.lastFetchedEpoch()));
    }
}
