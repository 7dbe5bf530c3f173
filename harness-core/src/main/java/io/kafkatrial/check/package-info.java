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
 * <p>How a check is written, so that ten million records a second can be judged: events are not walked as
 * objects but with {@link io.kafkatrial.history.History#cursor()}. At each event there is a {@link
 * io.kafkatrial.history.Lane} (what the event shares with many others: kind, topic, place, producer, reader,
 * group, all as dense numbers) and the numbers of this one event: {@code record()}, {@code offset()}, {@code
 * nanos()}, {@code key()}. What a check has to know of a record it keeps in an array by record number, of a
 * partition by place, of a member by reader; strings, maps and objects are for what went wrong. Kinds that do
 * not come as often as records are {@link io.kafkatrial.history.Kind#OTHER} and handed over as they are. A
 * position in the history is an {@code int}; {@code Exhibits} makes of positions what is shown.
 *
 * <p>There are two sorts of checks. One looks at what the {@code Ledger} has gathered, when it is complete:
 * a loop over the numbers of records ({@code Records}, {@code Readers}) or over the offsets of a partition
 * ({@code Tapes}), as {@code LogChecks} does. The other needs the order of events and goes along while the
 * ledger is read: a {@code Watcher}.
 *
 * <p>Looks at {@code history} only. A checker has no clock, no thread and no cluster: given the same
 * history it gives the same verdict.
 */
@NullMarked
package io.kafkatrial.check;

import org.jspecify.annotations.NullMarked;
