/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The journals of a recorder, and how they become one history. Guarded by the recorder. */
final class Journals {

    /** From so many on it is worth looking for those whose threads are gone. */
    private static final int MANY = 64;

    private final RecorderClock clock = new RecorderClock();
    private final List<Journal> all = new ArrayList<>();
    private final PriorityQueue<Journal> open =
            new PriorityQueue<>((one, other) -> one.isBefore(other) ? -1 : other.isBefore(one) ? 1 : 0);

    private long sentBefore;
    private long ackedBefore;
    private int many = MANY;

    /** The journal of the thread that asks. */
    Journal mine(Recorder recorder) {
        for (Journal known : all) {
            if (known.isMine()) {
                return known;
            }
        }
        if (all.size() >= many) {
            all.removeIf(this::isOver);
            many = Math.max(MANY, all.size() * 2);
        }
        Journal mine = new Journal(recorder);
        all.add(mine);
        return mine;
    }

    private boolean isOver(Journal journal) {
        boolean over = journal.isOver();
        if (over) {
            sentBefore += journal.sent();
            ackedBefore += journal.acked();
        }
        return over;
    }

    long sent() {
        return sentBefore + all.stream().mapToLong(Journal::sent).sum();
    }

    long acked() {
        return ackedBefore + all.stream().mapToLong(Journal::acked).sum();
    }

    /**
     * Take in all that was written before this call, and nothing of which a cause might be left out: the line is drawn
     * before the first journal is looked at. What lies before the line was seen by nobody who wrote behind it later.
     */
    void takeInto(Encoder encoder) {
        if (!hasNews()) {
            return;
        }
        long line = clock.line();
        for (Journal journal : all) {
            if (journal.open(line, encoder)) {
                open.add(journal);
            }
        }
        clock.follow();
        while (!open.isEmpty()) {
            Journal first = open.remove();
            Journal second = open.peek();
            boolean more;
            do {
                more = first.takeInto(encoder, clock);
            } while (more && (second == null || !second.isBefore(first)));
            if (more) {
                open.add(first);
            }
        }
    }

    private boolean hasNews() {
        for (Journal journal : all) {
            if (journal.hasNews()) {
                return true;
            }
        }
        return false;
    }
}
