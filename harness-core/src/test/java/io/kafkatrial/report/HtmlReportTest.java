/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.report.Golden.assertGolden;
import static io.kafkatrial.report.ReportFixture.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.history.History;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {

    private static final Claim NO_PHANTOMS = Claim.named("no phantoms", Anomaly.Kind.PHANTOM);

    @Test
    void reportExplainsTheOffendingRecord() {
        String html = HtmlReport.render(
                input(AT_LEAST_ONCE, ReportFixture.lostWrites().end()));

        assertThat(html)
                .contains("AT_LEAST_ONCE is broken: 3 lost writes")
                .contains("<h3>p1#1 acked at orders-0@1 by broker 2 (epoch 4, ISR {2})")
                .contains("was told that p1#1 is at orders-0@1")
                .contains("is led by broker 1 in epoch 5")
                .contains("found p1#5 at orders-0@1")
                .contains("<article id=\"a3\"")
                .doesNotContain("NaN");
    }

    @Test
    void severalVerdictsShareAPage() {
        History history = ReportFixture.lostWrites().end();

        String html = HtmlReport.render(List.of(input(AT_LEAST_ONCE, history), input(NO_PHANTOMS, history)));

        assertThat(html)
                .contains("<li class=\"fail\">AT_LEAST_ONCE is broken: 3 lost writes")
                .contains("<li class=\"pass\">no phantoms held");
        assertThatIllegalArgumentException().isThrownBy(() -> HtmlReport.render(List.of()));
    }

    @Test
    void reportIsWellFormedAndNeedsNothingFromOutside() throws Exception {
        String html =
                HtmlReport.render(input(EXACTLY_ONCE, ReportFixture.everything().end()));

        Document document = parse(html);

        assertThat(document.getElementsByTagName("article").getLength()).isGreaterThan(10);
        assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(2);
        assertThat(html).doesNotContain("http://", "https://", "url(", "@import", " src=", "onload");
    }

    @Test
    void contentsAreEscapedEverywhere() throws Exception {
        String html = PageFixtures.html("evil");

        assertThat(html).doesNotContain("<script>window", "<img", "\u0000", "\u202E", "\u2028", "hunter2");
        assertThat(parse(html).getElementsByTagName("script").getLength()).isEqualTo(2);
        assertThat(html.length()).isLessThan(200_000);
    }

    @Test
    void longHistoriesAreThinned() {
        String small = HtmlReport.render(input(EXACTLY_ONCE, ReportFixture.large(20_000)));
        String large = HtmlReport.render(input(EXACTLY_ONCE, ReportFixture.large(100_000)));

        assertThat(small.length()).isLessThan(2_500_000);
        assertThat(large.length()).isLessThan(small.length());
    }

    @Test
    void emptyHistoryHasAReportToo() throws Exception {
        History empty = new History(List.of());

        String html = HtmlReport.render(input(EXACTLY_ONCE, empty));

        assertThat(parse(html).getElementsByTagName("h1").getLength()).isEqualTo(1);
        assertThat(html).contains("Nothing was recorded", "EXACTLY_ONCE is not proved");
        assertThat(TextReport.render(input(EXACTLY_ONCE, empty))).contains("nothing was sent");
    }

    @Test
    void secretsAreMasked() {
        Map<String, String> masked = Secrets.mask(Map.of(
                "ssl.keystore.password", "hunter2",
                "sasl.jaas.config", "org.Login required username=\"u\" password=\"hunter2\";",
                "schema.registry.url", "https://user:hunter2@registry:8081",
                "custom", "token=hunter2;x=1",
                "ssl.keystore.certificate.chain", "-----BEGIN PRIVATE KEY----- hunter2",
                "acks", "all",
                "key.serializer", "org.StringSerializer"));

        assertThat(masked.toString()).doesNotContain("hunter2");
        assertThat(masked)
                .containsEntry("acks", "all")
                .containsEntry("key.serializer", "org.StringSerializer")
                .containsEntry("schema.registry.url", "https://user:" + Secrets.MASK + "@registry:8081")
                .containsEntry("custom", "token=" + Secrets.MASK + ";x=1");
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

    /** The report is written as XML-compatible HTML but for its void elements, boolean attributes and scripts. */
    private static Document parse(String html) throws Exception {
        String xml = html.replace("<!DOCTYPE html>\n", "")
                .replaceAll("(?s)(<(script|style)[^>]*>).*?</\\2>", "$1</$2>")
                .replaceAll("<meta ([^>]*)>", "<meta $1/>")
                .replace(" open>", ">")
                .replaceAll(" hidden>", ">");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
