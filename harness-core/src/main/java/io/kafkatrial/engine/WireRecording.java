/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import io.kafkatrial.history.RecordId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the doors of a cluster write down of the traffic of clients in any language, without changing a byte of it.
 *
 * <p>Identities are given by place, not by a header: an idempotent producer's batch is known by producer id, epoch,
 * sequence and partition; any other by its content, and two equal ones are told apart by whether the first could still
 * be on its way. Safe for use by several threads.
 */
public interface WireRecording {

    /** What the client ids of the harness's own readers contain: what they read is no delivery. */
    String READER = "final-read";

    /** The identity of a record that lies in a log; empty for one that no recorded client sent. */
    Optional<RecordId> identify(PartitionId place, ReplicaRecord record);

    /** The topics something was sent to. */
    Set<String> topics();

    /** Whether any client used transactions. */
    boolean sawTransactions();

    /** Why something may be missing, one sentence each; empty if all was seen. */
    List<String> blindSpots();

    /** Say what became of all that is still open, and write no more. */
    void finish();
}
