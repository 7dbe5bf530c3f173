/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.run.Batch;
import io.kafkatrial.scenarios.run.Job;
import io.kafkatrial.scenarios.run.Order;
import io.kafkatrial.scenarios.run.RunResult;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import io.kafkatrial.scenarios.run.RunResult.Findings;
import io.kafkatrial.scenarios.run.Selection;
import io.kafkatrial.scenarios.run.Sketches;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What a run of many leaves on disk. */
class RunFilesTest {

    @TempDir
    private Path folder;

    private RunFiles ran(boolean all) throws Exception {
        RunFiles files = RunFiles.in(folder, all);
        Order order = Order.of(
                Selection.ALL,
                List.of(Sketches.honest("honest"), Sketches.mistaken("mistaken")),
                List.of("embedded"),
                List.of(7L));
        files.finish(new Batch(0, Batch.BOUND, files, job -> "run it again").run(order, result -> {}));
        return files;
    }

    private static RunResult result(Ending ending, String detail, String story) {
        return new RunResult(
                new Job(Sketches.honest("any"), Side.GUARDED, "embedded", 1),
                ending,
                Instant.EPOCH,
                Duration.ofMillis(1234),
                new Findings(List.of(), List.of(detail), story, 0, 0, 0),
                Optional.empty());
    }

    @Test
    void surprisesLeaveHistoryReportAndBugAndTheOthersNothing() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("runs/of-yesterday"));

        // When
        RunFiles files = ran(false);

        // Then
        Path surprise = folder.resolve("runs/mistaken-guarded-embedded-7");
        assertThat(folder.resolve("runs")).isDirectoryContaining(surprise::equals);
        assertThat(Files.list(folder.resolve("runs"))).hasSize(1);
        assertThat(HistoryFile.read(surprise.resolve("history.jsonl")).size()).isPositive();
        assertThat(surprise.resolve("report.html")).content().contains("mistaken, guarded", "run it again");
        assertThat(surprise.resolve("report.md")).content().contains("run it again");
        assertThat(surprise.resolve("story.txt")).content().startsWith("AT_LEAST_ONCE was declared to be broken");
        assertThat(files.troubles()).isEmpty();
    }

    @Test
    void allRunsLeaveTheirFilesWhenAskedFor() throws Exception {
        ran(true);

        assertThat(folder.resolve("runs/honest-guarded-embedded-7/report.html")).exists();
        assertThat(folder.resolve("runs/honest-guarded-embedded-7/history.jsonl"))
                .exists();
    }

    @Test
    void theIndexHasALineForEachHalfWithALinkToItsReport() throws Exception {
        ran(false);

        List<ReportEntry> entries = ReportIndex.read(folder);
        assertThat(entries).extracting(ReportEntry::test).containsExactly("honest, guarded", "mistaken, guarded");
        assertThat(entries).extracting(ReportEntry::outcome).containsExactly("PASS", "FAIL");
        assertThat(entries.get(1).link()).isEqualTo("runs/mistaken-guarded-embedded-7/report.html");
        assertThat(folder.resolve("index.html")).content().contains("mistaken, guarded");
    }

    @Test
    void theTableSaysWhatIsDeclaredAndWhatEachEngineShowed() throws Exception {
        // Given
        Order order = Order.of(
                Selection.ALL,
                List.of(Sketches.honest("honest"), Sketches.mistaken("mistaken")),
                List.of("embedded"),
                List.of(7L));
        List<RunResult> results = new Batch().run(order, result -> {});
        RunFiles files = RunFiles.in(folder, false);

        // When
        files.writeTable(folder.resolve("docs/engines.md"), results);

        // Then
        assertThat(folder.resolve("docs/engines.md"))
                .content()
                .contains("`run --engine embedded --seed 7 --table FILE`", "2 halves, 1 as declared on embedded.")
                .contains("\n| scenario | half | declared | embedded |\n|---|---|---|---|\n")
                .contains("\n| honest | guarded | AT_LEAST_ONCE holds | as declared |\n")
                .contains("\n| mistaken | guarded | AT_LEAST_ONCE is broken by `LOST_WRITE` | **not as declared**: ");
    }

    @Test
    void theSummarySaysWhatIsNotAsDeclaredBeforeTheTable() throws Exception {
        ran(false);

        assertThat(folder.resolve("summary.md"))
                .content()
                .startsWith(
                        "### Kafka Trial scenarios: 1 of 2 runs as declared, 1 not as declared\n\n"
                                + "- **mistaken, guarded, on embedded with seed 7**: AT_LEAST_ONCE was declared to be broken by \\[LOST_WRITE\\]")
                .contains("\n| scenario | half | embedded |\n|---|---|---|\n| honest | guarded | as declared, ")
                .contains("\n| mistaken | guarded | **not as declared**, ");
    }

    @Test
    void resultsForToolsSayTheExitCodeAndEachRun() throws Exception {
        ran(false);

        assertThat(folder.resolve("results.json"))
                .content()
                .contains("\"exit\" : \"SURPRISE\"", "\"exitCode\" : 1", "\"scenario\" : \"mistaken\"")
                .contains("\"details\" : [", "but it held\"");
    }

    @Test
    void anEarlierRunIsForgotten() throws Exception {
        ran(true);

        RunFiles again = RunFiles.in(folder, false);

        assertThat(again.root()).isEqualTo(folder.toAbsolutePath());
        assertThat(folder.resolve("runs")).doesNotExist();
        assertThat(folder.resolve("index.html")).doesNotExist();
        assertThat(ReportIndex.read(folder)).isEmpty();
    }

    @Test
    void junitsXmlHasTheShapeThatSurefireWrites() throws Exception {
        ran(false);

        String xml = Files.readString(folder.resolve(RunFiles.JUNIT));
        schema().newValidator().validate(new StreamSource(new StringReader(xml)));
        Document document = parse(xml);
        assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("2");
        assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
        assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
                .contains("AT_LEAST_ONCE was declared to be broken");
    }

    @Test
    void junitsXmlSurvivesWhateverACommandPrints() throws Exception {
        String rubbish = "\u0000\u001b[31m]]> <failure> & \uD800 \uFFFF ☃";

        String xml = JunitXml.of(List.of(
                result(Ending.FAILED, rubbish, rubbish),
                result(Ending.NO_CLUSTER, "no port", "no port"),
                result(Ending.SKIPPED, "engine x has no lever for CODE", "")));

        schema().newValidator().validate(new StreamSource(new StringReader(xml)));
        Document document = parse(xml);
        assertThat(document.getDocumentElement().getAttribute("errors")).isEqualTo("2");
        assertThat(document.getDocumentElement().getAttribute("skipped")).isEqualTo("1");
        assertThat(document.getElementsByTagName("error").item(0).getTextContent())
                .isEqualTo("\uFFFD\uFFFD[31m]]> <failure> & \uFFFD \uFFFD ☃");
    }

    private static Schema schema() throws Exception {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(RunFilesTest.class.getResource("/surefire-shape.xsd"));
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
