/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Time that passes when the test says so; tasks run on the test's thread, one after another. */
final class VirtualTimeline implements Timeline {

    private record Later(Instant due, Runnable task) {}

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private boolean running;
    private boolean closed;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void run(Runnable task) {
        if (closed) {
            return;
        }
        ready.add(task);
        if (!running) {
            running = true;
            while (!ready.isEmpty()) {
                ready.remove().run();
            }
            running = false;
        }
    }

    @Override
    public void runAfter(Duration delay, Runnable task) {
        later.add(new Later(now.plus(delay), task));
    }

    @Override
    public void runAndWait(Runnable task) {
        run(task);
    }

    void advance(Duration step) {
        Instant end = now.plus(step);
        while (!closed) {
            List<Later> due = later.stream()
                    .filter(task -> !task.due.isAfter(end))
                    .sorted(Comparator.comparing(Later::due))
                    .toList();
            if (due.isEmpty()) {
                break;
            }
            Later first = due.get(0);
            later.remove(first);
            now = first.due;
            run(first.task);
        }
        now = end;
    }

    @Override
    public void close() {
        closed = true;
        later.clear();
    }

    boolean isClosed() {
        return closed;
    }
}
