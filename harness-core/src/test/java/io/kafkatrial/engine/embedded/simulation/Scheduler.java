/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import java.util.PriorityQueue;

/** What happens when, in virtual milliseconds; equal times in order of arrival. Counts and digests what happened. */
final class Scheduler {
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
    private long happened;
    private long digest = 17;

    long nowMs() {
        return nowMs;
    }

    long happened() {
        return happened;
    }

    /** A number that differs as soon as two runs differ in one event or in what came of it. */
    long digest() {
        return digest;
    }

    void digest(long value) {
        digest = digest * 0x9E3779B97F4A7C15L + value;
        digest ^= digest >>> 29;
    }

    void after(long delayMs, Runnable action) {
        events.add(new Event(nowMs + Math.max(0, delayMs), sequence++, action));
    }

    /** Let the next event happen; there always is one while heartbeats go on. */
    void step() {
        Event next = events.remove();
        nowMs = next.atMs();
        happened++;
        digest(next.sequence());
        digest(nowMs);
        next.action().run();
    }
}
