/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.RecordId;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Something that should not have happened to a record, with the evidence. Definitions: the record types
 * below; which of them matter: {@link Guarantee}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Anomaly {

    /** The kinds, in the order in which they are reported: causes before their consequences. */
    enum Kind {
        LOST_WRITE,
        PHANTOM,
        MISROUTED,
        DIVERGED,
        FALSE_FAILURE,
        DUPLICATE_APPEND,
        REORDERED_APPEND,
        MISSED_EFFECT,
        DUPLICATE_EFFECT,
        MISSED_DELIVERY,
        DUPLICATE_DELIVERY,
        REORDERED_KEY
    }

    /** Which kind it is. */
    Kind kind();

    /** The record it happened to. */
    RecordId id();

    /** Where the record was seen, in the order of the history; at least one. */
    List<Sighting> sightings();

    /** The partition's leader and the faults in force when it went wrong, as far as known. */
    Scene scene();

    /** The topic it concerns. */
    default String topic() {
        return sightings().get(0).topic();
    }

    /**
     * An acknowledged record that the complete final read of its partition did not find, nor that of any
     * other. Judged only if that read began at or before the acknowledged offset (at 0 if that is unknown),
     * so that retention is not taken for loss; a compacted topic is out of scope.
     *
     * @param ack the acknowledgement
     * @param logEnd where the final read ended; at or below the acknowledged offset: the log got shorter
     * @param nowThere the record that lies at the acknowledged offset now
     * @param scene at the time of the acknowledgement
     * @param after at the time of the final read
     */
    record LostWrite(RecordId id, Sighting ack, long logEnd, Optional<RecordId> nowThere, Scene scene, Scene after)
            implements Anomaly {
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
    record DuplicateAppend(RecordId id, List<Sighting> sightings, Scene scene) implements Anomaly {
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
    record Diverged(RecordId id, RecordId other, List<Sighting> sightings, Scene scene) implements Anomaly {
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
    record Phantom(RecordId id, Sighting seen, Scene scene) implements Anomaly {
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
    record Misrouted(RecordId id, String sentTo, Sighting seen, Scene scene) implements Anomaly {
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
    record FalseFailure(RecordId id, String error, Sighting seen, Scene scene) implements Anomaly {
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
    record MissedDelivery(RecordId id, String group, boolean skipped, Sighting ack, Scene scene) implements Anomaly {
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
    record DuplicateDelivery(RecordId id, String group, List<Sighting> sightings, Scene scene) implements Anomaly {
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
    record MissedEffect(RecordId id, String by, Sighting ack, Scene scene) implements Anomaly {
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
    record DuplicateEffect(RecordId id, String by, List<Sighting> sightings, Scene scene) implements Anomaly {
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
    record ReorderedAppend(RecordId id, RecordId overtaker, List<Sighting> sightings, Scene scene) implements Anomaly {
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
            implements Anomaly {
        public ReorderedKey {
            sightings = List.copyOf(sightings);
        }

        @Override
        public Kind kind() {
            return Kind.REORDERED_KEY;
        }
    }
}
