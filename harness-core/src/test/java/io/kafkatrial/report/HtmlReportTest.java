/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.report.Golden.assertGolden;
import static io.kafkatrial.report.ReportFixture.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Tale;
import java.io.IOException;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {

    @Test
    void reportExplainsTheOffendingRecord() {
        String html = HtmlReport.render(
                input(AT_LEAST_ONCE, ReportFixture.lostWrites().end()));

        assertThat(html)
                .contains("AT_LEAST_ONCE is broken in OrdersTest.everyOrderSurvives: 3 lost writes")
                .contains("<details id=\"a1\" open><summary><b>lost write</b> p1#1 acked at orders-0@1")
                .contains("was told that p1#1 is at orders-0@1")
                .contains("is led by broker 1 in epoch 5")
                .contains("found p1#5 at orders-0@1")
                .contains("href=\"#a1\"")
                .doesNotContain("NaN");
    }

    @Test
    void reportIsWellFormedAndNeedsNothingFromOutside() throws Exception {
        String html =
                HtmlReport.render(input(EXACTLY_ONCE, ReportFixture.everything().end()));

        Document document = parse(html);

        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(html).doesNotContain("http://", "https://", "url(", "@import", " src=", "onload");
    }

    @Test
    void contentsAreEscapedEverywhere() throws Exception {
        String evil = "<script>alert('x')</script>&\"onload=\"\u0000";
        Tale tale = new Tale()
                .declared("d" + evil)
                .fired("f" + evil)
                .broker(1, evil)
                .leader(0, 1, 1);
        tale.wrote(evil + "#0", 0, 0)
                .sentWithKey(evil, evil + "#1")
                .acked(evil + "#1", 0, 1)
                .polled(evil, evil, evil + "#1", 0, 1)
                .processed(evil, evil + "#1", 0, 1)
                .healed("f" + evil, 1)
                .drained(0, 0, 0);

        String html = HtmlReport.render(new ReportInput(
                evil,
                evil,
                1,
                evil,
                input(EXACTLY_ONCE, tale.end()).verdict(),
                tale.end(),
                java.util.Optional.empty()));

        assertThat(html).doesNotContain("<script").doesNotContain("\u0000").contains("&lt;script&gt;");
        assertThat(parse(html).getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void longHistoriesAreDrawnAsCounts() throws Exception {
        String small = HtmlReport.render(input(EXACTLY_ONCE, ReportFixture.large(2_000)));
        String large = HtmlReport.render(input(EXACTLY_ONCE, ReportFixture.large(40_000)));

        assertThat(parse(large).getElementsByTagName("rect").getLength()).isLessThan(6_000);
        assertThat(large.length()).isLessThan(3 * small.length()).isLessThan(1_500_000);
    }

    @Test
    void emptyHistoryHasAReportToo() throws Exception {
        History empty = new History(java.util.List.of());

        assertThat(parse(HtmlReport.render(input(EXACTLY_ONCE, empty)))
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(1);
        assertThat(TextReport.render(input(EXACTLY_ONCE, empty))).contains("nothing was sent");
    }

    @Test
    void jsonVerdictLooksLikeThis() throws IOException {
        String json = JsonReport.render(
                input(AT_LEAST_ONCE, ReportFixture.lostWrites().end()));

        JsonNode tree = new ObjectMapper().readTree(json);
        assertThat(tree.get("verdict").asText()).isEqualTo("FAIL");
        assertThat(tree.get("anomalies")).hasSize(tree.get("anomaliesTotal").asInt());
        assertGolden("lost-writes.json", json);
    }

    /** The report is written as XML-compatible HTML but for its void elements and boolean attributes. */
    private static Document parse(String html) throws Exception {
        String xml = html.replace("<!DOCTYPE html>\n", "")
                .replaceAll("<meta ([^>]*)>", "<meta $1/>")
                .replace(" open>", ">");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
