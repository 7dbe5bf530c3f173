/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.History;
import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.logging.InternalLog;
import io.kafkatrial.report.HtmlReport;
import io.kafkatrial.report.JsonReport;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.TextReport;
import io.kafkatrial.scenarios.Conclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.opentest4j.AssertionFailedError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a concluded test and writes its files: {@code report.html}, {@code verdict.json} and
 * {@code history.jsonl}, after a failure {@code harness.log} too; with several guarantees {@code report-EXACTLY_ONCE.html} and so on.
 *
 * @param root where the directories of all tests go
 * @param attach told of the directory of a failed test
 * @param judge how a history is judged
 */
record Reports(
        String engine, long seed, Path root, Consumer<Path> attach, BiFunction<Guarantee, History, Verdict> judge) {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    Reports(String engine, long seed, Path root, Consumer<Path> attach) {
        this(engine, seed, root, attach, Verdicts::of);
    }

    /** One finding for each guarantee that is broken or, unless that is allowed, unproved. */
    List<AssertionFailedError> judge(TestName test, Delivers claim, Conclusion conclusion) {
        Path directory = test.directory(root).toAbsolutePath();
        List<AssertionFailedError> findings = new ArrayList<>();
        for (Guarantee guarantee : claim.value()) {
            String suffix = claim.value().length == 1 ? "" : "-" + guarantee;
            Path html = directory.resolve("report" + suffix + ".html");
            Verdict verdict = judge.apply(guarantee, conclusion.history());
            ReportInput input = new ReportInput(
                    test.toString(), engine, seed, test.replay(seed), verdict, conclusion.history(), Optional.of(html));
            write(directory, html, "verdict" + suffix + ".json", input);
            if (fails(verdict, claim)) {
                findings.add(new AssertionFailedError(message(input, conclusion)));
            }
        }
        if (!findings.isEmpty()) {
            writeLog(directory);
            attach.accept(directory);
        }
        return findings;
    }

    private static boolean fails(Verdict verdict, Delivers claim) {
        return verdict instanceof Verdict.Fail || (verdict instanceof Verdict.Vacuous && !claim.allowVacuous());
    }

    private static String message(ReportInput input, Conclusion conclusion) {
        String text = TextReport.render(input);
        return conclusion.troubles().isEmpty()
                ? text
                : text + System.lineSeparator() + "note: " + String.join("; ", conclusion.troubles());
    }

    /** What the brokers said: silent while all is well, wanted now. */
    private static void writeLog(Path directory) {
        List<String> lines = InternalLog.ofThisJvm().recent();
        if (lines.isEmpty()) {
            return;
        }
        try {
            Files.write(directory.resolve("harness.log"), lines, UTF_8);
        } catch (IOException failed) {
            LOG.warn("the log of the brokers cannot be written to {}: {}", directory, failed.toString());
        }
    }

    /** A report that cannot be written must not change the verdict. */
    private static void write(Path directory, Path html, String json, ReportInput input) {
        try {
            Files.createDirectories(directory);
            Files.writeString(html, HtmlReport.render(input), UTF_8);
            Files.writeString(directory.resolve(json), JsonReport.render(input), UTF_8);
            HistoryFile.write(directory.resolve("history.jsonl"), input.history());
        } catch (IOException failed) {
            LOG.warn("the report of {} cannot be written to {}: {}", input.test(), directory, failed.toString());
        }
    }
}
