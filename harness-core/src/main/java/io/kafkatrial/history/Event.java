/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One thing that happened, seen from where it was recorded. A send is invoked once and ends at most
 * once: acked, failed (certainly not in the log) or unknown (perhaps in the log). A send without an
 * end is unknown.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Event {

    /** When, by the harness's clock; the order of a {@link History} is the order of recording. */
    Instant at();

    /**
     * The application called send.
     *
     * @param partition the partition asked for; empty leaves it to the partitioner
     * @param key a printable digest of the record's key; empty for no key
     */
    record SendInvoked(Instant at, RecordId id, String topic, OptionalInt partition, Optional<String> key)
            implements Event {}

    /** The broker acknowledged the send; {@code offset} is -1 under acks=0. */
    record SendAcked(Instant at, RecordId id, String topic, int partition, long offset) implements Event {}

    /** The send failed in a way that leaves no record behind. */
    record SendFailed(Instant at, RecordId id, String topic, String error) implements Event {}

    /** The send failed in a way that may have left a record behind: a timeout, a lost connection. */
    record SendUnknown(Instant at, RecordId id, String topic, String error) implements Event {}

    /**
     * A poll of the application handed out this record.
     *
     * @param group the consumer's group; empty for a consumer that assigned itself partitions by hand,
     *     from which nobody expects that it reads everything
     * @param id the record's identity; empty if it was not sent through the harness
     */
    record Polled(
            Instant at,
            String consumer,
            Optional<String> group,
            String topic,
            int partition,
            long offset,
            Optional<RecordId> id)
            implements Event {}

    /**
     * The application reported the effect of a record as done.
     *
     * @param by the application, not its thread or instance: effects are counted per name, so all
     *     members of one group report under one name
     * @param id the record's identity; if empty, the checker finds it by partition and offset
     */
    record Processed(Instant at, String by, String topic, int partition, long offset, Optional<RecordId> id)
            implements Event {}

    /** A consumer got partitions, each written {@code orders-0}. */
    record Assigned(Instant at, String consumer, Optional<String> group, List<String> partitions) implements Event {}

    /** Partitions were taken from a consumer. */
    record Revoked(Instant at, String consumer, Optional<String> group, List<String> partitions) implements Event {}

    /** A consumer's commit of one partition succeeded; {@code offset} is the next to read. */
    record Committed(Instant at, String consumer, String group, String topic, int partition, long offset)
            implements Event {}

    /** A consumer's commit of one partition failed. */
    record CommitFailed(
            Instant at, String consumer, String group, String topic, int partition, long offset, String error)
            implements Event {}

    /**
     * A client is in another state: "started", "crashed", "closed", "leaked" if the application lost it, "paused",
     * "still paused" or "resumed".
     */
    record ClientChanged(Instant at, String client, String state) implements Event {

        /** Whether nobody works with it any more; one that is paused may go on. */
        public boolean isEnd() {
            return state.equals("crashed") || state.equals("closed") || state.equals("leaked");
        }
    }

    /**
     * The final read after all faults healed found this record.
     *
     * @param id the record's identity; empty if it was not sent through the harness
     */
    record Found(Instant at, String topic, int partition, long offset, Optional<RecordId> id) implements Event {}

    /** The final read of a partition is complete: everything from {@code from} up to {@code end}. */
    record Drained(Instant at, String topic, int partition, long from, long end) implements Event {}

    /**
     * The test promised this fault. Recorded before the test body runs: a declared fault that never
     * fires makes the verdict vacuous.
     *
     * @param fault the same name as in {@link FaultFired} and {@link FaultHealed}
     * @param description what is to happen, to whom and when, in words
     */
    record FaultDeclared(Instant at, String fault, String description) implements Event {}

    /** A fault was pulled. {@code fault} names it the same way in all its events. */
    record FaultFired(Instant at, String fault, String detail) implements Event {}

    /**
     * A fault is being lifted: from here on nothing of it is held any more, and what it broke may recover. {@link
     * FaultHealed} follows when that is done, a crashed broker serves again for example.
     */
    record FaultLifted(Instant at, String fault) implements Event {}

    /**
     * A fault ended.
     *
     * @param touched how much it touched: processes, messages; 0 means it never bit
     * @param evidence what it touched, in words
     */
    record FaultHealed(Instant at, String fault, long touched, String evidence) implements Event {}

    /** The controller committed another leader of a partition. */
    record LeaderChanged(Instant at, String topic, int partition, OptionalInt leader, int leaderEpoch)
            implements Event {}

    /** The controller committed another in-sync set of a partition. */
    record IsrChanged(Instant at, String topic, int partition, List<Integer> isr, int leaderEpoch) implements Event {}

    /** Another controller leads the quorum, or none. */
    record ControllerChanged(Instant at, OptionalInt controller, int epoch) implements Event {}

    /** A broker's process changed: running, paused, crashed, stopped. */
    record BrokerChanged(Instant at, int broker, String state) implements Event {}

    /** The wire saw an offset of a group become committed. */
    record GroupOffset(Instant at, String group, String topic, int partition, long offset, OptionalLong leaderEpoch)
            implements Event {}

    // ---- producers and their transactions; cold kinds, one for each client, lane or transaction

    /**
     * A producer was made.
     *
     * @param producer its name; the {@link RecordId}s of its first lane carry the same one
     * @param acks as configured: "0", "1" or "all"
     */
    record ProducerOpened(Instant at, String producer, Optional<String> transactionalId, String acks)
            implements Event {}

    /** Record ids whose producer part is {@code lane} come from this producer: another thread that sends by it. */
    record LaneOpened(Instant at, String lane, String producer) implements Event {}

    /** {@code initTransactions} returned: every older producer of the id is fenced from here on. */
    record TransactionsInitialized(Instant at, String producer, String transactionalId) implements Event {}

    /** A producer was told that a newer one of its transactional id exists. */
    record ProducerFenced(Instant at, String producer, String error) implements Event {}

    /**
     * A transaction began. What the producer sends until its end belongs to it.
     *
     * @param transaction 0, 1, 2, … within the producer
     */
    record TransactionBegun(Instant at, String producer, long transaction) implements Event {}

    /** The application is about to send the offset of a group with the transaction; the next to read. */
    record OffsetsSent(
            Instant at, String producer, long transaction, String group, String topic, int partition, long offset)
            implements Event {}

    /** The application is about to commit. A transaction without any end is unknown. */
    record TransactionCommitInvoked(Instant at, String producer, long transaction) implements Event {}

    /** The application is about to abort, or gave the transaction up by closing its producer. */
    record TransactionAbortInvoked(Instant at, String producer, long transaction) implements Event {}

    /** The commit succeeded. */
    record TransactionCommitted(Instant at, String producer, long transaction) implements Event {}

    /** The abort succeeded: nothing of the transaction may ever be seen by readers of committed records. */
    record TransactionAborted(Instant at, String producer, long transaction) implements Event {}

    /** The end of the transaction failed in a way that leaves open which end it has. */
    record TransactionUnknown(Instant at, String producer, long transaction, String error) implements Event {}

    /** The send of this id has no value: it deletes its key in a compacted topic. Follows its SendInvoked. */
    record TombstoneSent(Instant at, RecordId id) implements Event {}

    /** The application made the record {@code output} from the record at this place. */
    record Derived(Instant at, RecordId output, String topic, int partition, long offset) implements Event {}

    /**
     * A record came out otherwise than it went in. The recorder compares a checksum that travels with the
     * id, so that the hot events carry none. Recorded beside the sighting.
     *
     * @param by who saw it, as in the sighting
     * @param what what differs: "key", "value", "headers", "timestamp", or several
     */
    record Damaged(Instant at, String by, RecordId id, String topic, int partition, long offset, String what)
            implements Event {}

    // ---- consumers

    /**
     * A consumer was made.
     *
     * @param isolation "read_committed" or "read_uncommitted"
     * @param reset its {@code auto.offset.reset}
     * @param protocol "classic", "consumer" or "share"
     */
    record ConsumerOpened(
            Instant at, String consumer, Optional<String> group, String isolation, String reset, String protocol)
            implements Event {}

    /** A consumer is a member of its group in this generation (or member epoch). */
    record Joined(Instant at, String consumer, String group, String member, int generation, Optional<String> instance)
            implements Event {}

    /** A consumer was told that it is no longer a member, or of an older generation. */
    record MemberFenced(Instant at, String consumer, String group, String error) implements Event {}

    /**
     * One call of poll is over; the last {@code records} {@link Polled} of this consumer are what it returned.
     *
     * @param records 0 for a poll in vain, of which a recorder need not tell each
     */
    record PollReturned(Instant at, String consumer, int records) implements Event {}

    /** The application moved the position of a consumer. */
    record Seeked(Instant at, String consumer, String topic, int partition, long offset) implements Event {}

    /**
     * The position of a consumer moved by itself: {@code auto.offset.reset} was applied.
     *
     * @param from where it would have read on; empty if nothing was committed
     * @param cause "out of range", "no committed offset", "truncated" or "unknown"
     */
    record PositionReset(
            Instant at, String consumer, String topic, int partition, OptionalLong from, long to, String cause)
            implements Event {}

    /** A consumer is about to commit one partition; ends in {@link Committed} or {@link CommitFailed}. */
    record CommitInvoked(Instant at, String consumer, String group, String topic, int partition, long offset)
            implements Event {}

    /**
     * A client asked for a group's committed offset and got this answer.
     *
     * @param asked when it asked; what was committed before must be in the answer
     * @param offset empty if nothing is committed
     */
    record OffsetFetched(
            Instant at, Instant asked, String consumer, String group, String topic, int partition, OptionalLong offset)
            implements Event {}

    /**
     * A group's offset was set or erased by other than its members: an administrator, or expiry.
     *
     * @param offset empty if it was erased
     */
    record GroupOffsetReset(Instant at, String group, String topic, int partition, OptionalLong offset, String why)
            implements Event {}

    /**
     * A member of a share group acknowledged a record, and the broker took it.
     *
     * @param how "accept", "release", "reject", or "renew" for more time
     */
    record ShareAcknowledged(
            Instant at, String consumer, String group, String topic, int partition, long offset, String how)
            implements Event {}

    // ---- the log

    /**
     * The final read under {@code read_committed} did not hand out the record that the raw final read
     * found here: its transaction is aborted, or open. Only said where {@link CommittedDrained} is said too.
     */
    record Hidden(Instant at, String topic, int partition, long offset, RecordId id) implements Event {}

    /** The final read under {@code read_committed} is complete: everything from {@code from} to the last stable offset. */
    record CommittedDrained(Instant at, String topic, int partition, long from, long lastStable) implements Event {}

    /** The log of one replica, read raw after the drain, holds this record. */
    record ReplicaFound(Instant at, int broker, String topic, int partition, long offset, Optional<RecordId> id)
            implements Event {}

    /** The raw read of one replica's log is complete: everything from {@code from} up to {@code end}. */
    record ReplicaRead(
            Instant at, int broker, String topic, int partition, long from, long end, OptionalLong highWatermark)
            implements Event {}

    /**
     * The ends of a partition, as its leader told: to a client that asked for them, or to the final read.
     *
     * @param asked when the question was sent; what was acknowledged before must be in the answer
     */
    record PartitionEnds(
            Instant at,
            Instant asked,
            String topic,
            int partition,
            OptionalLong logStart,
            OptionalLong lastStable,
            OptionalLong highWatermark,
            OptionalLong logEnd)
            implements Event {}

    /**
     * What a topic is like; again whenever it changed.
     *
     * @param cleanup its {@code cleanup.policy}
     */
    record TopicSettings(Instant at, String topic, int partitions, int minInsync, String cleanup) implements Event {}

    /**
     * Another broker coordinates a group or a transactional id.
     *
     * @param role "group", "transaction" or "share"
     * @param of the group, the transactional id
     */
    record CoordinatorChanged(Instant at, String role, String of, OptionalInt broker) implements Event {}
}
