/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What happens when time has passed, earliest first, in order of arrival among equals. Confined to the loop. */
final class Deadlines {

    /** One thing to do at a time. */
    record Deadline(long atMs, long sequence, Runnable action) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final TreeSet<Deadline> waiting = new TreeSet<>();
    private long lastSequence;

    Deadline at(long atMs, Runnable action) {
        Deadline deadline = new Deadline(atMs, ++lastSequence, action);
        waiting.add(deadline);
        return deadline;
    }

    void cancel(@Nullable Deadline deadline) {
        if (deadline != null) {
            waiting.remove(deadline);
        }
    }

    /** Do what is due. What that adds waits for the next call, even if it is due at once. */
    void runDue(long nowMs) {
        if (waiting.isEmpty() || waiting.first().atMs() > nowMs) {
            return;
        }
        Deadline limit = new Deadline(nowMs, Long.MAX_VALUE, () -> {});
        for (Deadline deadline : new ArrayList<>(waiting.headSet(limit))) {
            if (waiting.remove(deadline)) {
                deadline.action().run();
            }
        }
    }

    OptionalLong next() {
        return waiting.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(waiting.first().atMs());
    }
}
