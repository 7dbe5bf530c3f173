/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.run.Group;
import io.kafkatrial.scenarios.run.RunResult;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells of results as they come: a line for each half of a scenario on an engine, and at once what did not end as declared.
 * Confined to one thread.
 */
final class Telling {

    private static final int STATUS = 10;

    private final PrintWriter out;
    private final int width;
    private final List<RunResult> open = new ArrayList<>();

    /** @param width of the column of titles */
    Telling(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    void tell(RunResult result) {
        if (!open.isEmpty() && !new Group(open).has(result.job())) {
            flush();
        }
        open.add(result);
        if (result.status().isBad()) {
            bad(result);
        }
    }

    /** Tell of the last group. */
    void flush() {
        if (!open.isEmpty()) {
            group(new Group(open));
            open.clear();
        }
    }

    private void bad(RunResult result) {
        out.println(padded(result.status().toString(), STATUS) + "  " + result.job());
        result.findings().details().stream()
                .flatMap(String::lines)
                .forEach(line -> out.println(" ".repeat(STATUS + 4) + line));
        result.findings().verdicts().forEach(verdict -> out.println(" ".repeat(STATUS + 4) + "found: " + verdict));
        result.files().map(Telling::page).ifPresent(page -> out.println(" ".repeat(STATUS + 4) + "see " + page));
    }

    private static Path page(Path directory) {
        Path report = directory.resolve("report.html");
        return Files.exists(report) ? report : directory;
    }

    private void group(Group group) {
        boolean single = group.runs().size() == 1;
        if (single && group.ending().isBad()) {
            return;
        }
        String what = group.ending() == Ending.SKIPPED
                ? String.join("; ", group.runs().get(0).findings().details())
                : single ? String.join("; ", group.runs().get(0).findings().verdicts()) : group.words();
        String took = group.ending() == Ending.SKIPPED
                ? "       "
                : String.format(
                        Locale.ROOT,
                        "%5.1f s",
                        group.took().toMillis() / 1e3 / group.runs().size());
        out.println(padded(group.ending().toString(), STATUS) + "  "
                + padded(group.first().title(), width) + "  "
                + padded(group.first().engine(), 8) + " " + took + "  " + what);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
