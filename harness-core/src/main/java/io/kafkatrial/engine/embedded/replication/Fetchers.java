/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.Map;
import java.util.TreeMap;

/** The follower's side: one {@link Fetcher} for each broker this one follows. Confined to the loop. */
final class Fetchers {
    private final ReplicationSettings settings;
    private final Brokers brokers;
    private final Turn turn;
    private final Map<Integer, Fetcher> byLeader = new TreeMap<>();

    Fetchers(ReplicationSettings settings, Brokers brokers, Turn turn) {
        this.settings = settings;
        this.brokers = brokers;
        this.turn = turn;
    }

    /** Follow {@code leader} in the replica's present epoch. */
    void add(int leader, Hosted replica) {
        byLeader.computeIfAbsent(leader, id -> new Fetcher(id, settings, brokers, turn))
                .add(replica);
    }

    /** Follow nobody. */
    void remove(Hosted replica) {
        byLeader.values().forEach(fetcher -> fetcher.remove(replica));
    }

    /** Send what can be sent. */
    void sendAll() {
        byLeader.values().forEach(Fetcher::send);
    }

    void ended(Input.ReplicaFetchEnded ended) {
        Fetcher fetcher = byLeader.get(ended.leader());
        if (fetcher != null) {
            fetcher.ended(ended);
        }
    }
}
