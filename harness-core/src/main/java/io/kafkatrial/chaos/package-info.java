/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Chaos: plans drawn at random, run, repeated and made small. Everything here is pure: who runs the experiments (the
 * JUnit extension, the scenarios) asks {@link io.kafkatrial.chaos.Search} for the next one and tells it the outcome.
 *
 * <p>The way of a failure: {@link io.kafkatrial.chaos.Drawing} makes a {@link io.kafkatrial.chaos.Draft} of a seed, a plan
 * of faults and a load of work; a run of it fails; {@code Search} has it run again some times to learn how surely it
 * fails, then lets {@link io.kafkatrial.chaos.Ddmin} take faults away and {@code LoadSteps} take clients and records
 * away, as long as it still fails; what is left is a {@link io.kafkatrial.chaos.Finding}.
 *
 * <p>What is promised, and what is not: the same seed draws the same draft, on any machine, for this version. The
 * brokers' threads and the clients' are not drawn, so the same draft need not fail again; therefore it is repeated and
 * the report says how often it did.
 */
@NullMarked
package io.kafkatrial.chaos;

import org.jspecify.annotations.NullMarked;
