/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every message about scenarios in files: what happened, to what, why, what to do. */
final class YamlComplaints {

    private YamlComplaints() {}

    static TrialException unreadable(Path file, IOException cause) {
        return new TrialException(
                "the scenario " + file.toAbsolutePath() + " cannot be read: " + cause
                        + ". Give the path of a file as docs/own-scenarios.md describes it.",
                cause);
    }

    static TrialException impossible(String file, String half, TrialException cause) {
        return new TrialException(file + ", " + half + " half: " + cause.getMessage(), cause);
    }

    static TrialException noDangerousHalf(String name) {
        return new TrialException("scenario " + name + " has no dangerous half: its file has a guarded one only.");
    }

    static TrialException unknownFault(String fault, List<String> known) {
        List<String> near = Nearest.some(fault, known, 1);
        return new TrialException("the workload waits for fault \"" + fault + "\", which is none of its \"faults\""
                + (near.isEmpty() ? "" : "; perhaps \"" + near.get(0) + "\" is meant") + ".");
    }

    static TrialException behind(String group, int came, String wanted) {
        return new TrialException("group " + group + " was handed " + came + " records, not " + wanted
                + ", within the time it has. Look at the report's timeline, or give it more time with \"within\".");
    }
}
