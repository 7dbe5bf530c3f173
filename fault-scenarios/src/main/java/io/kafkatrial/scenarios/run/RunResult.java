/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What came of one run. Holds no history, so that thousands of them can be kept.
 *
 * @param status whether it ended as declared
 * @param at when it began
 * @param took from the demand for a cluster to the last verdict
 * @param findings what was found
 * @param files the directory of its report; empty if none was written
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record RunResult(Job job, Ending status, Instant at, Duration took, Findings findings, Optional<Path> files) {

    /**
     * What a run found.
     *
     * @param verdicts each verdict in a few words; empty if there was none
     * @param details how it differs from what is declared, or why it failed or was skipped, one line each; empty if all
     *     is as declared
     * @param story the same at length; empty if all is as declared
     * @param acked how many sends were acknowledged
     * @param missed how many verdicts lack a declared anomaly
     * @param alarms how many verdicts are broken by an anomaly that is not declared
     */
    public record Findings(
            List<String> verdicts, List<String> details, String story, long acked, int missed, int alarms) {
        public Findings {
            verdicts = List.copyOf(verdicts);
            details = List.copyOf(details);
            requireNonNull(story, "story");
        }

        /** One line and no verdict. */
        static Findings only(String detail, String story) {
            return new Findings(List.of(), List.of(detail), story, 0, 0, 0);
        }
    }

    /** How a run ends. */
    public enum Ending {
        /** Every verdict is the declared one. */
        AS_DECLARED("ok", "PASS"),
        /** A verdict is not the declared one. */
        SURPRISE("SURPRISE", "FAIL"),
        /** The workload failed, or did not end, so that there is no verdict. */
        FAILED("FAILED", "FAIL"),
        /** The cluster did not start. */
        NO_CLUSTER("NO CLUSTER", "FAIL"),
        /** The engine lacks what the half needs. */
        SKIPPED("skipped", "VACUOUS");

        private final String word;
        private final String outcome;

        Ending(String word, String outcome) {
            this.word = word;
            this.outcome = outcome;
        }

        /** The {@link io.kafkatrial.report.ReportEntry#outcome} of it. */
        public String outcome() {
            return outcome;
        }

        /** Whether this makes the whole fail. */
        public boolean isBad() {
            return this != AS_DECLARED && this != SKIPPED;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public RunResult {
        requireNonNull(job, "job");
        requireNonNull(status, "status");
        requireNonNull(at, "at");
        requireNonNull(took, "took");
        requireNonNull(findings, "findings");
        requireNonNull(files, "files");
    }
}
