/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.files;

import io.kafkatrial.report.MarkdownReport;
import io.kafkatrial.scenarios.run.Group;
import io.kafkatrial.scenarios.run.RunResult;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Results for the summary of a CI run: what is not as declared first, then a table by engine. Stateless. */
final class SummaryMarkdown {

    private static final int EXPLAINED = 20;

    private SummaryMarkdown() {}

    static String of(List<RunResult> results) {
        StringBuilder text = new StringBuilder("### Kafka Trial scenarios: ")
                .append(headline(results))
                .append("\n\n");
        List<RunResult> bad =
                results.stream().filter(result -> result.status().isBad()).toList();
        bad.stream().limit(EXPLAINED).forEach(result -> text.append(explained(result)));
        if (bad.size() > EXPLAINED) {
            text.append("- and ").append(bad.size() - EXPLAINED).append(" more\n");
        }
        return text.append(bad.isEmpty() ? "" : "\n").append(table(results)).toString();
    }

    /** {@code 78 of 80 runs as declared, 2 skipped}. */
    private static String headline(List<RunResult> results) {
        List<String> parts = new ArrayList<>();
        parts.add(count(results, Ending.AS_DECLARED) + " of " + results.size() + " runs as declared");
        for (Ending ending : Ending.values()) {
            long count = count(results, ending);
            if (ending != Ending.AS_DECLARED && count > 0) {
                parts.add(count + " " + words(ending));
            }
        }
        return String.join(", ", parts);
    }

    private static String words(Ending ending) {
        return switch (ending) {
            case AS_DECLARED -> "as declared";
            case SURPRISE -> "not as declared";
            case FAILED -> "failed";
            case NO_CLUSTER -> "without a cluster";
            case SKIPPED -> "skipped";
        };
    }

    private static long count(List<RunResult> results, Ending ending) {
        return results.stream().filter(result -> result.status() == ending).count();
    }

    private static String explained(RunResult result) {
        return "- **" + result.job() + "**: "
                + MarkdownReport.escape(String.join("; ", result.findings().details())) + "\n";
    }

    private static String table(List<RunResult> results) {
        Map<String, Map<String, Group>> rows = new LinkedHashMap<>();
        Set<String> engines = new LinkedHashSet<>();
        for (Group group : Group.of(results)) {
            String row = "| " + group.first().name() + " | " + group.first().side();
            rows.computeIfAbsent(row, any -> new LinkedHashMap<>())
                    .put(group.first().engine(), group);
            engines.add(group.first().engine());
        }
        StringBuilder text = new StringBuilder("| scenario | half |");
        engines.forEach(engine -> text.append(' ').append(engine).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(engines.size())).append('\n');
        rows.forEach((row, groups) -> text.append(row)
                .append(engines.stream().map(engine -> cell(groups.get(engine))).collect(Collectors.joining()))
                .append(" |\n"));
        return text.toString();
    }

    private static String cell(@Nullable Group group) {
        if (group == null) {
            return " | ";
        }
        String words = MarkdownReport.escape(group.words());
        double seconds = group.took().toMillis() / 1e3 / group.runs().size();
        return " | " + (group.ending().isBad() ? "**" + words + "**" : words)
                + (group.ending() == Ending.SKIPPED ? "" : String.format(Locale.ROOT, ", %.1f s", seconds));
    }
}
