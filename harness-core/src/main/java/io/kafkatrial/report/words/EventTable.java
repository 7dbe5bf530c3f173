/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import static io.kafkatrial.report.words.EventKind.END;
import static io.kafkatrial.report.words.EventKind.on;

import io.kafkatrial.history.Event;
import java.util.HashMap;
import java.util.Map;

/** One line for each kind of event: where it is drawn, who did it, and how it reads. Confined to its making. */
final class EventTable {

    private final Map<Class<? extends Event>, EventKind> table = new HashMap<>();

    private EventTable() {
        producers();
        consumers();
        finalRead();
        cluster();
        transactions();
        faults();
        commits();
    }

    static Map<Class<? extends Event>, EventKind> all() {
        return new EventTable().table;
    }

    private void producers() {
        say(
                Event.SendInvoked.class,
                on(Lane.PRODUCERS, "{sender}")
                        .says(Tone.ASKED, "sent", "sent {id} to {topic}[-{partition}][ with key {key}]"));
        say(
                Event.SendAcked.class,
                on(Lane.PRODUCERS, "{sender}").says(Tone.ACKED, "acked", "was told that {id} is at {place}"));
        say(
                Event.SendFailed.class,
                on(Lane.PRODUCERS, "{sender}").says(Tone.FAILED, "failed", "was told that {id} failed: {error}"));
        say(
                Event.SendUnknown.class,
                on(Lane.PRODUCERS, "{sender}")
                        .says(Tone.UNKNOWN, "unknown", "was left in the dark about {id}: {error}"));
        say(
                Event.ProducerOpened.class,
                on(Lane.PRODUCERS, "{producer}")
                        .says(
                                Tone.CHANGED,
                                "opened",
                                "was made with acks={acks}[ and the transactional id {transactionalId}]"));
        say(
                Event.LaneOpened.class,
                on(Lane.PRODUCERS, "{lane}").says(Tone.CHANGED, "opened", "is another thread of {producer}"));
        say(
                Event.TombstoneSent.class,
                on(Lane.PRODUCERS, "{sender}")
                        .says(Tone.ASKED, "tombstone", "sent {id} without a value, to delete its key"));
    }

    private void consumers() {
        say(
                Event.Polled.class,
                on(Lane.CONSUMERS, "{consumer}").says(Tone.READ, "polled", "got [{id}|a foreign record] from {place}"));
        say(
                Event.Processed.class,
                on(Lane.APPLICATIONS, "{by}").says(Tone.DONE, "processed", "processed [{id}|the record] of {place}"));
        say(
                Event.Assigned.class,
                on(Lane.CONSUMERS, "{consumer}").says(Tone.CHANGED, "assigned", "was assigned {partitions}"));
        say(Event.Revoked.class, on(Lane.CONSUMERS, "{consumer}").says(Tone.CHANGED, "revoked", "lost {partitions}"));
        say(Event.ClientChanged.class, on(Lane.CONSUMERS, "{client}").says(Tone.CHANGED, "client", "is {state}"));
        say(
                Event.Derived.class,
                on(Lane.APPLICATIONS, "derived").says(Tone.DONE, "derived", "{output} was made from {place}"));
        say(
                Event.Damaged.class,
                on(Lane.CONSUMERS, "{by}")
                        .says(Tone.FAILED, "damaged", "saw {id} at {place} with another {what} than it was sent with"));
        say(
                Event.ConsumerOpened.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(
                                Tone.CHANGED,
                                "opened",
                                "was made[ in group {group}] ({protocol}, {isolation}, reset {reset})"));
        say(
                Event.Joined.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(
                                Tone.CHANGED,
                                "joined",
                                "joined group {group} in generation {generation}[ as {instance}]"));
        say(
                Event.MemberFenced.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(Tone.FAILED, "fenced", "was thrown out of group {group}: {error}"));
        say(
                Event.PollReturned.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(Tone.CHANGED, "poll returned", "got {records} records by one poll"));
        say(Event.Seeked.class, on(Lane.CONSUMERS, "{consumer}").says(Tone.CHANGED, "seeked", "was moved to {place}"));
        say(
                Event.PositionReset.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(
                                Tone.CHANGED,
                                "position reset",
                                "jumped in {topic}-{partition}[ from {from}] to {to} by itself: {cause}"));
    }

    private void finalRead() {
        say(
                Event.Found.class,
                on(Lane.FINAL_READ, "final read")
                        .says(Tone.FOUND, "found", "found [{id}|a foreign record] at {place}"));
        say(
                Event.Drained.class,
                on(Lane.FINAL_READ, "final read")
                        .says(Tone.CHANGED, "read to the end", "read all of {topic}-{partition} from {from} to {end}"));
        say(
                Event.Hidden.class,
                on(Lane.FINAL_READ, "final read")
                        .says(Tone.UNKNOWN, "hidden", "did not see {id} at {place} under read_committed"));
        say(
                Event.CommittedDrained.class,
                on(Lane.FINAL_READ, "final read")
                        .says(
                                Tone.CHANGED,
                                "read to the end",
                                "read what is committed of {topic}-{partition} from {from} to {lastStable}"));
        say(
                Event.ReplicaFound.class,
                on(Lane.FINAL_READ, "replica on broker {broker}")
                        .says(Tone.FOUND, "on the replica", "holds [{id}|a foreign record] at {place}"));
        say(
                Event.ReplicaRead.class,
                on(Lane.FINAL_READ, "replica on broker {broker}")
                        .says(
                                Tone.CHANGED,
                                "replica read",
                                "has {topic}-{partition} from {from} to {end}[, high watermark {highWatermark}]"));
    }

    private void cluster() {
        say(
                Event.LeaderChanged.class,
                on(Lane.PARTITIONS, "{topic}-{partition}")
                        .says(
                                Tone.CHANGED,
                                "leader",
                                "[is led by broker {leader} in epoch {leaderEpoch}|has no leader in epoch {leaderEpoch}]")
                        .ribbon("[broker {leader} · epoch {leaderEpoch}|no leader · epoch {leaderEpoch}]"));
        say(
                Event.IsrChanged.class,
                on(Lane.PARTITIONS, "{topic}-{partition}")
                        .says(Tone.CHANGED, "in-sync set", "has the in-sync replicas {isr}"));
        say(
                Event.ControllerChanged.class,
                on(Lane.CONTROLLERS, "controller")
                        .says(
                                Tone.CHANGED,
                                "controller",
                                "[is {controller} in epoch {epoch}|is nobody in epoch {epoch}]")
                        .ribbon("[controller {controller} · epoch {epoch}|no controller · epoch {epoch}]"));
        say(
                Event.BrokerChanged.class,
                on(Lane.BROKERS, "broker {broker}")
                        .says(Tone.CHANGED, "broker", "is {state}")
                        .ribbon("{state}"));
        say(
                Event.PartitionEnds.class,
                on(Lane.PARTITIONS, "{topic}-{partition}")
                        .says(
                                Tone.CHANGED,
                                "ends",
                                "was said to reach[ from {logStart}][ to {logEnd}][, high watermark {highWatermark}][, last stable offset {lastStable}]"));
        say(
                Event.TopicSettings.class,
                on(Lane.OTHER, "topic {topic}")
                        .says(
                                Tone.CHANGED,
                                "settings",
                                "has {partitions} partitions, min.insync.replicas={minInsync}, cleanup.policy={cleanup}"));
        say(
                Event.CoordinatorChanged.class,
                on(Lane.CONTROLLERS, "{role} {of}")
                        .says(Tone.CHANGED, "coordinator", "[is coordinated by broker {broker}|has no coordinator]")
                        .ribbon("[broker {broker}|no coordinator]"));
    }

    private void transactions() {
        say(
                Event.TransactionsInitialized.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(Tone.CHANGED, "initialized", "took over the transactional id {transactionalId}"));
        say(
                Event.ProducerFenced.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(Tone.FAILED, "fenced", "was fenced: {error}")
                        .ribbon(END));
        say(
                Event.TransactionBegun.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(Tone.ASKED, "begun", "began transaction {transaction}")
                        .ribbon("tx {transaction}"));
        say(
                Event.TransactionCommitInvoked.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(Tone.ASKED, "commit asked", "asked to commit transaction {transaction}")
                        .ribbon("tx {transaction}"));
        say(
                Event.TransactionAbortInvoked.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(Tone.ASKED, "abort asked", "asked to abort transaction {transaction}")
                        .ribbon("tx {transaction}"));
        say(
                Event.TransactionCommitted.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(Tone.COMMITTED, "committed", "committed transaction {transaction}")
                        .ribbon(END));
        say(
                Event.TransactionAborted.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(Tone.FAILED, "aborted", "aborted transaction {transaction}")
                        .ribbon(END));
        say(
                Event.TransactionUnknown.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(
                                Tone.UNKNOWN,
                                "end unknown",
                                "was left in the dark about transaction {transaction}: {error}")
                        .ribbon(END));
    }

    private void faults() {
        say(
                Event.FaultDeclared.class,
                on(Lane.FAULTS, "{fault}").says(Tone.CHANGED, "declared", "was declared: {description}"));
        say(Event.FaultFired.class, on(Lane.FAULTS, "{fault}").says(Tone.FAILED, "fired", "fired: {detail}"));
        say(Event.FaultLifted.class, on(Lane.FAULTS, "{fault}").says(Tone.CHANGED, "lifted", "is being lifted"));
        say(
                Event.FaultHealed.class,
                on(Lane.FAULTS, "{fault}").says(Tone.ACKED, "healed", "healed; touched {touched}: {evidence}"));
    }

    private void commits() {
        say(
                Event.Committed.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(Tone.COMMITTED, "committed", "committed {place} for group {group}"));
        say(
                Event.CommitFailed.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(Tone.FAILED, "commit failed", "could not commit {place} for group {group}: {error}"));
        say(
                Event.CommitInvoked.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(Tone.ASKED, "commit asked", "asked to commit {place} for group {group}"));
        say(
                Event.OffsetFetched.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(Tone.READ, "offset fetched", "was told that group {group} has committed {place}"));
        say(
                Event.ShareAcknowledged.class,
                on(Lane.CONSUMERS, "{consumer}")
                        .says(Tone.COMMITTED, "acknowledged", "acknowledged {place} ({how}) for group {group}"));
        say(
                Event.GroupOffset.class,
                on(Lane.CONTROLLERS, "group {group}")
                        .says(Tone.COMMITTED, "offset committed", "has committed {place}"));
        say(
                Event.GroupOffsetReset.class,
                on(Lane.CONTROLLERS, "group {group}")
                        .says(Tone.CHANGED, "offset reset", "has its offset in {place} set by {why}"));
        say(
                Event.OffsetsSent.class,
                on(Lane.TRANSACTIONS, "{producer}")
                        .says(
                                Tone.COMMITTED,
                                "offsets sent",
                                "sent {place} of group {group} with transaction {transaction}"));
    }

    private void say(Class<? extends Event> type, EventKind kind) {
        table.put(type, kind);
    }
}
