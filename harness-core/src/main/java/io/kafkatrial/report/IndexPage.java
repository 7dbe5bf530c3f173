/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Renders the index of a build. Confined to one rendering. */
final class IndexPage {

    private final List<ReportEntry> entries;
    private final Html out = new Html();

    private IndexPage(List<ReportEntry> entries) {
        this.entries = entries;
    }

    static String render(List<ReportEntry> entries) {
        return new IndexPage(entries).page();
    }

    private long count(Outcome outcome) {
        return entries.stream().filter(entry -> entry.how() == outcome).count();
    }

    private String page() {
        Outcome worst =
                entries.stream().map(ReportEntry::how).min(Enum::compareTo).orElse(Outcome.VACUOUS);
        out.begin("Kafka Trial – " + headline(), Assets.INDEX);
        out.raw("<body class=\"" + worst.css() + "\">\n<header class=\"bar\"><p class=\"brand\">Kafka Trial</p>");
        out.raw("<div class=\"tools\"><button type=\"button\" id=\"theme\" hidden>Dark</button></div></header>\n");
        out.raw("<main>\n<section class=\"headline\">\n");
        out.element("h1", headline());
        tally();
        out.raw("</section>\n");
        if (entries.isEmpty()) {
            out.element("p class=\"empty\"", "No test with a claim has run yet. Claim what yours delivers: @Delivers.");
        } else {
            out.raw("<div class=\"controls\" hidden id=\"controls\"><label>Find<input type=\"search\" id=\"search\"");
            out.raw(" placeholder=\"test, engine or anomaly\"></label><label><input type=\"checkbox\" id=\"only\">");
            out.raw(" only what did not hold</label><span id=\"shown\" role=\"status\" class=\"soft\"></span></div>\n");
            tests();
        }
        out.raw("</main>\n");
        return out.end(Assets.INDEX);
    }

    private String headline() {
        long all = entries.size();
        if (all == 0) {
            return "No tests on trial";
        } else if (count(Outcome.PASS) == all) {
            return all == 1 ? "The test on trial held" : "All " + all + " tests on trial held";
        }
        List<String> parts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            if (count(outcome) > 0) {
                parts.add(count(outcome) + " " + outcome.badge());
            }
        }
        return String.join(", ", parts);
    }

    /** Drawn, as the policy of the page allows no widths in attributes. */
    private void tally() {
        if (entries.isEmpty()) {
            return;
        }
        out.raw("<div class=\"tally\"><svg viewBox=\"0 0 " + entries.size() + " 1\" preserveAspectRatio=\"none\"");
        out.raw(" role=\"img\" aria-label=\"").text(headline()).raw("\">");
        long x = 0;
        for (Outcome outcome : Outcome.values()) {
            out.raw("<rect class=\"" + outcome.css() + "\" x=\"" + x + "\" width=\"" + count(outcome));
            out.raw("\" height=\"1\"/>");
            x += count(outcome);
        }
        out.raw("</svg></div>\n");
    }

    private void tests() {
        Map<String, List<ReportEntry>> groups = new TreeMap<>();
        entries.forEach(entry ->
                groups.computeIfAbsent(entry.group(), any -> new ArrayList<>()).add(entry));
        out.raw("<table class=\"tests\"><thead class=\"hidden\"><tr><th scope=\"col\">Verdict</th>");
        out.raw("<th scope=\"col\">Test</th><th scope=\"col\">Engine</th><th scope=\"col\">Seed</th>");
        out.raw("<th scope=\"col\">Took</th></tr></thead>\n");
        groups.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<ReportEntry>> group) -> group.getValue().stream()
                                .map(ReportEntry::how)
                                .min(Enum::compareTo)
                                .orElse(Outcome.PASS))
                        .thenComparing(Map.Entry::getKey))
                .forEach(group -> group(group.getKey(), group.getValue()));
        out.raw("</table>\n");
    }

    private void group(String name, List<ReportEntry> tests) {
        out.raw("<tbody><tr class=\"class\"><th colspan=\"5\" scope=\"rowgroup\">")
                .text(name)
                .raw("</th></tr>\n");
        tests.stream()
                .sorted(Comparator.comparing(ReportEntry::how).thenComparing(ReportEntry::test))
                .forEach(this::test);
        out.raw("</tbody>\n");
    }

    private void test(ReportEntry entry) {
        Outcome how = entry.how();
        out.raw("<tr class=\"test " + how.css() + "\"><td><span class=\"badge " + how.css() + "\">");
        out.text(how.badge()).raw("</span></td><td>");
        if (entry.link().isEmpty()) {
            out.text(entry.test());
        } else {
            out.link(entry.link(), entry.test());
        }
        out.element("small", String.join(" · ", entry.claims()));
        if (!entry.story().isEmpty()) {
            out.element("small", entry.story());
        }
        out.raw("</td><td>").text(entry.engine()).raw("</td><td>" + entry.seed() + "</td><td>");
        out.text(String.format(Locale.ROOT, "%.1f s", entry.millis() / 1e3)).raw("</td></tr>\n");
    }
}
