/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.scenarios.recording.Effects;
import io.kafkatrial.scenarios.recording.RecordingClients;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a running scenario works with.
 *
 * @param cluster the cluster, with the scenario's plan armed
 * @param trial what is recorded
 * @param faults the plan at work
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Stage(Cluster cluster, Trial trial, Injection faults) {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);

    public Stage {
        requireNonNull(cluster, "cluster");
        requireNonNull(trial, "trial");
        requireNonNull(faults, "faults");
    }

    /** Where its clients come from. */
    public RecordingClients clients() {
        return trial.clients();
    }

    /** Where it reports what it did with the records. */
    public Effects effects() {
        return trial.effects();
    }

    /**
     * Wait until the fault of this name has fired; a workload that must meet it goes on only then.
     *
     * @throws TrialException if it does not fire in 60 seconds
     */
    public void awaitFired(String fault) {
        if (!await(() -> is(fault, bite -> bite.firedAt().isPresent()))) {
            throw new TrialException(
                    "fault " + fault + " has not fired in " + BOUND.toSeconds()
                            + " s: its trigger did not come. Let the workload reach the trigger before it waits for the fault.");
        }
    }

    /**
     * Wait until the fault of this name has touched something; a workload that gets no answers, and so may be over
     * before the cluster has seen all of it, ends only then.
     *
     * @throws TrialException if it touches nothing in 60 seconds
     */
    public void awaitBitten(String fault) {
        if (!await(() -> is(fault, Bite::bit))) {
            throw new TrialException("fault " + fault + " has touched nothing in " + BOUND.toSeconds()
                    + " s: what it is about did not come. Let the workload bring it before it waits for the fault.");
        }
    }

    private boolean is(String fault, Predicate<Bite> so) {
        return faults.bites().stream().anyMatch(bite -> bite.planned().name().equals(fault) && so.test(bite));
    }

    /**
     * Wait until something that the cluster does is done, by looking again and again.
     *
     * @param what in words, for example {@code deletion of the offsets of group billing}
     * @throws TrialException if it does not come in 60 seconds
     */
    public void await(String what, BooleanSupplier isSo) {
        if (!await(isSo)) {
            throw new TrialException(what + " has not come in " + BOUND.toSeconds()
                    + " s: the cluster was not asked for it, or is not well. Look at the report's timeline.");
        }
    }

    private static boolean await(BooleanSupplier isSo) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }
}
