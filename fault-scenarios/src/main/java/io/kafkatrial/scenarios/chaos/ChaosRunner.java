/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.chaos;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterPool;
import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.Drawing;
import io.kafkatrial.chaos.Experiment;
import io.kafkatrial.chaos.Mix;
import io.kafkatrial.chaos.Outcome;
import io.kafkatrial.chaos.Search;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Runs a test under random faults until it fails or the runs are over; a failure is run again and made small. A value;
 * safe for use by several threads.
 *
 * @param engine the engine's name; empty takes the default
 * @param mix what is drawn from
 * @param limits how far the search goes
 * @param parallel how many runs at a time, each on a cluster of its own; runs wait more than they work
 * @param watcher told of every draft before it is run, so that it can be kept
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ChaosRunner(Optional<String> engine, Mix mix, Search.Limits limits, int parallel, Watcher watcher) {

    /** Told of runs, by one thread. */
    @FunctionalInterface
    public interface Watcher {
        /** This is about to be run. */
        void before(Experiment experiment);
    }

    public ChaosRunner {
        requireNonNull(watcher, "watcher");
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one run at a time, not " + parallel);
        }
    }

    /** The usual mix on the default engine, four runs at a time; nobody is told. */
    public ChaosRunner(Search.Limits limits) {
        this(Optional.empty(), Mix.usual(), limits, 4, experiment -> {});
    }

    /** The same, and {@code other} is told of every draft before it is run. */
    public ChaosRunner toldTo(Watcher other) {
        return new ChaosRunner(engine, mix, limits, parallel, other);
    }

    /** The same with another mix. */
    public ChaosRunner drawingFrom(Mix other) {
        return new ChaosRunner(engine, other, limits, parallel, watcher);
    }

    /** Search for a failure from this seed on; the draft of each run is drawn from the next one. */
    public ChaosResult run(ChaosTest test, long firstSeed) throws InterruptedException {
        try (ClusterPool none = new ClusterPool(0)) {
            OneRun run = new OneRun(test, engine, none);
            var capabilities = Cluster.capabilitiesOf(engine);
            return run(run, firstSeed, seed -> new Drawing(run.spec(seed), mix, capabilities).draw(seed));
        }
    }

    /** Search from a draft that is known, instead of drawn ones: it is run, repeated and made small. */
    public ChaosResult replay(ChaosTest test, Draft draft) throws InterruptedException {
        try (ClusterPool none = new ClusterPool(0)) {
            Search.Limits once = new Search.Limits(1, limits.repeats(), limits.budget());
            return new ChaosRunner(engine, mix, once, 1, watcher)
                    .run(new OneRun(test, engine, none), draft.seed(), seed -> draft);
        }
    }

    private ChaosResult run(OneRun run, long firstSeed, LongFunction<Draft> drafts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            return new Dialogue(run, new Search(limits, firstSeed, drafts), threads).hold();
        } finally {
            threads.shutdownNow();
        }
    }

    private record Answered(Experiment experiment, Outcome outcome) {}

    /** One search at work. Confined to the caller's thread. */
    private final class Dialogue {
        private final OneRun run;
        private final Search search;
        private final CompletionService<Answered> answers;
        private final Instant began = InstantSource.system().instant();
        private int open;

        Dialogue(OneRun run, Search search, ExecutorService threads) {
            this.run = run;
            this.search = search;
            this.answers = new ExecutorCompletionService<>(threads);
        }

        ChaosResult hold() throws InterruptedException {
            Optional<Experiment> next = next();
            while (next.isPresent() || open > 0) {
                next.ifPresent(this::start);
                if (open == parallel || next.isEmpty()) {
                    await();
                }
                next = next();
            }
            return new ChaosResult(search.explored(), search.unproved(), search.finding(), elapsed());
        }

        private Optional<Experiment> next() {
            return search.next(elapsed());
        }

        private void start(Experiment experiment) {
            watcher.before(experiment);
            answers.submit(() -> new Answered(experiment, run.of(experiment.draft())));
            open++;
            if (!(experiment instanceof Experiment.Explore)) {
                awaitUninterrupted();
            }
        }

        private void awaitUninterrupted() {
            try {
                await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        private void await() throws InterruptedException {
            Future<Answered> done = answers.take();
            open--;
            try {
                search.answer(done.get().experiment, done.get().outcome);
            } catch (ExecutionException broken) {
                throw new IllegalStateException("a chaotic run broke down: " + broken.getCause(), broken.getCause());
            }
        }

        private Duration elapsed() {
            return Duration.between(began, InstantSource.system().instant());
        }
    }
}
