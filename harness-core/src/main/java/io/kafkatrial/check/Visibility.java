/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the final read under read_committed did not hand out although it lies in the log. Confined to one
 * judgement.
 */
final class Visibility extends Watcher {

    private final Ledger ledger;
    private final Map<Names.Place, Long> readFrom = new HashMap<>();
    private final Map<Names.Place, Pages> hidden = new HashMap<>();
    private final LongIntMap hiddenTimes = new LongIntMap();

    Visibility(Ledger ledger) {
        super(Kind.HIDDEN, Kind.OTHER);
        this.ledger = ledger;
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == Kind.HIDDEN) {
            Pages its = hidden.computeIfAbsent(ledger.names.places().name(lane.place()), any -> new Pages());
            if (its.get(at.offset()) == 0) {
                its.set(at.offset(), 1);
                hiddenTimes.put(at.record(), Math.max(0, hiddenTimes.get(at.record())) + 1);
            }
        } else if (at.event() instanceof Event.CommittedDrained read) {
            readFrom.merge(new Names.Place(read.topic(), read.partition()), read.from(), Math::min);
        }
    }

    /** Whether the final read under read_committed would have shown a committed record at the offset. */
    boolean covers(Names.Place place, long offset) {
        Long from = readFrom.get(place);
        return from != null && from <= Math.max(offset, 0);
    }

    /** Whether there was a final read under read_committed at all. */
    boolean isRead() {
        return !readFrom.isEmpty();
    }

    /** Whether the record at this offset is in the log and was not shown. */
    boolean isHidden(String topic, int partition, long offset) {
        if (hidden.isEmpty()) {
            return false;
        }
        Pages its = hidden.get(new Names.Place(topic, partition));
        return its != null && its.get(offset) != 0;
    }

    /** At how many places the record lies hidden. */
    int timesHidden(int record) {
        return hiddenTimes.size() == 0 ? 0 : Math.max(0, hiddenTimes.get(record));
    }

    /** Whether the final reads found the record somewhere where readers of committed records see it. */
    boolean isShown(int record) {
        Sightings finds = ledger.readers.finds();
        return finds.has(record) && (timesHidden(record) == 0 || finds.all(record).length > timesHidden(record));
    }

    @Override
    void end(Consumer<Anomaly> report) {}
}
