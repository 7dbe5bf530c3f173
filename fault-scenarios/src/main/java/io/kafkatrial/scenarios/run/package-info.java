/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Runs many scenarios: which ones ({@link io.kafkatrial.scenarios.run.Selection}), on which engines and with which seeds
 * ({@link io.kafkatrial.scenarios.run.Order}), several at a time ({@link io.kafkatrial.scenarios.run.Batch}), and what came
 * of it ({@link io.kafkatrial.scenarios.run.RunResult}, {@link io.kafkatrial.scenarios.run.ExitCode}). What one run leaves on
 * disk is written by whoever is asked to keep evidence, before its history is let go.
 */
@NullMarked
package io.kafkatrial.scenarios.run;

import org.jspecify.annotations.NullMarked;
