/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop that owns one daemon thread. Tasks run in the order of submission, timers when they are due;
 * a task that throws is logged and does not end the loop.
 *
 * <p>All methods may be called from any thread.
 */
public final class ThreadLoop implements Loop {

    private static final Logger LOGGER = LoggerFactory.getLogger(ThreadLoop.class);
    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final int TASKS_BETWEEN_TIMERS = 64;
    private static final long PATIENCE_MS = 5_000;

    private enum Mode {
        RUNNING,
        PAUSED,
        DEAD
    }

    private final LoopClock clock;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Confined to the loop's thread. */
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();

    private final AtomicLong timerSequence = new AtomicLong();
    private volatile Mode mode = Mode.RUNNING;
    private volatile boolean parked;

    /** When a parked loop wakes up by itself; written before {@link #parked}. */
    private volatile long awakeAtNanos;

    private ThreadLoop(String name, LoopClock clock) {
        this.clock = clock;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Start a loop on a new thread of that name. */
    public static ThreadLoop start(String name, LoopClock clock) {
        ThreadLoop loop = new ThreadLoop(name, clock);
        loop.thread.start();
        return loop;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        return scheduleNanos(Math.max(0, delayMs) * 1_000_000, task);
    }

    /** As {@link #schedule}, in nanoseconds. */
    public Cancellable scheduleNanos(long delayNanos, Runnable task) {
        Timer timer = new Timer(clock.nanos() + delayNanos, timerSequence.getAndIncrement(), task);
        if (inLoop()) {
            timers.add(timer);
        } else {
            tasks.add(() -> adopt(timer));
            // one that is due after the loop wakes up by itself is not worth waking it for: most are cancelled by then
            if (parked && timer.deadlineNanos - awakeAtNanos < 0) {
                LockSupport.unpark(thread);
            }
        }
        return timer;
    }

    private void adopt(Timer timer) {
        if (!timer.cancelled) {
            timers.add(timer);
        }
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public LoopClock clock() {
        return clock;
    }

    /** Run nothing until {@link #resume()}: tasks and timers wait. The task at work ends first. */
    public void pause() {
        if (mode == Mode.RUNNING) {
            mode = Mode.PAUSED;
        }
    }

    /** Run on after a {@link #pause()}. */
    public void resume() {
        if (mode == Mode.PAUSED) {
            mode = Mode.RUNNING;
            LockSupport.unpark(thread);
        }
    }

    /**
     * End the loop: the task at work ends, nothing else runs any more. Waits for the thread to be gone
     * unless called from the loop itself. A task that does not end is a bug of ours; it is interrupted
     * after {@value #PATIENCE_MS} ms and reported, so that whoever stops a cluster never hangs.
     */
    public void kill() {
        mode = Mode.DEAD;
        LockSupport.unpark(thread);
        if (!inLoop() && !joined()) {
            StackTraceElement[] stuckAt = thread.getStackTrace();
            thread.interrupt();
            if (!joined()) {
                IllegalStateException where = new IllegalStateException("here");
                where.setStackTrace(stuckAt);
                LOGGER.error("{} does not end; its thread is left behind.", thread.getName(), where);
            }
        }
        tasks.clear();
    }

    private boolean joined() {
        boolean interrupted = false;
        long deadline = clock.nanos() + PATIENCE_MS * 1_000_000;
        while (thread.isAlive() && clock.nanos() - deadline < 0) {
            try {
                thread.join(PATIENCE_MS);
            } catch (InterruptedException waitOn) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        while (mode != Mode.DEAD) {
            if (mode == Mode.PAUSED) {
                LockSupport.park(this);
                continue;
            }
            runTasks();
            long waitNanos = runDueTimers();
            if (waitNanos > 0 && tasks.isEmpty()) {
                awakeAtNanos = clock.nanos() + waitNanos;
                parked = true;
                if (tasks.isEmpty() && mode == Mode.RUNNING) {
                    LockSupport.parkNanos(this, waitNanos);
                }
                parked = false;
            }
        }
        timers.clear();
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_BETWEEN_TIMERS && mode == Mode.RUNNING; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            runSafely(task);
        }
    }

    /** Run what is due; return how long nothing will be due, 0 if there is more to do now. */
    private long runDueTimers() {
        while (mode == Mode.RUNNING) {
            Timer first = timers.peek();
            if (first == null) {
                return IDLE_NANOS;
            }
            if (first.cancelled) {
                timers.poll();
                continue;
            }
            long waitNanos = first.deadlineNanos - clock.nanos();
            if (waitNanos > 0) {
                return Math.min(waitNanos, IDLE_NANOS);
            }
            timers.poll();
            first.cancelled = true;
            runSafely(first.task);
        }
        return 0;
    }

    private void runSafely(Runnable task) {
        try {
            task.run();
        } catch (Exception | AssertionError | LinkageError | StackOverflowError failed) {
            LOGGER.error("A task of {} failed; the loop goes on.", thread.getName(), failed);
        }
    }

    private static final class Timer implements Cancellable, Comparable<Timer> {
        private final long deadlineNanos;
        private final long sequence;
        private final Runnable task;
        private volatile boolean cancelled;

        Timer(long deadlineNanos, long sequence, Runnable task) {
            this.deadlineNanos = deadlineNanos;
            this.sequence = sequence;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            int byDeadline = Long.compare(deadlineNanos, other.deadlineNanos);
            return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
        }
    }
}
