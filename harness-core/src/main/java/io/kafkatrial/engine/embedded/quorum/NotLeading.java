/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.raft.LeaderAndEpoch;

/** The controller asked does not lead; carries who does, as far as it knows. */
final class NotLeading extends NotControllerException {

    private static final long serialVersionUID = 1L;

    private final transient LeaderAndEpoch leader;

    NotLeading(LeaderAndEpoch leader) {
        super(
                leader.leaderId().isPresent()
                        ? "The active controller appears to be node "
                                + leader.leaderId().getAsInt() + "."
                        : "No controller appears to be active.");
        this.leader = leader;
    }

    LeaderAndEpoch leader() {
        return leader;
    }
}
