/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The data of the timeline on the HTML page, as compact JSON.
 *
 * <p>{@link io.kafkatrial.report.timeline.TimelineData} walks over a history once. What happened becomes marks
 * ({@code Marks}: columns of small numbers), what lasted becomes ribbons ({@code Ribbons}); {@code Names}
 * numbers whatever has a name. A long history is thinned: what touches an anomaly stays, the rest is counted.
 * The page's script, {@code timeline-model.js}, reads what is written here, and nothing else does.
 *
 * <p>Pure.
 */
@NullMarked
package io.kafkatrial.report.timeline;

import org.jspecify.annotations.NullMarked;
