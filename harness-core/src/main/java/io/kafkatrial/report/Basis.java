/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Checked;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.report.words.FaultSpan;
import io.kafkatrial.report.words.Plain;
import io.kafkatrial.report.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The sections of the page that tell what the verdict rests on, and how to get it again. Confined to one rendering. */
final class Basis {

    /** Lines of one list. */
    static final int LISTED = 200;

    private final Html out;
    private final List<ReportInput> inputs;
    private final ReportInput first;
    private final Words words;

    Basis(Html out, List<ReportInput> inputs, Words words) {
        this.out = out;
        this.inputs = inputs;
        this.first = inputs.get(0);
        this.words = words;
    }

    void write() {
        checked(first.verdict().checked());
        faults(words.course().faults());
        again();
        setting(first.setting());
    }

    private void checked(Checked checked) {
        section("checked", "What was checked");
        out.raw("<ul class=\"figures\">\n");
        figure(checked.sent(), "sent");
        figure(checked.acked(), "acked");
        figure(checked.failed(), "failed");
        figure(checked.unknown(), "unknown");
        figure(checked.found(), "found at the end");
        figure(checked.deliveries(), "delivered");
        figure(checked.effects(), "effects");
        figure(checked.partitions(), "partitions read");
        figure(checked.faults(), "faults that bit");
        out.raw("</ul>\n<dl>\n");
        if (!checked.evidence().isEmpty()) {
            fact("Judged", Words.evidence(checked));
        }
        if (checked.foreign() > 0) {
            fact("Foreign", Words.many(checked.foreign(), "sighting") + " of records the harness did not send");
        }
        for (ReportInput input : inputs) {
            Verdict verdict = input.verdict();
            String of = inputs.size() == 1 ? "" : " by " + verdict.guarantee().name();
            if (!verdict.notes().isEmpty()) {
                fact("Allowed" + of, Words.counts(verdict.notes()));
            }
            if (verdict instanceof Verdict.Fail || Outcome.of(inputs) == Outcome.FAIL) {
                TextReport.doubts(verdict).stream().limit(LISTED).forEach(doubt -> fact("Doubt" + of, doubt));
            }
        }
        first.setting().notes().stream().limit(LISTED).forEach(note -> fact("Note", note));
        out.raw("</dl>\n</section>\n");
    }

    private void figure(long value, String of) {
        String css = value == 0 ? " class=\"none\"" : "";
        out.raw("<li" + css + "><b>" + String.format(Locale.ROOT, "%,d", value) + "</b> ")
                .text(of)
                .raw("</li>\n");
    }

    private void faults(List<FaultSpan> faults) {
        section("faults", "Faults");
        if (faults.isEmpty()) {
            out.element("p class=\"empty\"", "None was declared: the verdict is about a calm day.");
        } else {
            out.raw("<div class=\"wide\"><table><thead><tr><th scope=\"col\">Fault</th><th scope=\"col\">From</th>");
            out.raw("<th scope=\"col\">To</th><th scope=\"col\">Bit</th><th scope=\"col\">Evidence</th></tr></thead>");
            out.raw("<tbody>\n");
            faults.stream().limit(LISTED).forEach(this::fault);
            out.raw("</tbody></table></div>\n");
        }
        out.raw("</section>\n");
    }

    private void fault(FaultSpan fault) {
        out.raw("<tr><td>").text(Plain.name(fault.fault())).raw("</td><td>");
        out.text(fault.from().map(words::time).orElse("never fired")).raw("</td><td>");
        out.text(fault.to().map(words::time).orElse(fault.from().isEmpty() ? "" : "never healed"));
        boolean open = fault.from().isPresent() && fault.to().isEmpty();
        String bit = fault.bit() ? "yes, " + fault.touched() : open ? "not known" : "no";
        out.raw("</td><td>")
                .text(bit)
                .raw("</td><td>")
                .text(Plain.text(fault.words()))
                .raw("</td></tr>\n");
    }

    private void again() {
        section("again", "Run it again");
        out.raw("<div class=\"command\"><code id=\"replay\">")
                .text(first.replay())
                .raw("</code>");
        out.raw("<button type=\"button\" id=\"copy\" hidden>Copy</button></div>\n");
        out.element(
                "p class=\"soft\"",
                "The seed repeats every random choice. Threads and the machine are not part of it: a race may"
                        + " need several runs.");
        if (!first.setting().files().isEmpty()) {
            out.raw("<p>Beside this page: ");
            String separator = "";
            for (String file : first.setting().files()) {
                out.raw(separator).link(file, file);
                separator = ", ";
            }
            out.raw("</p>\n");
        }
        out.raw("</section>\n");
    }

    private void setting(Setting setting) {
        if (setting.clients().isEmpty()) {
            return;
        }
        section("clients", "Client configurations");
        new TreeMap<>(setting.clients()).forEach((client, config) -> {
            out.raw("<details><summary>").text(client).raw("</summary>\n<dl>\n");
            for (Map.Entry<String, String> property : config.entrySet()) {
                fact(property.getKey(), Plain.text(property.getValue()));
            }
            out.raw("</dl></details>\n");
        });
        out.raw("</section>\n");
    }

    private void section(String id, String title) {
        out.raw("<section id=\"" + id + "\" aria-labelledby=\"" + id + "-title\">\n<h2 id=\"" + id + "-title\">");
        out.text(title).raw("</h2>\n");
    }

    private void fact(String name, String value) {
        out.raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>\n");
    }
}
