/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.AT_MOST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.Guarantee.ORDERED_PER_KEY;
import static io.kafkatrial.report.ReportFixture.input;

import io.kafkatrial.history.History;
import io.kafkatrial.history.Tale;
import io.kafkatrial.report.timeline.TimelineData;
import io.kafkatrial.report.words.EventKinds;
import io.kafkatrial.report.words.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages to be looked at, by tests and by people: {@code main} writes all of them to a directory. */
public final class PageFixtures {

    public static final List<String> NAMES = List.of("small", "large", "vacuous", "empty", "pass", "evil", "story");

    /** What contents may try. */
    static final String EVIL = "</script><script>window.broken = 1</script><img src=x onerror=window.broken=1>"
            + "\"onload=\"'\u0000\u202Eevil\u2028\u2029<!--${alert(1)}{id}[a|b]";

    private PageFixtures() {}

    public static String html(String name) {
        return switch (name) {
            case "small" -> HtmlReport.render(input(AT_LEAST_ONCE, small()));
            case "large" -> large();
            case "vacuous" -> HtmlReport.render(input(EXACTLY_ONCE, idle()));
            case "empty" -> HtmlReport.render(input(EXACTLY_ONCE, new History(List.of())));
            case "pass" -> HtmlReport.render(input(AT_MOST_ONCE, small()));
            case "evil" -> evil();
            case "thinned" -> thinned();
            case "story" ->
                HtmlReport.render(input(EXACTLY_ONCE, StoryFixture.history()).in(StoryFixture.setting()));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The events of a page in words, in the order of time. */
    public static List<String> said(String name) {
        return (name.equals("small") ? small() : StoryFixture.history())
                .events().stream()
                        .map(event -> EventKinds.who(event) + " " + EventKinds.words(event))
                        .toList();
    }

    private static History small() {
        return ReportFixture.lostWrites().end();
    }

    private static String large() {
        History history = ReportFixture.large(20_300);
        return HtmlReport.render(List.of(input(EXACTLY_ONCE, history), input(ORDERED_PER_KEY, history)));
    }

    private static History idle() {
        return new Tale()
                .declared("crash")
                .declared("cut")
                .fired("cut")
                .healed("cut", 0)
                .end();
    }

    private static String thinned() {
        return HtmlReport.render(List.of(input(EXACTLY_ONCE, ReportFixture.large(60_000))));
    }

    private static String evil() {
        Tale tale = new Tale()
                .declared("d" + EVIL)
                .fired("f" + EVIL)
                .broker(1, EVIL)
                .leader(0, 1, 1);
        tale.on(EVIL)
                .wrote(EVIL + "#0", 0, 0)
                .sentWithKey(EVIL.repeat(5_000), EVIL + "#1")
                .acked(EVIL + "#1", 0, 1)
                .polled(EVIL, EVIL, EVIL + "#1", 0, 1)
                .processed(EVIL, EVIL + "#1", 0, 1)
                .healed("f" + EVIL, 1)
                .drained(0, 0, 0);
        ReportInput plain = input(EXACTLY_ONCE, tale.end());
        Setting setting = new Setting(
                Map.of(EVIL, Map.of(EVIL, EVIL, "sasl.jaas.config", "password=\"hunter2\"")),
                List.of(EVIL),
                List.of(EVIL));
        return HtmlReport.render(
                new ReportInput(EVIL, EVIL, 1, EVIL, plain.verdict(), plain.history(), Optional.empty(), setting));
    }

    static String data(History history) {
        return TimelineData.json(history, new Words(history), List.of(), 100_000);
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        for (String name : NAMES) {
            Files.writeString(directory.resolve(name + ".html"), html(name));
        }
    }
}
