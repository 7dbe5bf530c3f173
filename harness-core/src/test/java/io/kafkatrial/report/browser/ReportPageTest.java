/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkatrial.report.PageFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser. Skipped where there is none; {@code TRIAL_BROWSER} names one that has to be there. */
class ReportPageTest {

    private static final int GENEROUS_MILLIS = 20_000;

    @TempDir
    static Path directory;

    private static Browser browser;

    @BeforeAll
    static void start() {
        assumeTrue(
                Browser.isRequired() || Browser.program().isPresent(),
                "no Chromium on this machine: apt-get install chromium, or name one in TRIAL_BROWSER");
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static Tab show(String page) throws IOException {
        Tab tab = browser.open();
        Path file = directory.resolve(page + ".html");
        if (Files.notExists(file)) {
            Files.writeString(file, PageFixtures.html(page));
        }
        tab.show(file);
        return tab;
    }

    private static long viewMicros(Tab tab) {
        return tab.evaluate("Math.round(reportPage.timeline.to - reportPage.timeline.from)")
                .asLong();
    }

    @Test
    void pagesHaveNoErrorsAndAskForNothing() throws IOException {
        for (String page : PageFixtures.NAMES) {
            Tab tab = show(page);

            assertThat(tab.complaints()).as(page).isEmpty();
            assertThat(tab.requests()).as(page).isEmpty();
        }
    }

    /** Goal: 3 s on an idle machine. The bound here is generous, for machines that do ten things at once. */
    @Test
    void hundredThousandEventsArePaintedSoon() throws IOException {
        Tab tab = show("large");

        long millis =
                tab.evaluate("Number(document.documentElement.dataset.painted)").asLong();
        long events = tab.evaluate("pageData.events").asLong();
        System.out.println("report of " + events + " events: first paint after " + millis + " ms");

        assertThat(events).isGreaterThanOrEqualTo(100_000);
        assertThat(millis).isPositive().isLessThan(GENEROUS_MILLIS);
    }

    @Test
    void modelHasEveryEventOfTheHistory() throws IOException {
        Tab tab = show("large");

        assertThat(tab.evaluate("reportPage.model.marks.n").asLong())
                .isEqualTo(tab.evaluate("pageData.events").asLong());
        assertThat(tab.evaluate("reportPage.model.record(reportPage.model.byLane[reportPage.model.data.lanes.findIndex("
                                + "lane => lane.name === 'orders-producer-0')][5])")
                        .asText())
                .matches("orders-producer-0#\\d+");
    }

    @Test
    void wordsOfThePageAreThoseOfTheTables() throws IOException {
        Tab tab = show("small");

        List<String> said = new ArrayList<>();
        tab.evaluate("Array.from({ length: reportPage.model.marks.n },"
                        + " (_, i) => reportPage.model.who(i) + ' ' + reportPage.model.words(i))")
                .forEach(each -> said.add(each.asText()));
        assertThat(said).isEqualTo(PageFixtures.said("small"));
    }

    @Test
    void templatesAreFilledInAsInJava() throws IOException {
        Tab tab = show("small");

        assertThat(tab.evaluate("fillTemplate('sent {id}[ with key {key}] by [{who}|somebody]',"
                                + " name => ({ id: 'p#1' })[name] ?? null)")
                        .asText())
                .isEqualTo("sent p#1 by somebody");
        assertThat(tab.evaluate("fillTemplate('a {b}', () => '$& {b} [x|y]')").asText())
                .isEqualTo("a $& {b} [x|y]");
    }

    @Test
    void keyboardZoomsMovesAndChooses() throws IOException {
        Tab tab = show("large");
        tab.evaluate("document.getElementById('lanes').focus()");
        long all = viewMicros(tab);

        tab.press("+");
        assertThat(viewMicros(tab)).isLessThan(all);
        double before = tab.evaluate("reportPage.timeline.from").asDouble();
        tab.press("ArrowRight");
        assertThat(tab.evaluate("reportPage.timeline.from").asDouble()).isGreaterThan(before);
        tab.press("0");
        assertThat(viewMicros(tab)).isEqualTo(all);
        tab.press("ArrowDown");
        tab.press("ArrowDown");
        tab.press(".");
        assertThat(tab.evaluate("document.querySelector('.picked-event').textContent")
                        .asText())
                .contains("orders-producer");
        assertThat(tab.evaluate("document.getElementById('status').textContent").asText())
                .contains("orders-producer");
        tab.press("Escape");
        assertThat(tab.evaluate("reportPage.timeline.picked.mark").asInt()).isEqualTo(-1);
    }

    @Test
    void keyboardGoesFromAnomalyToItsPlaceAndToItsFinding() throws IOException {
        Tab tab = show("small");
        tab.evaluate("document.getElementById('lanes').focus()");
        long all = viewMicros(tab);

        tab.press("n");

        assertThat(viewMicros(tab)).isLessThan(all);
        assertThat(tab.evaluate("document.getElementById('status').textContent").asText())
                .startsWith("lost write: p1#1 acked");
        tab.press("Enter");
        assertThat(tab.evaluate("document.activeElement.id").asText()).isEqualTo("a1");
    }

    @Test
    void everythingCanBeReachedByTab() throws IOException {
        Tab tab = show("small");

        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            tab.press("Tab");
            reached.add(tab.evaluate("(e => e.id || e.textContent)(document.activeElement)")
                    .asText());
        }

        assertThat(reached)
                .contains("theme", "search", "lanes", "copy", "All", "+", "Show in the timeline", "Next anomaly ›");
    }

    @Test
    void filterLeavesWhatWasAskedFor() throws IOException {
        Tab tab = show("large");
        String kept = "reportPage.model.keep.reduce((a, b) => a + b, 0)";
        long all = tab.evaluate(kept).asLong();

        tab.evaluate("search.value = 'orders-producer-1#7'; search.dispatchEvent(new Event('input')); 1");
        tab.settle();
        assertThat(tab.evaluate("Array.from(reportPage.model.keep).flatMap((k, i) => k && reportPage.model.record(i)"
                                + " ? [reportPage.model.record(i)] : []).join()")
                        .asText())
                .startsWith("orders-producer-1#7,orders-producer-1#7")
                .doesNotContain("#8");

        tab.evaluate("search.value = ''; document.getElementById('filter-partition').value = 'orders-1';"
                + "document.getElementById('filter-partition').dispatchEvent(new Event('change')); 1");
        tab.settle();
        assertThat(tab.evaluate(kept).asLong()).isLessThan(all);
        assertThat(tab.evaluate("reportPage.timeline.rows.map(row => row.title).join()")
                        .asText())
                .contains("orders-1")
                .doesNotContain("orders-2");

        tab.evaluate("document.querySelector('.chips button').click(); 1");
        assertThat(tab.evaluate("document.querySelector('.chips button').getAttribute('aria-pressed')")
                        .asText())
                .isEqualTo("false");
    }

    @Test
    void findingShowsItsPlaceInTheTimeline() throws IOException {
        Tab tab = show("small");
        long all = viewMicros(tab);

        tab.evaluate("document.querySelectorAll('.show')[1].click(); 1");
        tab.settle();

        assertThat(viewMicros(tab)).isLessThan(all);
        assertThat(tab.evaluate("reportPage.timeline.picked.anomaly").asInt()).isEqualTo(1);
        assertThat(tab.evaluate("document.getElementById('a2').classList.contains('picked')")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void darkAndLightFollowTheSystemAndTheReader() throws IOException {
        Tab tab = show("small");
        String background = "getComputedStyle(document.body).backgroundColor";

        tab.media("dark", "");
        tab.settle();
        String dark = tab.evaluate(background).asText();
        byte[] darkPicture = tab.picture();
        tab.media("light", "");
        tab.settle();
        String light = tab.evaluate(background).asText();

        assertThat(light).isNotEqualTo(dark);
        assertThat(tab.picture()).isNotEqualTo(darkPicture);
        tab.evaluate("document.getElementById('theme').click()");
        assertThat(tab.evaluate(background).asText()).isEqualTo(dark);
        tab.evaluate("localStorage.clear()");
    }

    @Test
    void contentsCannotBreakOut() throws IOException {
        Tab tab = show("evil");

        assertThat(tab.evaluate("typeof window.broken").asText()).isEqualTo("undefined");
        assertThat(tab.evaluate("document.querySelectorAll('script').length").asInt())
                .isEqualTo(2);
        assertThat(tab.evaluate("document.querySelectorAll('img, iframe, object, [onload], [onerror]').length")
                        .asInt())
                .isZero();
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.evaluate("document.querySelector('h1').textContent").asText())
                .contains("</script><script>window.broken = 1</script>")
                .contains("\\u202E");
        assertThat(tab.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
                        .asBoolean())
                .isTrue();
    }

    /** Even if a script got past the escaping, the policy of the page would not let it run. */
    @Test
    void noScriptRunsButThePagesOwn() throws IOException {
        Tab tab = show("small");

        tab.evaluate("document.body.append(Object.assign(document.createElement('script'),"
                + " { textContent: 'window.broken = 1' })); 1");

        assertThat(tab.evaluate("typeof window.broken").asText()).isEqualTo("undefined");
        assertThat(tab.complaints()).anyMatch(said -> said.contains("Content Security Policy"));
    }

    @Test
    void longHistoriesAreThinnedAndSaySo() throws IOException {
        Tab tab = show("thinned");

        long events = tab.evaluate("pageData.events").asLong();
        assertThat(tab.evaluate("reportPage.model.marks.n").asLong()).isLessThan(events / 2);
        assertThat(tab.evaluate("reportPage.model.marks.count.reduce((a, b) => a + b, 0)")
                        .asLong())
                .isEqualTo(events);
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void pagePrintsInLightWithoutControls() throws IOException {
        Tab tab = show("small");
        tab.media("dark", "print");
        tab.settle();

        assertThat(tab.evaluate("getComputedStyle(document.querySelector('.controls')).display")
                        .asText())
                .isEqualTo("none");
    }
}
