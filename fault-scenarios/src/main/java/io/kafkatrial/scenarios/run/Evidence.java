/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.history.History;
import io.kafkatrial.report.ReportInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Keeps what a run leaves, as long as its history is there. Called by several threads. */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public interface Evidence {

    /** Keeps nothing. */
    Evidence NONE = trace -> Optional.empty();

    /**
     * What a run leaves.
     *
     * @param reports one for each verdict; empty if there was none
     * @param history what was recorded; empty if nothing could be
     * @param story what is wrong, at length; empty if nothing is
     */
    record Trace(
            Job job,
            RunResult.Ending status,
            List<ReportInput> reports,
            Optional<History> history,
            List<String> details,
            String story) {
        public Trace {
            reports = List.copyOf(reports);
            details = List.copyOf(details);
        }
    }

    /** Keep what is worth it; gives back in which directory. Never throws because of the disk. */
    Optional<Path> keep(Trace trace);
}
