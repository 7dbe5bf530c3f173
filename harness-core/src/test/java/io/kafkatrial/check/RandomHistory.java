/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.History;
import io.kafkatrial.history.Tale;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws a small history, mostly sound with a few things gone wrong, from a seed. */
final class RandomHistory {

    private record Stored(String id, int partition, long offset) {}

    private final SplittableRandom random;
    private final Tale tale = new Tale();
    private final List<Stored> log = new ArrayList<>();
    private final long[] ends = new long[2];
    private final int mishap;

    RandomHistory(long seed) {
        random = new SplittableRandom(seed);
        mishap = 2 + random.nextInt(30);
    }

    History draw() {
        int sends = 1 + random.nextInt(12);
        for (int sequence = 0; sequence < sends; sequence++) {
            send((random.nextInt(3) == 0 ? "q#" : "p#") + sequence);
        }
        if (oops()) {
            store("p#" + (50 + random.nextInt(3)));
        }
        int readers = random.nextInt(3);
        for (int reader = 0; reader < readers; reader++) {
            read(reader);
        }
        drain();
        return tale.end();
    }

    private void send(String id) {
        tale.sent(id);
        int outcome = random.nextInt(10);
        if (outcome < 6) {
            Stored stored = oops() ? new Stored(id, random.nextInt(2), 40) : store(id);
            tale.acked(id, stored.partition, oops() ? -1 : stored.offset);
        } else if (outcome < 8) {
            if (random.nextBoolean()) {
                store(id);
            }
            tale.unknown(id);
        } else if (outcome < 9) {
            if (oops()) {
                store(id);
            }
            tale.failed(id);
        }
        if (oops()) {
            store(id);
        }
    }

    private Stored store(String id) {
        int partition = random.nextInt(2);
        Stored stored = new Stored(id, partition, ends[partition]++);
        if (oops() && !log.isEmpty()) {
            Stored other = log.remove(log.size() - 1);
            log.add(new Stored(id, other.partition, other.offset));
            stored = new Stored(other.id, stored.partition, stored.offset);
        }
        log.add(stored);
        return stored;
    }

    private void read(int reader) {
        boolean effects = random.nextBoolean();
        for (Stored stored : log) {
            int times = oops() ? 0 : oops() ? 2 : 1;
            for (int i = 0; i < times; i++) {
                tale.polled("c" + reader, "g" + reader, stored.id, stored.partition, stored.offset);
                if (effects && !oops()) {
                    tale.processed("app" + reader, stored.id, stored.partition, stored.offset);
                }
            }
        }
    }

    private void drain() {
        for (Stored stored : log) {
            if (!oops()) {
                tale.found(stored.id, stored.partition, stored.offset);
            }
        }
        for (int partition = 0; partition < 2; partition++) {
            if (!oops()) {
                tale.drained(partition, oops() ? 1 + random.nextInt(5) : 0, ends[partition]);
            }
        }
    }

    private boolean oops() {
        return random.nextInt(mishap) == 0;
    }
}
