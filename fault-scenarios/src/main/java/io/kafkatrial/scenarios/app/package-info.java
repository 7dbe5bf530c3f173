/* SPDX-License-Identifier: Apache-2.0 */
/**
 * An application of the user's own in the place of a scenario's workload: a class, or a command in any language.
 *
 * <p>{@link io.kafkatrial.scenarios.app.OwnApplication} says what it is made of, {@link
 * io.kafkatrial.scenarios.app.OnTrial} puts it into a scenario. A part runs on a thread ({@code ThreadPart}) or as a process
 * ({@code ProcessPart}); {@code OwnWork} starts the parts, tells them when it is over, and lets none outlive the run.
 */
@NullMarked
package io.kafkatrial.scenarios.app;

import org.jspecify.annotations.NullMarked;
