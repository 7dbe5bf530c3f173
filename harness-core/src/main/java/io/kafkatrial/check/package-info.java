/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Pure functions from a history to a verdict.
 *
 * <p>The way of a judgement: {@link io.kafkatrial.check.Verdicts} reads the history once into a
 * {@code Ledger} (what became of each record, what was seen at each offset, who led, which faults were
 * in force); {@code LogChecks}, {@code ReadChecks} and {@code OrderChecks} look the anomalies up in it;
 * {@code Doubts} says why nothing may be proved; the {@link io.kafkatrial.check.Guarantee} decides which
 * {@link io.kafkatrial.check.Anomaly anomalies} break it.
 *
 * <p>Looks at {@code history} only. A checker has no clock, no thread and no cluster: given the same
 * history it gives the same verdict.
 */
@NullMarked
package io.kafkatrial.check;

import org.jspecify.annotations.NullMarked;
