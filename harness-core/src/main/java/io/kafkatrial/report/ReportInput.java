/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.check.Verdict;
import io.kafkatrial.history.History;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Everything a report is made of.
 *
 * @param test the test's name, for example {@code OrdersTest.everyOrderSurvives}
 * @param engine the engine's name
 * @param seed the seed of everything drawn at random
 * @param replay the command that runs it again
 * @param verdict the verdict over {@code history}
 * @param file where the HTML report is or will be written, for the link in the text
 * @param setting where it ran, and what lies beside the report
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ReportInput(
        String test,
        String engine,
        long seed,
        String replay,
        Verdict verdict,
        History history,
        Optional<Path> file,
        Setting setting) {

    public ReportInput {
        requireNonNull(test, "test");
        requireNonNull(engine, "engine");
        requireNonNull(replay, "replay");
        requireNonNull(verdict, "verdict");
        requireNonNull(history, "history");
        requireNonNull(file, "file");
        requireNonNull(setting, "setting");
    }

    /** An input of which nothing more is known. */
    public ReportInput(
            String test,
            String engine,
            long seed,
            String replay,
            Verdict verdict,
            History history,
            Optional<Path> file) {
        this(test, engine, seed, replay, verdict, history, file, Setting.NONE);
    }

    /** The same with what is known of its setting. */
    public ReportInput in(Setting other) {
        return new ReportInput(test, engine, seed, replay, verdict, history, file, other);
    }
}
