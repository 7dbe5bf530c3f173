/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Something that should not have happened, with the evidence; which of them matter: {@link Guarantee}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Anomaly permits Anomaly.OfRecord, Finding {

    /**
     * The kinds, in the order in which they are reported: causes before their consequences. Exact definitions:
     * the types below, and for kinds of {@link Finding} the check of that name and {@code docs/verdicts.md}.
     */
    enum Kind {
        LOST_WRITE,
        UNSEEN("{record} was acked ({0}), nobody has seen it since, and {topic}-{partition} was not read to its end"),
        PHANTOM,
        DAMAGED("{record} came out with another {what} than it went in: {0}"),
        MISROUTED,
        KEY_SCATTERED("records with key '{key}' lie in {topic}-{first} and {topic}-{other} although the topic kept its"
                + " {partitions} partitions: {0} and {1}"),
        DIVERGED,
        REPLICAS_DIVERGED(
                "{place} holds {one} on broker {broker} and {two} on broker {other}, below the high watermark"),
        FALSE_FAILURE,
        DUPLICATE_APPEND,
        ACK_BELOW_MIN_ISR("{record} was acked under acks=all ({0}) although only {isr} of the {min} replicas that"
                + " min.insync.replicas asks for were in sync"),
        TORN_TRANSACTION("of transaction {transaction}, {seen} records are visible and {missing} are not: {0} is,"
                + " {lacking} is not"),
        LOST_COMMIT("transaction {transaction} was committed, but {missing} of its records are hidden from readers of"
                + " committed records: {record}, acked by {0}"),
        ABORTED_READ("{record} was read under read_committed although its transaction {transaction} aborted: {0}"),
        PRECOMMITTED_READ("{record} was read under read_committed before the commit of its transaction {transaction}"
                + " was even asked for: {0}"),
        TORN_OFFSETS("transaction {transaction} {did}, but the offset {offset} of group {group} in {topic}-{partition}"
                + " that it carried {offsetDid}"),
        TRANSACTION_CYCLE("committed transactions read each other's records in a circle: {circle}"),
        ZOMBIE_EFFECT("{who} {did} after {newer} had taken its place: {0}"),
        RESURRECTED_KEY("key '{key}' was deleted by {tombstone}, yet the final read found its older {record}: {0}"),
        REORDERED_APPEND,
        REALTIME_VIOLATION("{record} was sent after {other} had been acked ({0}), yet it lies before it ({1})"),
        STALE_END("{topic}-{partition} was said to end at {end} when {record} had been acked ({0})"),
        MISSED_EFFECT,
        DUPLICATE_EFFECT,
        MISSED_DELIVERY,
        MISSED_TOMBSTONE("group {group} got {record} of key '{key}' ({0}) but never {tombstone}, which deleted the key"
                + " and is gone from the log"),
        DUPLICATE_DELIVERY,
        POLL_SKIP("{by} read on from {0} to {1} and skipped {skipped} records between, {record} first"),
        POLL_REWIND("{by} read {1} after {0} although nobody moved its position back"),
        SKIP_WITHIN_POLL(
                "one poll of {by} went from {0} to {1} and left out {skipped} records between, {record} first"),
        REWIND_WITHIN_POLL("one poll of {by} handed out {1} after {0}"),
        REORDERED_KEY,
        SILENT_RESET("{by} jumped in {topic}-{partition} from offset {from} to {to} by itself ({cause}):"
                + " {skipped} records skipped, {again} read again"),
        COMMIT_BEYOND_PROCESSED("{by} committed offset {offset} of {topic}-{partition} for group {group} when {record}"
                + " below it had not been {done}: {0}"),
        COMMIT_REGRESS(
                "the committed offset of group {group} in {topic}-{partition} went back from {before} to {after}:"
                        + " {0}, {1}"),
        COMMIT_LOST("{by} was told that offset {offset} of {topic}-{partition} is committed for group {group}, but"
                + " {later} {answer}"),
        ASSIGNMENT_OVERLAP(
                "{one} and {two} of group {group} both owned {topic}-{partition} and both processed it:" + " {0}, {1}"),
        HANGING_TRANSACTION(
                "the last stable offset of {topic}-{partition} stood at {offset} for {duration} while the log"
                        + " grew by {grew} and no client had a transaction open"),
        AVAILABILITY_GAP("{who} got nothing done for {duration}, more than {allowed}, though it had work: from {from}"),
        NOT_RECOVERED("{what} had not recovered {within} after the last fault was lifted: {state}");

        private final String words;

        Kind() {
            this("");
        }

        Kind(String words) {
            this.words = words;
        }

        /**
         * How a {@link Finding} of this kind is told, without the full stop. {@code {record}}, {@code {topic}}
         * and the names of {@link Finding#facts()} stand for themselves, {@code {0}}, {@code {1}} for a sighting:
         * who, place and time. Empty for the kinds that have types of their own.
         */
        public Optional<String> words() {
            return words.isEmpty() ? Optional.empty() : Optional.of(words);
        }
    }

    /** Which kind it is. */
    Kind kind();

    /** The record it happened to; empty where it is about something else, a commit for example. */
    Optional<RecordId> record();

    /** The evidence, in the order of the history; only about stretches of time there may be none. */
    List<Sighting> sightings();

    /** The partition's leader and the faults in force when it went wrong, as far as known. */
    Scene scene();

    /** When it went wrong. */
    default Instant at() {
        return sightings().get(sightings().size() - 1).at();
    }

    /** The topic it concerns; empty text if none. */
    default String topic() {
        return sightings().get(0).topic();
    }

    /** Something that happened to one record. */
    sealed interface OfRecord extends Anomaly {

        /** The record. */
        RecordId id();

        @Override
        default Optional<RecordId> record() {
            return Optional.of(id());
        }
    }

    /**
     * An acknowledged record that the complete final read of its partition did not find, nor that of any
     * other. Judged only if that read began at or before the acknowledged offset (at 0 if that is unknown),
     * so that retention is not taken for loss; a compacted topic is out of scope.
     *
     * @param ack the acknowledgement
     * @param logEnd where the final read ended; at or below the acknowledged offset: the log got shorter
     * @param nowThere the record that lies at the acknowledged offset now
     * @param stillOn the brokers whose own logs still hold the record, as far as they were read one by one
     * @param scene at the time of the acknowledgement
     * @param after at the time of the final read
     */
    record LostWrite(
            RecordId id,
            Sighting ack,
            long logEnd,
            Optional<RecordId> nowThere,
            List<Integer> stillOn,
            Scene scene,
            Scene after)
            implements OfRecord {
        public LostWrite {
            stillOn = List.copyOf(stillOn);
        }

        @Override
        public Kind kind() {
            return Kind.LOST_WRITE;
        }

        @Override
        public List<Sighting> sightings() {
            return List.of(ack);
        }
    }

    /** One send that the final read found at two or more places. */
    record DuplicateAppend(RecordId id, List<Sighting> sightings, Scene scene) implements OfRecord {
        public DuplicateAppend {
            sightings = List.copyOf(sightings);
        }

        @Override
        public Kind kind() {
            return Kind.DUPLICATE_APPEND;
        }
    }

    /**
     * An offset at which readers saw two different records: somebody read what later was not so.
     *
     * @param other the record seen there later
     */
    record Diverged(RecordId id, RecordId other, List<Sighting> sightings, Scene scene) implements OfRecord {
        public Diverged {
            sightings = List.copyOf(sightings);
        }

        @Override
        public Kind kind() {
            return Kind.DIVERGED;
        }
    }

    /**
     * A record that was polled, processed or found although its producer, known to the history, never sent
     * it. A record of an unknown producer is foreign (another test's, perhaps), not a phantom.
     */
    record Phantom(RecordId id, Sighting seen, Scene scene) implements OfRecord {
        @Override
        public Kind kind() {
            return Kind.PHANTOM;
        }

        @Override
        public List<Sighting> sightings() {
            return List.of(seen);
        }
    }

    /**
     * A record seen in another topic or partition than it was sent to.
     *
     * @param sentTo the topic, or partition where one was asked for or acknowledged
     */
    record Misrouted(RecordId id, String sentTo, Sighting seen, Scene scene) implements OfRecord {
        @Override
        public Kind kind() {
            return Kind.MISROUTED;
        }

        @Override
        public List<Sighting> sightings() {
            return List.of(seen);
        }
    }

    /** A send that was reported as certainly failed, and yet its record is there. */
    record FalseFailure(RecordId id, String error, Sighting seen, Scene scene) implements OfRecord {
        @Override
        public Kind kind() {
            return Kind.FALSE_FAILURE;
        }

        @Override
        public List<Sighting> sightings() {
            return List.of(seen);
        }
    }

    /**
     * An acknowledged record that a group never got although its members got others of the topic.
     * Not reported for a lost write, nor for a topic judged by effects.
     *
     * @param skipped true if the group got later records of the partition, or committed beyond this one: it
     *     will never come; false if the group had just not come that far when the history ended
     */
    record MissedDelivery(RecordId id, String group, boolean skipped, Sighting ack, Scene scene) implements OfRecord {
        @Override
        public Kind kind() {
            return Kind.MISSED_DELIVERY;
        }

        @Override
        public List<Sighting> sightings() {
            return List.of(ack);
        }
    }

    /** A record handed to the members of one group more than once, whatever the reason. */
    record DuplicateDelivery(RecordId id, String group, List<Sighting> sightings, Scene scene) implements OfRecord {
        public DuplicateDelivery {
            sightings = List.copyOf(sightings);
        }

        @Override
        public Kind kind() {
            return Kind.DUPLICATE_DELIVERY;
        }
    }

    /**
     * An acknowledged record of which an application never reported the effect although it reported effects
     * of others of the topic. Not reported for a lost write.
     */
    record MissedEffect(RecordId id, String by, Sighting ack, Scene scene) implements OfRecord {
        @Override
        public Kind kind() {
            return Kind.MISSED_EFFECT;
        }

        @Override
        public List<Sighting> sightings() {
            return List.of(ack);
        }
    }

    /** A record whose effect one application reported more than once. */
    record DuplicateEffect(RecordId id, String by, List<Sighting> sightings, Scene scene) implements OfRecord {
        public DuplicateEffect {
            sightings = List.copyOf(sightings);
        }

        @Override
        public Kind kind() {
            return Kind.DUPLICATE_EFFECT;
        }
    }

    /**
     * Two acknowledged records of one producer that lie in their partition in the opposite order of
     * sending. Threads that share a producer without agreeing on an order have none to lose.
     *
     * @param id the one sent first, which lies behind
     * @param overtaker the one sent later, which lies in front
     */
    record ReorderedAppend(RecordId id, RecordId overtaker, List<Sighting> sightings, Scene scene) implements OfRecord {
        public ReorderedAppend {
            sightings = List.copyOf(sightings);
        }

        @Override
        public Kind kind() {
            return Kind.REORDERED_APPEND;
        }
    }

    /**
     * Two records of one producer with the same key that a group was handed, or an application
     * processed, for the first time in the opposite order of sending. Later repetitions do not count.
     *
     * @param id the one sent first, which came later
     * @param overtaker the one sent later, which came first
     */
    record ReorderedKey(RecordId id, RecordId overtaker, String key, List<Sighting> sightings, Scene scene)
            implements OfRecord {
        public ReorderedKey {
            sightings = List.copyOf(sightings);
        }

        @Override
        public Kind kind() {
            return Kind.REORDERED_KEY;
        }
    }
}
