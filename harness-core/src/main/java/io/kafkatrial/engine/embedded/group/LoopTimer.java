/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.PriorityQueue;
import org.apache.kafka.server.util.timer.Timer;
import org.apache.kafka.server.util.timer.TimerTask;
import org.apache.kafka.server.util.timer.TimerTaskEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's timer on the loop: sessions, rebalance timeouts, write timeouts. One alarm of the loop is set,
 * for the earliest task.
 *
 * <p>Kafka cancels a task without telling the timer, and does so with nearly all of them (each heartbeat
 * replaces a session timeout), so cancelled tasks are swept out each time the queue has doubled.
 * Confined to the loop.
 */
final class LoopTimer implements Timer {

    private static final Logger LOG = LoggerFactory.getLogger(LoopTimer.class);
    private static final int SMALLEST_SWEEP = 64;

    private final Loop loop;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private int sweepAtSize = SMALLEST_SWEEP;
    private long sequence;
    private @Nullable Alarm alarm;
    private boolean closed;

    LoopTimer(Loop loop) {
        this.loop = loop;
    }

    @Override
    public void add(TimerTask task) {
        if (closed) {
            return;
        }
        long atMs = loop.clock().millis() + Math.max(0, task.delayMs);
        // The entry registers itself with its task, which marks it cancelled later.
        queue.add(new Due(atMs, sequence++, new TimerTaskEntry(task, atMs)));
        sweepIfGrown();
        setAlarm();
    }

    /** The loop moves the clock, nobody else. */
    @Override
    public boolean advanceClock(long timeoutMs) {
        return false;
    }

    @Override
    public int size() {
        return (int) queue.stream().filter(due -> !due.entry.cancelled()).count();
    }

    /** Tasks in the queue, the cancelled ones included. */
    int held() {
        return queue.size();
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
        silence();
    }

    private void sweepIfGrown() {
        if (queue.size() >= sweepAtSize) {
            queue.removeIf(due -> due.entry.cancelled());
            sweepAtSize = Math.max(SMALLEST_SWEEP, 2 * queue.size());
        }
    }

    private void setAlarm() {
        Due first = queue.peek();
        if (first == null || (alarm != null && alarm.atMs <= first.atMs)) {
            return;
        }
        silence();
        long delayMs = Math.max(0, first.atMs - loop.clock().millis());
        alarm = new Alarm(first.atMs, loop.schedule(delayMs, this::ring));
    }

    private void silence() {
        if (alarm != null) {
            alarm.wakeUp.cancel();
            alarm = null;
        }
    }

    private void ring() {
        alarm = null;
        if (closed) {
            return;
        }
        long nowMs = loop.clock().millis();
        for (Due first = queue.peek(); first != null && first.atMs <= nowMs; first = queue.peek()) {
            queue.poll();
            if (!first.entry.cancelled()) {
                run(first.entry.timerTask);
            }
        }
        setAlarm();
    }

    private static void run(TimerTask task) {
        try {
            task.run();
        } catch (RuntimeException failed) {
            LOG.error("A timeout of the group coordinator failed.", failed);
        }
    }

    private record Alarm(long atMs, Loop.Cancellable wakeUp) {}

    private record Due(long atMs, long sequence, TimerTaskEntry entry) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}
