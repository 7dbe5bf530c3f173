/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.report.MarkdownReport;
import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The verdicts of the modules of a build, and the histories nobody judged. Confined to one goal. */
final class Verdicts {
    private static final String VERDICT = "verdict";
    private static final String HISTORY = "history.jsonl";

    private final Path output;
    private final Map<String, List<ReportEntry>> byModule = new LinkedHashMap<>();
    private long unjudged;

    /** @param output the folder the page goes to, absolute */
    Verdicts(Path output) {
        this.output = output;
    }

    /** Add those of a module, if it has any. */
    void add(String module, Path reports) throws IOException {
        List<ReportEntry> entries = new ArrayList<>();
        for (Path index : List.of(reports, reports.resolve(ScenariosMojo.FOLDER))) {
            for (ReportEntry entry : ReportIndex.read(index)) {
                entries.add(seenFromOutput(entry, index));
            }
        }
        if (!entries.isEmpty()) {
            byModule.put(module, entries);
        }
        unjudged += historiesWithoutVerdict(reports);
    }

    private ReportEntry seenFromOutput(ReportEntry entry, Path reports) {
        String link = entry.link().isEmpty()
                ? ""
                : output.relativize(reports.toAbsolutePath().normalize().resolve(entry.link()))
                        .toString()
                        .replace(File.separatorChar, '/');
        return with(entry, entry.group(), link);
    }

    private static ReportEntry with(ReportEntry entry, String group, String link) {
        return new ReportEntry(
                group,
                entry.test(),
                entry.outcome(),
                entry.claims(),
                entry.story(),
                entry.engine(),
                entry.seed(),
                entry.at(),
                entry.millis(),
                link);
    }

    private static long historiesWithoutVerdict(Path reports) throws IOException {
        if (!Files.isDirectory(reports)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(reports)) {
            return files.filter(file -> file.getFileName().toString().equals(HISTORY))
                    .filter(file -> !hasVerdict(file.resolveSibling(".")))
                    .count();
        }
    }

    private static boolean hasVerdict(Path folder) {
        String[] names = folder.toFile().list((directory, name) -> name.startsWith(VERDICT));
        return names != null && names.length > 0;
    }

    /** Write the page and the summary. */
    void write() throws IOException {
        Files.createDirectories(output);
        List<ReportEntry> all = all();
        Files.writeString(output.resolve(ReportIndex.PAGE), ReportIndex.render(all), UTF_8);
        Files.writeString(output.resolve(ReportIndex.SUMMARY), MarkdownReport.summary(all), UTF_8);
    }

    /** Those of several modules are listed by their modules. */
    private List<ReportEntry> all() {
        List<ReportEntry> all = new ArrayList<>();
        byModule.forEach((module, entries) -> entries.forEach(entry ->
                all.add(byModule.size() == 1 ? entry : with(entry, module + ": " + entry.group(), entry.link()))));
        return all;
    }

    /** How many there are, and where to look. */
    String line() {
        List<ReportEntry> all = all();
        String histories = unjudged == 0
                ? ""
                : " " + many(unjudged, "history has", "histories have")
                        + " no verdict: the test claims nothing, or its JVM was killed.";
        if (all.isEmpty()) {
            return "No verdicts: no test with a claim has run." + histories;
        }
        return many(all.size(), "verdict", "verdicts") + ": " + count(all, "PASS") + " passed, " + count(all, "FAIL")
                + " failed, " + count(all, "VACUOUS") + " vacuous; " + output.resolve(ReportIndex.PAGE) + histories;
    }

    private static long count(List<ReportEntry> entries, String outcome) {
        return entries.stream().filter(entry -> entry.outcome().equals(outcome)).count();
    }

    private static String many(long count, String one, String more) {
        return count + " " + (count == 1 ? one : more);
    }
}
