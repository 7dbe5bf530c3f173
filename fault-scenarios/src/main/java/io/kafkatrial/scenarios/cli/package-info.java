/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line of the scenarios: {@code list}, {@code show} and {@code run}. {@link io.kafkatrial.scenarios.cli.Main}
 * is the main class of the standalone jar; the Maven plugin runs scenarios by the same command.
 */
@NullMarked
package io.kafkatrial.scenarios.cli;

import org.jspecify.annotations.NullMarked;
