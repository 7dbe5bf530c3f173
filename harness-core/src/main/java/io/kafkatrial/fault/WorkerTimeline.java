/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time on one daemon thread. */
final class WorkerTimeline implements Timeline {

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread worker = Thread.currentThread();

    WorkerTimeline(String name, InstantSource clock) {
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            worker = thread;
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.prestartCoreThread();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closed) {
            // the plan is over; nobody waits for this task
        }
    }

    @Override
    public void runAfter(Duration delay, Runnable task) {
        try {
            executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // the plan is over; nobody waits for this task
        }
    }

    @Override
    public void runAndWait(Runnable task) {
        if (Thread.currentThread() == worker) {
            task.run();
            return;
        }
        try {
            awaitUninterruptibly(executor.submit(task));
        } catch (RejectedExecutionException | CancellationException closed) {
            // the plan is over and undone already
        }
    }

    private static void awaitUninterruptibly(Future<?> done) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException signal) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    if (failure.getCause() instanceof TrialException complaint) {
                        throw complaint;
                    }
                    throw new IllegalStateException("a task of the fault plan failed", failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
