/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is wrong with files of plans. */
public final class PlanFileComplaints {

    private PlanFileComplaints() {}

    /** Something in the file is not as it should be; line 0 is one that nobody knows. */
    public static TrialException mistake(String file, int line, String what) {
        return new TrialException(
                file + (line == 0 ? "" : ", line " + line) + ": " + what + (what.endsWith(".") ? "" : "."));
    }

    /** The file cannot be read. */
    public static TrialException unreadable(Path file, IOException cause) {
        return new TrialException(
                "the plan " + file.toAbsolutePath() + " cannot be read: "
                        + (cause instanceof NoSuchFileException ? "there is no such file" : cause)
                        + ". Give the path of a file that Kafka Trial wrote, or of your own.",
                cause);
    }
}
