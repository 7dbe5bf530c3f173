/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.check.Anomaly;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Scenarios as Markdown, for people. Pure. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Book {

    private Book() {}

    /** A chapter: a contents table and a section for each scenario. Ends with a line break. */
    public static String chapter(Chapter chapter, Collection<Scenario> scenarios) {
        String title = chapter.toString();
        StringBuilder text = new StringBuilder("# Scenarios: ").append(title).append("\n\n");
        text.append(chapter.about()).append("\n\n| scenario | dangerous | guarded |\n|---|---|---|\n");
        for (Scenario scenario : scenarios) {
            String name = scenario.page().name();
            text.append(row("[" + name + "](#" + name + ")", anomalies(scenario.dangerous()), "holds"));
        }
        scenarios.forEach(scenario -> text.append('\n').append(section(scenario)));
        return text.toString();
    }

    /** The section of one scenario, with its heading. Ends with a line break. */
    public static String section(Scenario scenario) {
        Page page = scenario.page();
        StringBuilder text = new StringBuilder("## ").append(page.name()).append('\n');
        text.append(page.idea()).append("\n\n");
        if (scenario.sides().contains(Side.DANGEROUS)) {
            text.append("**Dangerous**: ")
                    .append(scenario.dangerous().configuration())
                    .append(".\n\n");
        }
        text.append("**Guarded**: ").append(scenario.guarded().configuration()).append(".\n\n");
        text.append("**Fault**: ").append(page.fault()).append(".\n\n");
        text.append("| claim | dangerous | guarded |\n|---|---|---|\n");
        claims(scenario)
                .forEach((claim, verdicts) ->
                        text.append(row("`" + claim + "`", verdicts.dangerous(), verdicts.guarded())));
        text.append('\n');
        if (!page.advice().isEmpty()) {
            text.append("**What to do**: ").append(page.advice()).append("\n\n");
        }
        page.application().ifPresent(yours -> text.append("**Your application in it**: ")
                .append(yours)
                .append("\n\n"));
        text.append("*Tags*: ").append(String.join(", ", page.tags())).append(". ");
        return text.append("*Source*: ").append(page.source()).append('\n').toString();
    }

    private record Verdicts(String dangerous, String guarded) {}

    private static Map<String, Verdicts> claims(Scenario scenario) {
        Map<String, Verdicts> claims = new LinkedHashMap<>();
        if (scenario.sides().contains(Side.DANGEROUS)) {
            for (Expected expected : scenario.dangerous().expected()) {
                claims.put(expected.claim().name(), new Verdicts(words(expected), ""));
            }
        }
        for (Expected expected : scenario.guarded().expected()) {
            claims.merge(
                    expected.claim().name(),
                    new Verdicts("", words(expected)),
                    (before, now) -> new Verdicts(before.dangerous, now.guarded));
        }
        return claims;
    }

    private static String anomalies(Half half) {
        return half.expected().stream()
                .flatMap(expected -> expected.broken().stream())
                .distinct()
                .sorted()
                .map(kind -> "`" + kind + "`")
                .collect(Collectors.joining(", "));
    }

    private static String words(Expected expected) {
        if (expected.broken().isEmpty()) {
            return "holds";
        }
        String words = "broken by " + kinds(expected.broken());
        return expected.possible().isEmpty() ? words : words + ", perhaps " + kinds(expected.possible());
    }

    private static String kinds(Collection<Anomaly.Kind> kinds) {
        return new TreeSet<>(kinds).stream().map(kind -> "`" + kind + "`").collect(Collectors.joining(", "));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
