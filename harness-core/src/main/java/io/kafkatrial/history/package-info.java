/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The append-only record of what clients asked for and what they were told.
 *
 * <p>Recorders hand {@link io.kafkatrial.history.Event}s to a {@link io.kafkatrial.history.Recorder};
 * what it has at the end is a {@link io.kafkatrial.history.History}, which checkers read and reports
 * draw. {@link io.kafkatrial.history.HistoryFile} keeps it as JSON Lines, while recording if need be.
 * A record is followed by the {@link io.kafkatrial.history.RecordId} it got when it was sent, and carries as its {@link
 * io.kafkatrial.history.RecordMark}. What comes as often as sends goes by a {@link io.kafkatrial.history.Journal} for each
 * thread.
 *
 * <p>Depends on nothing of the harness.
 */
@NullMarked
package io.kafkatrial.history;

import org.jspecify.annotations.NullMarked;
