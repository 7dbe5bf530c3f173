/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

/** Render a verdict as JSON for tools. */
public final class JsonReport {

    private JsonReport() {}

    /** Render the report. */
    public static String render(ReportInput input) {
        throw new UnsupportedOperationException("not yet");
    }
}
