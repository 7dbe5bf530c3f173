/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of positions in the history what is shown of them. Confined to one judgement. */
final class Exhibits {

    private final Ledger ledger;

    Exhibits(Ledger ledger) {
        this.ledger = ledger;
    }

    Sighting sighting(int position) {
        Event event = ledger.events.get(position);
        if (event instanceof Event.SendAcked ack) {
            return new Sighting(ack.at(), ack.id().producer(), ack.topic(), ack.partition(), ack.offset());
        }
        if (event instanceof Event.Polled polled) {
            return new Sighting(polled.at(), polled.consumer(), polled.topic(), polled.partition(), polled.offset());
        }
        if (event instanceof Event.Processed done) {
            return new Sighting(done.at(), done.by(), done.topic(), done.partition(), done.offset());
        }
        if (event instanceof Event.Found found) {
            return new Sighting(found.at(), "final read", found.topic(), found.partition(), found.offset());
        }
        throw new IllegalArgumentException("no sighting of a record: " + event);
    }

    List<Sighting> sightings(int... positions) {
        List<Sighting> sightings = new ArrayList<>();
        for (int position : positions) {
            sightings.add(sighting(position));
        }
        return sightings;
    }

    /** The surroundings of a sighting at that position. */
    Scene scene(int position) {
        Sighting there = sighting(position);
        return scene(ledger.tapes.find(there.topic(), there.partition()), position);
    }

    /** The surroundings of a partition at a position of the history. */
    Scene scene(@Nullable Tape tape, int position) {
        Optional<Scene.Leader> leader = Optional.empty();
        int change = tape == null ? -1 : tape.leaders.lastAtOrBefore(position);
        if (tape != null && change >= 0) {
            Event.LeaderChanged last = (Event.LeaderChanged) ledger.events.get(tape.leaders.get(change));
            if (last.leader().isPresent()) {
                leader = Optional.of(new Scene.Leader(last.leader().getAsInt(), last.leaderEpoch()));
            }
        }
        return new Scene(leader, ledger.faults.inForceAt(position));
    }

    /** Where a reader, or the final read, first saw the record at this offset; {@link Positions#NONE} if none did. */
    int positionAt(int record, Tape tape, long offset) {
        int first = Positions.NONE;
        for (Sightings sightings : ledger.readers.read()) {
            for (int position : sightings.all(record)) {
                if ((first == Positions.NONE || position < first) && isAt(position, tape, offset)) {
                    first = position;
                }
            }
        }
        return first;
    }

    /** Where the final read found the record at this offset. */
    int foundAt(int record, Tape tape, long offset) {
        for (int position : ledger.readers.finds().all(record)) {
            if (isAt(position, tape, offset)) {
                return position;
            }
        }
        throw new IllegalArgumentException("not found there: " + record);
    }

    private boolean isAt(int position, Tape tape, long offset) {
        Sighting there = sighting(position);
        return there.offset() == offset
                && there.partition() == tape.partition
                && there.topic().equals(tape.topic);
    }
}
