/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.files;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.scenarios.run.Evidence;
import io.kafkatrial.scenarios.run.Group;
import io.kafkatrial.scenarios.run.RunResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The directory of a run of many. Below it {@value #RUNS} has a directory for each run that did not end as declared, or for
 * every run. What an earlier run of many left there is removed. Safe for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class RunFiles implements Evidence {

    /** The directories of single runs. */
    public static final String RUNS = "runs";

    /** For CI servers that read JUnit's XML. */
    public static final String JUNIT = "TEST-kafka-trial-scenarios.xml";

    /** For tools. */
    public static final String RESULTS = "results.json";

    private final Path root;
    private final boolean all;
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    private RunFiles(Path root, boolean all) {
        this.root = root;
        this.all = all;
    }

    /**
     * Begin.
     *
     * @param all whether to keep every run, not only those that end otherwise than declared
     * @throws IOException if the directory cannot be made or cleared
     */
    public static RunFiles in(Path root, boolean all) throws IOException {
        RunFiles files = new RunFiles(requireNonNull(root, "root").toAbsolutePath(), all);
        files.clear();
        return files;
    }

    private void clear() throws IOException {
        Files.createDirectories(root);
        for (String name : List.of(ReportIndex.PAGE, ReportIndex.SUMMARY, ReportIndex.LINES, JUNIT, RESULTS)) {
            Files.deleteIfExists(root.resolve(name));
        }
        Path runs = root.resolve(RUNS);
        if (Files.isDirectory(runs)) {
            try (Stream<Path> old = Files.walk(runs)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The directory. */
    public Path root() {
        return root;
    }

    @Override
    public Optional<Path> keep(Trace trace) {
        if (!all && !trace.status().isBad()) {
            return Optional.empty();
        }
        Path directory = root.resolve(RUNS).resolve(trace.job().id());
        try {
            RunDirectory.write(directory, trace);
            return Optional.of(directory);
        } catch (IOException unwritable) {
            troubles.add("the files of " + trace.job() + " cannot be written to " + directory + ": " + unwritable
                    + ". Make room, or choose another directory.");
            return Optional.empty();
        }
    }

    /** Write down the results of the whole. */
    public void finish(Collection<RunResult> results) {
        List<RunResult> runs = new ArrayList<>(results);
        try {
            for (Group group : Group.of(runs)) {
                ReportIndex.add(root, entry(group));
            }
            Files.writeString(root.resolve(ReportIndex.SUMMARY), SummaryMarkdown.of(runs));
            Files.writeString(root.resolve(JUNIT), JunitXml.of(runs));
            Files.writeString(root.resolve(RESULTS), ResultsJson.of(runs));
        } catch (IOException unwritable) {
            troubles.add("the results cannot be written to " + root + ": " + unwritable
                    + ". Make room, or choose another directory.");
        }
    }

    /** Write what is declared of each half and what each engine showed to a file of the user's. */
    public void writeTable(Path file, Collection<RunResult> results) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, EnginesTable.of(results));
        } catch (IOException unwritable) {
            troubles.add("the table cannot be written to " + file + ": " + unwritable
                    + ". Make room, or choose another file.");
        }
    }

    /** What could not be written, one sentence each. */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }

    private ReportEntry entry(Group group) {
        RunResult told = group.worst().orElse(group.runs().get(0));
        List<String> claims = new ArrayList<>(told.findings().verdicts());
        claims.add(group.words());
        String link = RunDirectory.page(told.files())
                .map(page -> root.relativize(page).toString().replace(File.separatorChar, '/'))
                .orElse("");
        return new ReportEntry(
                "scenarios: " + told.job().scenario().page().chapter(),
                told.job().title(),
                group.ending().outcome(),
                claims,
                String.join(" ", told.findings().details()),
                told.job().engine(),
                told.job().seed(),
                told.at(),
                group.took().toMillis(),
                link);
    }
}
