/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Renders a verdict: {@link io.kafkatrial.report.TextReport} for the test failure,
 * {@link io.kafkatrial.report.HtmlReport} for the timeline, {@link io.kafkatrial.report.JsonReport} for
 * tools.
 *
 * <p>Pure functions of a {@link io.kafkatrial.report.ReportInput}; writing the files is the caller's.
 */
@NullMarked
package io.kafkatrial.report;

import org.jspecify.annotations.NullMarked;
