/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Prints warnings and errors of the harness; used where nobody brought a logging backend ({@code java -jar}). */
record StderrUserLog(PrintStream out) implements UserLog {

    private static final String HOUSE = "io.kafkatrial.";
    private static final String LIBRARIES = HOUSE + "shaded.";

    @Override
    public void write(String logger, Level level, String message, @Nullable Throwable thrown) {
        boolean asked = logger.startsWith(LIBRARIES) || !logger.startsWith(HOUSE);
        if (asked || level.getSeverity() >= Level.WARNING.getSeverity()) {
            out.println("kafka-trial: " + level.getName() + " " + logger.replace(LIBRARIES, "") + ": " + message);
            if (thrown != null) {
                thrown.printStackTrace(out);
            }
        }
    }
}
