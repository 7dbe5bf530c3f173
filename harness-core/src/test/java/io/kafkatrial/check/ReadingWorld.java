/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Two members of a group that read a partition mostly in order: they skip and go back, are assigned and revoked, seek and
 * commit; the log may have been cut off in front, or have holes, or hold other records than were read.
 */
final class ReadingWorld extends Chance {

    private final List<RecordId> log = new ArrayList<>();
    private final long[] next = new long[2];

    private ReadingWorld(long seed) {
        super(seed);
    }

    static List<Event> of(long seed) {
        return new ReadingWorld(seed).draw();
    }

    @Override
    List<Event> draw() {
        if (oneIn(2)) {
            opened("c", oneOf("read_committed", "read_uncommitted"));
            opened("d", "read_uncommitted");
        }
        for (int offset = 0; offset < OFFSETS; offset++) {
            Optional<String> key = oneIn(3) ? Optional.empty() : Optional.of(oneOf("k", "l"));
            RecordId id = send(producer(), OptionalInt.empty(), key);
            log.add(id);
            ack(id, 0, offset);
        }
        if (events.stream().noneMatch(Event.ConsumerOpened.class::isInstance)) {
            opened("c", oneOf("read_committed", "read_uncommitted"));
            opened("d", "read_uncommitted");
        }
        for (int i = 6 + random.nextInt(16); i > 0; i--) {
            pass(1);
            step(random.nextInt(2));
        }
        if (oneIn(12)) {
            add(new Event.Processed(now(), "app", TOPIC, 0, 0, Optional.of(log.get(0))));
        }
        finalRead();
        return events;
    }

    private void finalRead() {
        long start = oneIn(3) ? 1 + random.nextInt(3) : 0;
        long end = oneIn(4) ? OFFSETS - 1 - random.nextInt(2) : OFFSETS;
        for (long offset = start; offset < end; offset++) {
            RecordId id = log.get((int) offset);
            if (oneIn(10)) {
                find(send("p", OptionalInt.empty(), Optional.empty()), 0, offset);
            } else if (!oneIn(6)) {
                find(id, 0, offset);
                if (oneIn(6)) {
                    add(new Event.Hidden(now(), TOPIC, 0, offset, id));
                }
            }
        }
        if (!oneIn(6)) {
            add(new Event.Drained(now(), TOPIC, 0, start, end));
        }
    }

    private void step(int reader) {
        String consumer = reader == 0 ? "c" : "d";
        List<String> partitions = List.of("t-0");
        switch (random.nextInt(12)) {
            case 0, 1 -> add(new Event.Assigned(now(), consumer, Optional.of("g"), partitions));
            case 2 -> add(new Event.Revoked(now(), consumer, Optional.of("g"), partitions));
            case 3 -> {
                next[reader] = offset();
                add(new Event.Seeked(now(), consumer, TOPIC, 0, next[reader]));
            }
            case 4 -> add(new Event.Committed(now(), consumer, "g", TOPIC, 0, offset()));
            case 5 -> {
                OptionalLong from = oneIn(3) ? OptionalLong.empty() : OptionalLong.of(offset());
                next[reader] = offset();
                String cause = oneOf("out of range", "unknown");
                add(new Event.PositionReset(now(), consumer, TOPIC, 0, from, next[reader], cause));
            }
            default -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    read(reader, consumer);
                }
                add(new Event.PollReturned(now(), consumer, 1));
            }
        }
    }

    private void read(int reader, String consumer) {
        next[reader] = oneIn(3) ? offset() : Math.min(next[reader], OFFSETS - 1);
        poll(consumer, Optional.of("g"), log.get((int) next[reader]), 0, next[reader]);
        next[reader]++;
    }
}
