/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Expectation;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.History;
import io.kafkatrial.report.HtmlReport;
import io.kafkatrial.report.JsonReport;
import io.kafkatrial.report.MarkdownReport;
import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.Secrets;
import io.kafkatrial.report.Setting;
import io.kafkatrial.report.TextReport;
import io.kafkatrial.report.progress.Progress;
import io.kafkatrial.scenarios.Conclusion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a concluded test and writes its files: {@code report.html}, {@code verdict.json} and
 * {@code history.jsonl}, after a failure {@code report.md} and what the brokers said; with several guarantees
 * {@code verdict-EXACTLY_ONCE.json} and so on. The test becomes a line of the index of its build.
 *
 * @param run where the test runs
 * @param attach told of the directory of a failed test
 * @param judge how a history is judged
 */
record Reports(Run run, Consumer<Path> attach, BiFunction<Claim, History, Verdict> judge) {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    /**
     * Where a test runs.
     *
     * @param engine the engine's name
     * @param seed the seed of everything drawn at random
     * @param root where the directories of all tests go
     * @param connection what its clients need to connect; secrets do not get into reports
     * @param logs the files in which brokers write, by the broker's name
     */
    record Run(String engine, long seed, Path root, Map<String, Object> connection, Supplier<Map<String, Path>> logs) {}

    Reports(Run run, Consumer<Path> attach) {
        this(run, attach, Verdicts::of);
    }

    /**
     * One finding for each guarantee that is broken or, unless that is allowed, unproved.
     *
     * @param history the file that followed the test; is complete afterwards
     */
    List<AssertionFailedError> judge(TestName test, Claims claim, Conclusion conclusion, HistoryOnDisk history) {
        Path directory = test.directory(run.root).toAbsolutePath();
        List<ReportInput> inputs = new ArrayList<>();
        List<AssertionFailedError> findings = new ArrayList<>();
        Set<Anomaly.Kind> missing = EnumSet.noneOf(Anomaly.Kind.class);
        missing.addAll(claim.expected());
        for (Claim guarantee : claim.claims()) {
            Verdict judged = judge.apply(guarantee, conclusion.history());
            missing.removeAll(Expectation.found(judged));
            Verdict verdict = claim.isExpectation(guarantee)
                    ? Expectation.met(claim.expected(), judged)
                    : Expectation.allowed(claim.expected(), judged);
            ReportInput input = new ReportInput(
                    test.toString(),
                    run.engine,
                    run.seed,
                    test.replay(run.seed),
                    verdict,
                    conclusion.history(),
                    Optional.of(directory.resolve("report.html")));
            inputs.add(input);
            Progress.found(
                    verdict instanceof Verdict.Fail fail ? fail.anomalies().size() : 0);
            if (fails(verdict, claim)) {
                findings.add(new Judged(message(input, conclusion), Optional.of(verdict)));
            }
        }
        if (!missing.isEmpty() && findings.isEmpty()) {
            findings.add(new AssertionFailedError(JunitComplaints.notShown(test.toString(), missing)));
        }
        write(directory, inputs, conclusion.troubles(), new Outcome(!findings.isEmpty(), history));
        addToIndex(test, directory, inputs);
        if (!findings.isEmpty()) {
            attach.accept(directory);
        }
        return findings;
    }

    private record Outcome(boolean failed, HistoryOnDisk history) {}

    private static boolean fails(Verdict verdict, Claims claim) {
        return verdict instanceof Verdict.Fail || (verdict instanceof Verdict.Vacuous && !claim.allowVacuous());
    }

    private static String message(ReportInput input, Conclusion conclusion) {
        String text = TextReport.render(input);
        return conclusion.troubles().isEmpty()
                ? text
                : text + System.lineSeparator() + "note: " + String.join("; ", conclusion.troubles());
    }

    /** A report that cannot be written must not change the verdict. */
    private void write(Path directory, List<ReportInput> inputs, List<String> troubles, Outcome outcome) {
        try {
            Files.createDirectories(directory);
            List<String> files = new ArrayList<>();
            outcome.history.write(directory, inputs.get(0).history());
            files.add(HistoryOnDisk.NAME);
            StringBuilder bugs = new StringBuilder();
            for (ReportInput input : inputs) {
                String suffix = inputs.size() == 1
                        ? ""
                        : "-" + input.verdict().guarantee().name().replaceAll("[^A-Za-z0-9_.]+", "-");
                files.add(add(directory, "verdict" + suffix + ".json", JsonReport.render(input)));
                bugs.append(input.verdict() instanceof Verdict.Pass ? "" : MarkdownReport.bug(input) + "\n");
            }
            if (outcome.failed) {
                files.add(add(directory, "report.md", bugs.toString()));
                files.addAll(BrokerLogs.copy(run.logs.get(), directory));
            }
            Setting setting = new Setting(Map.of("every client", Secrets.mask(run.connection)), troubles, files);
            add(
                    directory,
                    "report.html",
                    HtmlReport.render(
                            inputs.stream().map(input -> input.in(setting)).toList()));
        } catch (IOException unwritable) {
            LOG.warn(
                    "the report of {} cannot be written to {}: {}",
                    inputs.get(0).test(),
                    directory,
                    unwritable.toString());
        }
    }

    private static String add(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text, UTF_8);
        return name;
    }

    private void addToIndex(TestName test, Path directory, List<ReportInput> inputs) {
        Path root = run.root.toAbsolutePath();
        try {
            String link =
                    root.relativize(directory.resolve("report.html")).toString().replace(File.separatorChar, '/');
            ReportIndex.add(root, ReportEntry.of(test.testClass().getName(), inputs, link));
        } catch (IOException unwritable) {
            LOG.warn("{} cannot be added to the index in {}: {}", test, root, unwritable.toString());
        }
    }
}
