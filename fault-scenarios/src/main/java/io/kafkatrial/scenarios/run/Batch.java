/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.ClusterPool;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.report.progress.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Runs an order, several runs at a time, and tells of each result as soon as it and all before it are there: in the same
 * order whatever the machine does. Engines come one after the other. A value; safe for use by several threads.
 *
 * @param parallel how many runs at a time; 0 for what suits the engine and this machine
 * @param bound how long a single run may take before it counts as failed
 * @param evidence keeps what runs leave
 * @param replay the command that runs a job again
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Batch(int parallel, Duration bound, Evidence evidence, Function<Job, String> replay) {

    /** How long a run may take, unless told otherwise. */
    public static final Duration BOUND = Duration.ofMinutes(3);

    private static final String IN_THIS_JVM = "embedded";

    public Batch {
        requireNonNull(bound, "bound");
        requireNonNull(evidence, "evidence");
        requireNonNull(replay, "replay");
        if (parallel < 0) {
            throw new IllegalArgumentException("parallel is " + parallel + ", which is less than none");
        }
    }

    /** What suits this machine; nothing is kept. */
    public Batch() {
        this(0, BOUND, Evidence.NONE, job -> "scenario " + job);
    }

    /**
     * How many runs at a time suit an engine on this machine. Brokers in this JVM wait more than they work; those of
     * other engines are processes of their own, three or more for each run.
     */
    public static int suiting(String engine) {
        int cores = Runtime.getRuntime().availableProcessors();
        return engine.equals(IN_THIS_JVM) ? Math.max(2, 2 * cores) : Math.max(1, cores / 2);
    }

    /**
     * Run all of it.
     *
     * @param listener told of each result, by the caller's thread, in the order of {@link Order#jobs}
     * @return all results in that order
     * @throws TrialException if an engine is not known; nothing has run then
     */
    public List<RunResult> run(Order order, Consumer<RunResult> listener) throws InterruptedException {
        order.requireEngines();
        Course course = new Course(order.jobs().size());
        List<RunResult> results = new ArrayList<>();
        try (Progress progress = Progress.of(course::name, course::tally)) {
            for (String engine : order.engines()) {
                run(engine, order.jobs(engine), result -> {
                    course.add(result);
                    results.add(result);
                    listener.accept(result);
                });
            }
            requireNonNull(progress, "progress");
        }
        return results;
    }

    /**
     * Run one job, by the caller's thread and one more, on a cluster of this pool.
     *
     * @throws InterruptedException if the caller is interrupted; the run is too
     */
    public RunResult run(Job job, ClusterPool pool) throws InterruptedException {
        return new OneRun(pool, this).of(job);
    }

    private void run(String engine, List<Job> jobs, Consumer<RunResult> listener) throws InterruptedException {
        int atOnce = Math.min(jobs.size(), parallel == 0 ? suiting(engine) : parallel);
        ExecutorService threads = Executors.newFixedThreadPool(atOnce, work -> {
            Thread thread = new Thread(work, "trial-batch");
            thread.setDaemon(true);
            return thread;
        });
        try (ClusterPool pool = new ClusterPool(atOnce)) {
            OneRun one = new OneRun(pool, this);
            Queue<Future<RunResult>> futures = new ArrayDeque<>();
            jobs.forEach(job -> futures.add(threads.submit(() -> one.of(job))));
            for (Future<RunResult> next = futures.poll(); next != null; next = futures.poll()) {
                listener.accept(result(next));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static RunResult result(Future<RunResult> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a run broke down: " + broken.getCause(), broken.getCause());
        }
    }

    /** How far it is, for the line of progress. Safe for use by several threads. */
    private static final class Course {
        private final int all;
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger bad = new AtomicInteger();
        private final AtomicLong acked = new AtomicLong();

        Course(int all) {
            this.all = all;
        }

        void add(RunResult result) {
            done.incrementAndGet();
            acked.addAndGet(result.findings().acked());
            if (result.status().isBad()) {
                bad.incrementAndGet();
            }
        }

        String name() {
            return "scenarios: " + done + " of " + all + " runs done"
                    + (bad.get() == 0 ? "" : ", " + bad + " not as declared");
        }

        Progress.Tally tally() {
            return new Progress.Tally(acked.get(), 0, 0, 0);
        }
    }
}
