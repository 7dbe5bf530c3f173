/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import java.util.ArrayDeque;

/**
 * A loop that runs on another loop's thread, and is paused and killed without it. For a process that has
 * little to do and shall not cost a thread.
 *
 * <p>All methods may be called from any thread; the queue of what waits is confined to the host's.
 */
public final class GuestLoop implements Loop {

    private enum Mode {
        RUNNING,
        PAUSED,
        DEAD
    }

    private final Loop host;
    private final LoopClock clock;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private volatile Mode mode = Mode.RUNNING;

    /**
     * Start a loop.
     *
     * @param host whose thread runs the tasks
     * @param clock what the tasks see of the time; timers go by the host's own
     */
    public GuestLoop(Loop host, LoopClock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        if (mode != Mode.DEAD) {
            host.execute(() -> run(task));
        }
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        Timer timer = new Timer(task);
        return mode == Mode.DEAD ? timer : timer.on(host.schedule(delayMs, () -> run(timer)));
    }

    private void run(Runnable task) {
        if (mode == Mode.PAUSED || !waiting.isEmpty()) {
            waiting.add(task);
        } else if (mode == Mode.RUNNING) {
            task.run();
        }
    }

    @Override
    public boolean inLoop() {
        return host.inLoop();
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

    /** Run on after a {@link #pause()}, first what waited. */
    public void resume() {
        if (mode == Mode.PAUSED) {
            mode = Mode.RUNNING;
            host.execute(this::release);
        }
    }

    /** Run the next of what waited, and come back for more behind what the host has to do. */
    private void release() {
        Runnable next = mode == Mode.RUNNING ? waiting.poll() : null;
        if (next != null) {
            host.execute(this::release);
            next.run();
        }
    }

    /** End the loop: the task at work ends, nothing else runs any more. */
    public void kill() {
        mode = Mode.DEAD;
        host.execute(waiting::clear);
    }

    private static final class Timer implements Cancellable, Runnable {
        private final Runnable task;
        private volatile Cancellable onHost = () -> {};
        private volatile boolean cancelled;

        Timer(Runnable task) {
            this.task = task;
        }

        Timer on(Cancellable hostTimer) {
            onHost = hostTimer;
            return this;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            onHost.cancel();
        }
    }
}
