/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import java.util.HashSet;
import java.util.Set;

/** The answers to one call for votes. Confined to its voter. */
final class Ballots {

    private final RaftSettings settings;
    private final Set<Integer> granted = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();

    /** Begin with the caller's own vote. */
    Ballots(RaftSettings settings) {
        this.settings = settings;
        granted.add(settings.self());
    }

    void count(int voter, boolean grants) {
        (grants ? granted : refused).add(voter);
    }

    boolean won() {
        return granted.size() >= settings.majority();
    }

    /** Whether no majority can come about any more. */
    boolean lost() {
        return settings.voters().size() - refused.size() < settings.majority();
    }
}
