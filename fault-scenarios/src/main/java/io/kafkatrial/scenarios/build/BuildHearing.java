/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.cli.Charge;
import io.kafkatrial.cli.Findings;
import io.kafkatrial.cli.Tribunal;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.history.Appender;
import io.kafkatrial.history.History;
import io.kafkatrial.report.HtmlReport;
import io.kafkatrial.report.JsonReport;
import io.kafkatrial.report.MarkdownReport;
import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.Setting;
import io.kafkatrial.report.TextReport;
import io.kafkatrial.scenarios.ClaimText;
import io.kafkatrial.scenarios.Conclusion;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One cluster on trial from its start to its end. The history is in its file while the cluster runs; a process that is
 * killed leaves it. Confined to one thread at a time.
 */
final class BuildHearing implements Tribunal.Hearing {

    private static final String HISTORY = "history.jsonl";
    private static final String REPORT = "report.html";
    private static final String GROUP = "clusters of the build";

    private final Cluster cluster;
    private final Charge charge;
    private final Trial trial;
    private final Appender file;

    private BuildHearing(Cluster cluster, Charge charge, Trial trial, Appender file) {
        this.cluster = cluster;
        this.charge = charge;
        this.trial = trial;
        this.file = file;
    }

    static BuildHearing open(Cluster cluster, Charge charge) {
        Trial trial = Trial.on(cluster, Recording.WIRE);
        try {
            Files.createDirectories(charge.reports());
            Appender file = trial.append(charge.reports().resolve(HISTORY));
            charge.plan().ifPresent(trial::arm);
            return new BuildHearing(cluster, charge, trial, file);
        } catch (IOException unwritable) {
            trial.close();
            throw cannotWrite(charge, unwritable);
        } catch (TrialException refused) {
            trial.close();
            throw refused;
        }
    }

    private static TrialException cannotWrite(Charge charge, IOException cause) {
        return new TrialException(
                "what clients do cannot be written down in " + charge.reports() + ": " + cause
                        + ". Name a directory you may write to by --reports.",
                cause);
    }

    @Override
    public Findings conclude() {
        Conclusion conclusion = trial.conclude();
        List<ReportInput> inputs = charge.claims().stream()
                .map(claim -> input(Verdicts.of(ClaimText.parse(claim), conclusion.history()), conclusion.history()))
                .toList();
        List<String> troubles = new ArrayList<>(conclusion.troubles());
        try {
            write(inputs, conclusion);
        } catch (IOException unwritable) {
            troubles.add(String.valueOf(cannotWrite(charge, unwritable).getMessage()));
        }
        String report = inputs.isEmpty() ? "" : charge.reports().resolve(REPORT).toString();
        return Findings.of(
                Findings.ofFaults(conclusion.bites()),
                inputs.stream().map(BuildHearing::found).toList(),
                new Findings.Remarks(conclusion.healthy(), troubles, report),
                charge.allowVacuous());
    }

    private ReportInput input(Verdict verdict, History history) {
        return new ReportInput(
                charge.name(),
                cluster.engine(),
                cluster.spec().seed(),
                charge.replay(cluster.spec().seed()),
                verdict,
                history,
                Optional.of(charge.reports().resolve(REPORT)));
    }

    private static Findings.OfClaim found(ReportInput input) {
        Verdict verdict = input.verdict();
        String outcome =
                verdict instanceof Verdict.Pass ? "PASS" : verdict instanceof Verdict.Fail ? "FAIL" : "VACUOUS";
        return new Findings.OfClaim(verdict.guarantee().name(), outcome, TextReport.render(input));
    }

    private void write(List<ReportInput> inputs, Conclusion conclusion) throws IOException {
        file.close(conclusion.history());
        if (inputs.isEmpty()) {
            return;
        }
        Path directory = charge.reports();
        List<String> files = new ArrayList<>(List.of(HISTORY));
        for (ReportInput input : inputs) {
            String claim = input.verdict().guarantee().name().replaceAll("[^A-Za-z0-9_.]+", "-");
            files.add(write("verdict-" + claim + ".json", JsonReport.render(input)));
        }
        String bugs = inputs.stream()
                .filter(input -> !(input.verdict() instanceof Verdict.Pass))
                .map(MarkdownReport::bug)
                .collect(Collectors.joining("\n"));
        if (!bugs.isEmpty()) {
            files.add(write("report.md", bugs));
        }
        Setting setting = new Setting(Map.of(), conclusion.troubles(), files);
        write(
                REPORT,
                HtmlReport.render(
                        inputs.stream().map(input -> input.in(setting)).toList()));
        Path root = Optional.ofNullable(directory.getParent()).orElse(directory);
        ReportIndex.add(root, ReportEntry.of(GROUP, inputs, directory.getFileName() + "/" + REPORT));
    }

    private String write(String name, String text) throws IOException {
        Files.writeString(charge.reports().resolve(name), text, UTF_8);
        return name;
    }

    @Override
    public void close() {
        trial.close();
        try {
            file.close();
        } catch (IOException unwritable) {
            throw cannotWrite(charge, unwritable);
        }
    }
}
