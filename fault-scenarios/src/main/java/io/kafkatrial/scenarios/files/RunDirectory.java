/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.files;

import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.report.HtmlReport;
import io.kafkatrial.report.JsonReport;
import io.kafkatrial.report.MarkdownReport;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.Setting;
import io.kafkatrial.scenarios.run.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The files of one run. Stateless. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class RunDirectory {

    /** The page. */
    public static final String REPORT = "report.html";

    private static final String HISTORY = "history.jsonl";
    private static final String STORY = "story.txt";
    private static final String BUG = "report.md";

    private RunDirectory() {}

    /**
     * Write them; what an earlier run of the same left is replaced.
     *
     * @throws IOException if the directory cannot be written to
     */
    public static void write(Path directory, Evidence.Trace trace) throws IOException {
        Files.createDirectories(directory);
        for (String name : List.of(REPORT, HISTORY, STORY, BUG)) {
            Files.deleteIfExists(directory.resolve(name));
        }
        List<String> files = new ArrayList<>();
        if (trace.history().isPresent()) {
            HistoryFile.write(directory.resolve(HISTORY), trace.history().get());
            files.add(HISTORY);
        }
        if (!trace.story().isEmpty()) {
            Files.writeString(directory.resolve(STORY), trace.story() + System.lineSeparator());
            files.add(STORY);
        }
        if (!trace.reports().isEmpty()) {
            Files.writeString(
                    directory.resolve(BUG),
                    trace.reports().stream().map(MarkdownReport::bug).collect(Collectors.joining("\n")));
            files.add(BUG);
            for (ReportInput input : trace.reports()) {
                String claim = input.verdict().guarantee().name().replaceAll("[^A-Za-z0-9_.]+", "-");
                Files.writeString(directory.resolve("verdict-" + claim + ".json"), JsonReport.render(input));
                files.add("verdict-" + claim + ".json");
            }
            Setting setting = new Setting(Map.of(), trace.details(), files);
            List<ReportInput> inputs =
                    trace.reports().stream().map(input -> input.in(setting)).toList();
            Files.writeString(directory.resolve(REPORT), HtmlReport.render(inputs));
        }
    }

    /** The page of a run, else its story; empty if it has no files. */
    public static Optional<Path> page(Optional<Path> directory) {
        return directory.map(files -> {
            Path report = files.resolve(REPORT);
            return Files.exists(report) ? report : files.resolve(STORY);
        });
    }
}
