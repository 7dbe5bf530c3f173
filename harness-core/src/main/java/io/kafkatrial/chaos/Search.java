/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Decides which run comes next: drafts of their own until one fails, then that one again, then smaller ones. A dialogue
 * of {@link #next} and {@link #answer}; runs nothing itself and reads no clock. Drafts of their own may be asked for
 * before the ones before are answered, so that several run at a time; of the others each waits for its answer. Confined
 * to one thread.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Search {

    /**
     * How far the search goes.
     *
     * @param runs how many drafts of their own
     * @param repeats how many times a failing one is run again
     * @param budget how long all of it may take; what was found by then is the result
     */
    public record Limits(int runs, int repeats, Duration budget) {
        public Limits {
            requireNonNull(budget, "budget");
            if (runs < 1 || repeats < 0) {
                throw new IllegalArgumentException("chaos needs at least one run, not " + runs
                        + ", and repeats a failure so many times or not at all, not " + repeats);
            }
        }
    }

    private final Limits limits;
    private final LongFunction<Draft> drafts;
    private final long firstSeed;

    private int given;
    private int explored;
    private int unproved;
    private int repeated;
    private int reproduced;
    private int attempts;
    private boolean cutShort;
    private @Nullable Draft found;
    private Outcome.@Nullable Failed failure;
    private @Nullable Shrinking shrinking;

    /**
     * Search from {@code firstSeed} on.
     *
     * @param drafts what a seed draws
     */
    public Search(Limits limits, long firstSeed, LongFunction<Draft> drafts) {
        this.limits = limits;
        this.firstSeed = firstSeed;
        this.drafts = drafts;
    }

    /**
     * The next run; empty when the search is over, or has to wait for the answer to runs it gave before.
     *
     * @param elapsed since the search began
     */
    public Optional<Experiment> next(Duration elapsed) {
        Draft failing = found;
        boolean late = elapsed.compareTo(limits.budget) >= 0;
        if (failing == null) {
            return given == limits.runs || (late && given > 0) ? Optional.empty() : Optional.of(explore());
        }
        if (explored < given) {
            return Optional.empty();
        }
        if (repeated < limits.repeats) {
            cutShort |= late;
            return late ? Optional.empty() : Optional.of(repeat(failing));
        }
        return shrink(failing, late);
    }

    private Experiment explore() {
        Draft draft = drafts.apply(firstSeed + given);
        return new Experiment.Explore(draft, ++given, limits.runs);
    }

    private Experiment repeat(Draft failing) {
        return new Experiment.Repeat(failing, repeated + 1, limits.repeats);
    }

    private Optional<Experiment> shrink(Draft failing, boolean late) {
        if (limits.repeats > 0 && reproduced == 0) {
            return Optional.empty(); // it did not fail again: smaller drafts would prove nothing
        }
        if (shrinking == null) {
            shrinking = new Shrinking(failing, triesEach());
        }
        Optional<Draft> smaller = shrinking.next();
        if (smaller.isPresent() && late) {
            cutShort = true;
            return Optional.empty();
        }
        return smaller.map(draft -> new Experiment.Shrink(draft, attempts + 1));
    }

    /** A failure that comes every second time needs some tries before its absence means something. */
    private int triesEach() {
        return limits.repeats == 0 || reproduced == limits.repeats
                ? 1
                : Math.min(5, (2 * limits.repeats + reproduced - 1) / reproduced);
    }

    /** How a run that {@link #next} gave ended. */
    public void answer(Experiment experiment, Outcome outcome) {
        Outcome.Failed first = failure;
        if (experiment instanceof Experiment.Explore) {
            explored++;
            unproved += outcome instanceof Outcome.Unproved ? 1 : 0;
            if (first == null && outcome instanceof Outcome.Failed failed) {
                found = experiment.draft();
                failure = failed;
            }
        } else if (first != null && experiment instanceof Experiment.Repeat) {
            repeated++;
            reproduced += outcome.failsAs(first) ? 1 : 0;
        } else if (first != null && shrinking != null) {
            attempts++;
            shrinking.answer(outcome.failsAs(first));
        }
    }

    /** How many drafts of their own were run. */
    public int explored() {
        return explored;
    }

    /** How many of them proved nothing. */
    public int unproved() {
        return unproved;
    }

    /** The failure, as far as it is known by now; empty if nothing failed. */
    public Optional<Finding> finding() {
        Draft failing = found;
        Outcome.Failed first = failure;
        if (failing == null || first == null) {
            return Optional.empty();
        }
        Draft smallest = shrinking == null ? failing : shrinking.smallest();
        return Optional.of(new Finding(failing, first, repeated, reproduced, smallest, attempts, cutShort));
    }
}
