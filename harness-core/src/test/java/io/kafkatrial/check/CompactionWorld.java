/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A compacted partition with two keys: values and tombstones, of which the final read finds some, and two groups got some. */
final class CompactionWorld extends Chance {

    private CompactionWorld(long seed) {
        super(seed);
    }

    static List<Event> of(long seed) {
        return new CompactionWorld(seed).draw();
    }

    @Override
    List<Event> draw() {
        int records = 2 + random.nextInt(OFFSETS - 1);
        for (int offset = 0; offset < records; offset++) {
            RecordId id = send(producer(), OptionalInt.empty(), Optional.of(oneOf("k", "l")));
            if (oneIn(3)) {
                add(new Event.TombstoneSent(now(), id));
            }
            if (!oneIn(8)) {
                ack(id, 0, offset);
            }
            if (!oneIn(3)) {
                poll(consumer(), Optional.of(oneOf("g", "h")), id, 0, offset);
            }
            if (oneIn(2)) {
                find(id, 0, offset);
            }
        }
        if (!oneIn(6)) {
            drained(0, oneIn(6) ? 1 : 0);
        }
        return events;
    }

    /** What the definitions say of such a history. */
    static final class Witness extends Definitions {

        private Witness(History history) {
            super(history);
        }

        static Set<String> of(History history) {
            Witness witness = new Witness(history);
            for (String key : List.of("k", "l")) {
                witness.grave(key).ifPresent(offset -> {
                    witness.resurrected(key, offset);
                    witness.missed("g", key, offset);
                    witness.missed("h", key, offset);
                });
            }
            return witness.found;
        }

        private boolean isTombstone(RecordId id) {
            return any(Event.TombstoneSent.class, e -> e.id().equals(id));
        }

        private boolean isOfKey(RecordId id, String key) {
            return key(id).filter(key::equals).isPresent();
        }

        /** Where the last tombstone of a key lay that was cleaned away; not one that was lost. */
        private Optional<Long> grave(String key) {
            return all(Event.SendAcked.class, e -> isTombstone(e.id()) && isOfKey(e.id(), key)).stream()
                    .filter(ack -> isRead(0, ack.event().offset())
                            && !isFound(ack.event().id()))
                    .map(ack -> ack.event().offset())
                    .filter(offset -> leftAHole(key, offset))
                    .max(Long::compare);
        }

        /** A loss leaves none: the log ends before it. Or a later record of the key says that this one may go. */
        private boolean leftAHole(String key, long offset) {
            boolean goesOn = any(Event.Found.class, e -> e.offset() > offset)
                    || any(Event.Polled.class, e -> e.offset() >= offset);
            boolean superseded =
                    any(Event.SendAcked.class, e -> e.offset() > offset && isTombstone(e.id()) && isOfKey(e.id(), key));
            return goesOn || superseded;
        }

        private void resurrected(String key, long grave) {
            all(Event.Found.class, e -> e.offset() < grave).stream()
                    .flatMap(at -> at.event().id().stream())
                    .filter(id -> isOfKey(id, key))
                    .forEach(id -> found.add("RESURRECTED_KEY " + id));
        }

        private void missed(String group, String key, long grave) {
            List<Long> got = all(
                            Event.Polled.class,
                            e -> e.group().filter(group::equals).isPresent())
                    .stream()
                    .flatMap(at -> at.event().id().stream())
                    .filter(id -> isOfKey(id, key))
                    .flatMap(id -> acked(id).stream())
                    .map(ack -> ack.event().offset())
                    .toList();
            if (!got.isEmpty() && got.stream().allMatch(offset -> offset < grave)) {
                found.add("MISSED_TOMBSTONE " + group + " " + key);
            }
        }
    }
}
