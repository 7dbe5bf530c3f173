/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Events, anomalies and figures in plain words, for every form of report.
 *
 * <p>{@link io.kafkatrial.report.words.EventKinds} and {@link io.kafkatrial.report.words.AnomalyWords} are
 * tables: one line for each kind of event or anomaly says how it reads and where it is drawn. A kind without
 * a line is told from its components, by their names: {@link io.kafkatrial.report.words.EventKind} says how.
 * {@link io.kafkatrial.report.words.Course} knows what happened to the cluster meanwhile: the turning points
 * of a story. {@link io.kafkatrial.report.words.Plain} makes harmless whatever users and brokers have put
 * into names.
 *
 * <p>Pure; knows nothing of pages and files.
 */
@NullMarked
package io.kafkatrial.report.words;

import org.jspecify.annotations.NullMarked;
