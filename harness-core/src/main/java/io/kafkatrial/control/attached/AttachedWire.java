/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.attached;

import io.kafkatrial.control.Answer;
import io.kafkatrial.control.Request;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.history.RecordId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the doors of a cluster in another process write down for this one. Safe for use by several threads. */
final class AttachedWire implements WireRecording {

    /** The record of a replica that this thread was just given. */
    private static final ThreadLocal<Answer.Sighting> IN_HAND = new ThreadLocal<>();

    private final Connection connection;
    private volatile boolean finished;

    AttachedWire(Connection connection) {
        this.connection = connection;
    }

    /** Give this record to somebody who may ask who it is; asking for each would take a round trip. */
    static void hand(Answer.Sighting sighting, Consumer<ReplicaRecord> taker) {
        IN_HAND.set(sighting);
        try {
            taker.accept(sighting.record());
        } finally {
            IN_HAND.remove();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very record that was given
    public Optional<RecordId> identify(PartitionId place, ReplicaRecord record) {
        Optional<Answer.Sighting> known =
                Optional.ofNullable(IN_HAND.get()).filter(sighting -> sighting.record() == record);
        if (known.isPresent()) {
            return known.get().id();
        }
        return ((Answer.Identity) connection.ask(
                        new Request.Identify(place, record), "say who " + place + "@" + record.offset() + " is"))
                .id();
    }

    @Override
    public Set<String> topics() {
        return seen().topics();
    }

    @Override
    public boolean sawTransactions() {
        return seen().transactions();
    }

    @Override
    public List<String> blindSpots() {
        return seen().blindSpots();
    }

    private Answer.Seen seen() {
        return (Answer.Seen) connection.ask(new Request.LookAtWire(), "say what the wire saw");
    }

    @Override
    public void finish() {
        if (!finished) {
            connection.ask(new Request.FinishWire(), "end the recording of the wire");
            finished = true;
        }
    }
}
