/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One line on the terminal that says how a long run is doing.
 *
 * <p>{@link io.kafkatrial.report.progress.Progress} is what runs announce themselves with; {@code Board} knows all
 * runs of this process and writes about them from a thread of its own, twice a second; {@code Screen} is where:
 * a terminal, a log, or nowhere. Counting is the runs' business and is asked for only when a line is written, so
 * that nothing is slowed down.
 */
@NullMarked
package io.kafkatrial.report.progress;

import org.jspecify.annotations.NullMarked;
