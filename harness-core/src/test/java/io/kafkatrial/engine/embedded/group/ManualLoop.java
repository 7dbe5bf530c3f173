/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop with virtual time, run by the test's own thread. */
public final class ManualLoop implements Loop, LoopClock {

    private static final long EPOCH_MS = 1_700_000_000_000L;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private long nowMs;

    /** Run until there is nothing to do at this moment. */
    public void runAll() {
        advance(0);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Let time pass, an alarm at a time. */
    public void advance(long ms) {
        runTasks();
        long untilMs = nowMs + ms;
        for (Alarm next = dueBy(untilMs); next != null; next = dueBy(untilMs)) {
            alarms.remove(next);
            nowMs = Math.max(nowMs, next.atMs);
            next.task.run();
            runTasks();
        }
        nowMs = untilMs;
    }

    /** Number of alarms set and not cancelled. */
    public int alarms() {
        return alarms.size();
    }

    private @Nullable Alarm dueBy(long untilMs) {
        return alarms.stream()
                .filter(alarm -> alarm.atMs <= untilMs)
                .min(Comparator.comparingLong(alarm -> alarm.atMs))
                .orElse(null);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        Alarm alarm = new Alarm(nowMs + Math.max(0, delayMs), task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public LoopClock clock() {
        return this;
    }

    @Override
    public long wallMs() {
        return EPOCH_MS + nowMs;
    }

    @Override
    public long nanos() {
        return nowMs * 1_000_000;
    }

    private record Alarm(long atMs, Runnable task) {}
}
