/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.PriorityQueue;

/** What happens when, in virtual milliseconds; equal times in order of arrival. */
final class VirtualTime {
    private record Event(long atMs, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMs = 1_000;
    private long sequence;

    long nowMs() {
        return nowMs;
    }

    void after(long delayMs, Runnable action) {
        events.add(new Event(nowMs + delayMs, sequence++, action));
    }

    /** Let the next event happen if it is due by {@code untilMs}. */
    boolean step(long untilMs) {
        Event next = events.peek();
        if (next == null || next.atMs() > untilMs) {
            nowMs = Math.max(nowMs, untilMs);
            return false;
        }
        events.remove();
        nowMs = Math.max(nowMs, next.atMs());
        next.action().run();
        return true;
    }
}
