/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.history.RecordId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What comes of a {@link Request}. */
@API(status = Status.INTERNAL, since = "0.1.0")
public sealed interface Answer {

    /**
     * What does not change while the cluster runs.
     *
     * @param process the number of the one that is let in, unlike that of every other
     * @param certificates where its certificates are, if it has any
     * @param brokers ids, ascending
     * @param controllers ids, ascending
     */
    record Welcome(
            int process,
            ClusterSpec spec,
            String engine,
            Set<Capability> capabilities,
            Duration startedIn,
            String bootstrapServers,
            List<Integer> brokers,
            List<Integer> controllers,
            Optional<Path> certificates)
            implements Answer {}

    /** It is done. */
    record Done() implements Answer {}

    /** What an administrator's act did. */
    record Outcome(AdminOutcome outcome) implements Answer {}

    /** The state of a process. */
    record State(NodeState state) implements Answer {}

    /** Partitions as the controller has them. */
    record Partitions(List<PartitionView> partitions) implements Answer {}

    /** A node, or none. */
    record Node(OptionalInt id) implements Answer {}

    /** What a link did. */
    record Count(LinkCount count) implements Answer {}

    /** How often. */
    record Total(long number) implements Answer {}

    /** A text, or none. */
    record Text(Optional<String> text) implements Answer {}

    /** Files by the names of nodes. */
    record Logs(Map<String, Path> files) implements Answer {}

    /** Whether it is so. */
    record Truth(boolean truth) implements Answer {}

    /** Some records of a replica, and more to come. */
    record Records(List<Sighting> records) implements Answer {}

    /**
     * A record of a replica.
     *
     * @param id who it is by the recording of the wire, if this process has asked for one
     */
    record Sighting(ReplicaRecord record, Optional<RecordId> id) {}

    /** The ends of a replica; the last answer about it. */
    record Replica(Optional<ReplicaLog> log) implements Answer {}

    /** Who a record is. */
    record Identity(Optional<RecordId> id) implements Answer {}

    /** What the recording of the wire saw. */
    record Seen(Set<String> topics, boolean transactions, List<String> blindSpots) implements Answer {}
}
