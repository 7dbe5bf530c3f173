/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.files;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.report.MarkdownReport;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.run.Group;
import io.kafkatrial.scenarios.run.RunResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of each half and what each engine showed: the same text whenever the same is found. Stateless.
 */
final class EnginesTable {

    private EnginesTable() {}

    /** The document, with its heading. Ends with a line break. */
    static String of(Collection<RunResult> results) {
        Map<String, Map<String, Group>> rows = new LinkedHashMap<>();
        Set<String> engines = new LinkedHashSet<>();
        Set<Long> seeds = new TreeSet<>();
        for (Group group : Group.of(results)) {
            rows.computeIfAbsent(group.first().title(), any -> new LinkedHashMap<>())
                    .put(group.first().engine(), group);
            engines.add(group.first().engine());
            group.runs().forEach(run -> seeds.add(run.job().seed()));
        }
        StringBuilder text = new StringBuilder("# Scenarios by engine\n\n");
        text.append("Written by `run --engine ").append(String.join(",", engines));
        text.append(" --seed ").append(words(seeds)).append(" --table FILE` and not by hand: ");
        text.append(summary(rows, engines)).append(".\n\n| scenario | half | declared |");
        engines.forEach(engine -> text.append(' ').append(engine).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(engines.size())).append('\n');
        rows.values().forEach(groups -> text.append(row(groups, engines)));
        return text.toString();
    }

    private static String words(Set<Long> seeds) {
        List<Long> all = new ArrayList<>(seeds);
        return all.isEmpty()
                ? ""
                : all.size() == 1 ? all.get(0).toString() : all.get(0) + ".." + all.get(all.size() - 1);
    }

    /** {@code 128 halves, 128 as declared on embedded, 126 on apache}. */
    private static String summary(Map<String, Map<String, Group>> rows, Set<String> engines) {
        List<String> parts = new ArrayList<>();
        parts.add(rows.size() + " halves");
        for (String engine : engines) {
            long well = rows.values().stream()
                    .map(groups -> groups.get(engine))
                    .filter(group -> group != null && group.ending() == RunResult.Ending.AS_DECLARED)
                    .count();
            parts.add(well + " as declared on " + engine);
        }
        return String.join(", ", parts);
    }

    private static String row(Map<String, Group> groups, Set<String> engines) {
        Group any = groups.values().iterator().next();
        String declared = any.first().half().expected().stream()
                .map(EnginesTable::declared)
                .collect(Collectors.joining("<br>"));
        return "| " + any.first().name() + " | " + any.first().side() + " | " + declared + " |"
                + engines.stream().map(engine -> cell(groups.get(engine))).collect(Collectors.joining()) + "\n";
    }

    private static String declared(Expected expected) {
        String claim = MarkdownReport.escape(expected.claim().name());
        if (expected.broken().isEmpty()) {
            return claim + " holds";
        }
        String perhaps = expected.possible().isEmpty() ? "" : ", perhaps " + kinds(expected.possible());
        return claim + " is broken by " + kinds(expected.broken()) + perhaps;
    }

    private static String kinds(Set<Anomaly.Kind> kinds) {
        return new TreeSet<>(kinds).stream().map(kind -> "`" + kind + "`").collect(Collectors.joining(", "));
    }

    private static String cell(@Nullable Group group) {
        if (group == null) {
            return " |";
        }
        String words = MarkdownReport.escape(group.words());
        String details = group.worst()
                .map(run -> "**: "
                        + MarkdownReport.escape(String.join("; ", run.findings().details())))
                .orElse("");
        return (details.isEmpty() ? " " + words : " **" + words + details) + " |";
    }
}
