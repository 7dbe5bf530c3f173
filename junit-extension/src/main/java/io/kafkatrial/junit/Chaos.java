/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.chaos.Disturbance;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Run a test of a {@link KafkaCluster} class many times, each time on a cluster of its own under faults drawn at random.
 * Takes the place of {@code @Test}.
 *
 * <p>The first run that fails ends the drawing. It is run again {@link #repeats} times, to say how surely it fails
 * (<i>reproduced r/K</i>); then faults, clients and records are taken away as long as it still fails. What is left is
 * written down as a plan and as a test to paste. A parameter of type {@link io.kafkatrial.chaos.Load} says how much work
 * a run shall do; a test that keeps to it can be made small.
 *
 * <p>A run whose faults touched nothing proves nothing and is skipped; if that is so of all, the test fails.
 *
 * <p>{@code -Dtrial.seed} runs the draft of that seed only, {@code -Dtrial.replay=FILE} the draft or plan in that file.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ChaosRuns.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Chaos {

    /** The seed of the first run, the others follow; 0 takes a fresh one each time. */
    long seed() default 0;

    /** How many drafts are run, unless one fails. */
    int runs() default 10;

    /** The kinds of faults; empty takes {@link Disturbance#STANDARD}, under which nothing may be lost. */
    Disturbance[] mix() default {};

    /** How many faults a run has at most. */
    int faults() default 3;

    /** How many times a failing run is run again. */
    int repeats() default 5;

    /** How long drawing, repeating and making small may take together, for example {@code 60s}. */
    String budget() default "2m";

    /** The most {@link io.kafkatrial.chaos.Load#producers}. */
    int producers() default 2;

    /** The most {@link io.kafkatrial.chaos.Load#consumers}. */
    int consumers() default 2;

    /** The {@link io.kafkatrial.chaos.Load#records}. */
    int records() default 1_000;

    /** The most {@link io.kafkatrial.chaos.Load#keys}. */
    int keys() default 50;

    /**
     * A draft to run instead of drawn ones: as JSON, or the name of a resource of the class path. What a failure is
     * exported as.
     */
    String draft() default "";
}
