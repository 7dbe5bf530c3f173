/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Renders verdicts: {@link io.kafkatrial.report.TextReport} for the test failure,
 * {@link io.kafkatrial.report.HtmlReport} to look at, {@link io.kafkatrial.report.JsonReport} for tools,
 * {@link io.kafkatrial.report.MarkdownReport} for bug reports and summaries.
 *
 * <p>All from one {@link io.kafkatrial.report.ReportInput}, and pure: writing the files is the caller's, except
 * for {@link io.kafkatrial.report.ReportIndex}, which keeps the index of all tests of a build. How things are
 * said is in {@code words}, what the page draws in {@code timeline}; the page's style sheet and scripts are
 * resources of this package.
 */
@NullMarked
package io.kafkatrial.report;

import org.jspecify.annotations.NullMarked;
