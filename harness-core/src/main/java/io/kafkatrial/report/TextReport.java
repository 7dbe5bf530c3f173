/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

/** Render a verdict as the message of a failing test: at most 25 lines. */
public final class TextReport {

    private TextReport() {}

    /** Render the report. */
    public static String render(ReportInput input) {
        throw new UnsupportedOperationException("not yet");
    }
}
