/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

/** Render a verdict as one self-contained HTML file with a timeline. */
public final class HtmlReport {

    private HtmlReport() {}

    /** Render the report. */
    public static String render(ReportInput input) {
        throw new UnsupportedOperationException("not yet");
    }
}
