/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What an attached process asks for: most are methods of {@link io.kafkatrial.engine.RunningCluster}. */
@API(status = Status.INTERNAL, since = "0.1.0")
public sealed interface Request {

    /** The first one: let me in. Answered by {@link Answer.Welcome}. */
    record Greet(int version, String token) implements Request {}

    /** Answered by {@link Answer.Done}. */
    record Pull(Lever lever) implements Request {}

    /** Answered by {@link Answer.Outcome}. */
    record Administer(AdminAct act) implements Request {}

    /** Answered by {@link Answer.State}. */
    record State(Endpoint node) implements Request {}

    /** Answered by {@link Answer.Partitions} of one or none. */
    record Partition(PartitionId partition) implements Request {}

    /** Answered by {@link Answer.Partitions}. */
    record Partitions() implements Request {}

    /** Answered by {@link Answer.Node}. */
    record GroupCoordinator(String group) implements Request {}

    /** Answered by {@link Answer.Node}. */
    record TransactionCoordinator(String transactionalId) implements Request {}

    /** Answered by {@link Answer.Node}. */
    record ActiveController() implements Request {}

    /** Answered by {@link Answer.Count}. */
    record Count(Endpoint from, Endpoint to) implements Request {}

    /** How often a rule for requests acted that this process armed. Answered by {@link Answer.Total}. */
    record Touched(String rule) implements Request {}

    /** How often a rule in the code acted that this process armed. Answered by {@link Answer.Total}. */
    record Acted(String rule) implements Request {}

    /** Answered by {@link Answer.Text}. */
    record Version(Endpoint node) implements Request {}

    /** Answered by {@link Answer.Logs}. */
    record NodeLogs() implements Request {}

    /** Answered by {@link Answer.Truth}. */
    record AwaitHealthy(Duration timeout) implements Request {}

    /**
     * Answered by any number of {@link Answer.Records}, if {@code records} are wanted, and {@link Answer.Replica} as the
     * last.
     */
    record ReadReplica(int broker, PartitionId partition, boolean records) implements Request {}

    /** Tell {@link Told.Recorded} from now on. Answered by {@link Answer.Truth}: whether there is a door to look at. */
    record RecordWire() implements Request {}

    /** Who this is, by the recording of the wire. Answered by {@link Answer.Identity}. */
    record Identify(PartitionId place, ReplicaRecord record) implements Request {}

    /** What the recording of the wire saw so far. Answered by {@link Answer.Seen}. */
    record LookAtWire() implements Request {}

    /** End the recording of the wire; its last events come before the answer, {@link Answer.Done}. */
    record FinishWire() implements Request {}

    /** Wait until no other process works on the cluster. Answered by {@link Answer.Done}. */
    record TakeTurn() implements Request {}

    /** Let the next process work. Answered by {@link Answer.Done}. */
    record GiveTurn() implements Request {}
}
