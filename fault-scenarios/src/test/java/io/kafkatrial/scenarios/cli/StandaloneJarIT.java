/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.cli.StandaloneJarFixture.Ended;
import io.kafkatrial.scenarios.own.OwnScenariosTest;
import io.kafkatrial.scenarios.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** {@code java -jar}: what the packaged jar does when there is nothing beside it. */
class StandaloneJarIT {

    @TempDir
    private Path folder;

    private StandaloneJarFixture jar;

    @BeforeEach
    void prepare() {
        jar = new StandaloneJarFixture(folder);
    }

    private static String document(String name, String more) {
        return """
                version: 1
                name: %s
                idea: It is tried whether a scenario in a file runs where there is the jar only.
                cluster: { brokers: 1, config: { trial.code.points: true }, topics: [ { name: orders } ] }
                guarded:
                  workload:
                    - { kind: Produce, topic: orders, records: 5, config: { compression.type: zstd } }
                  expected:
                    - { claim: AT_LEAST_ONCE%s
                """
                .formatted(name, more);
    }

    private void file(String name, String more) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), document(name, more));
    }

    private List<String> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(directory))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static void expect(Ended ended, ExitCode code) {
        assertThat(ended.exit()).as("%s", ended).isEqualTo(code.code());
    }

    @Test
    void listNamesTheWholeLibraryAndShowPrintsAPage() throws Exception {
        Ended list = jar.run("list");
        Ended show = jar.run("show", "leader-crash");

        expect(list, ExitCode.AS_DECLARED);
        assertThat(list.err()).isEmpty();
        assertThat(Scenarios.all()).allSatisfy(scenario -> assertThat(list.out())
                .contains("  " + scenario.page().name() + " "));
        expect(show, ExitCode.AS_DECLARED);
        assertThat(show.out()).startsWith("## leader-crash").contains("**What to do**");
        assertThat(files("")).isEmpty();
    }

    @Test
    void runTellsOfBothHalvesAndLeavesItsFilesInTheDirectoryOfReports() throws Exception {
        Ended ended = jar.run("run", "leader-crash", "--seed", "7", "--reports", "reports", "--report-all");

        expect(ended, ExitCode.AS_DECLARED);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .containsSubsequence(
                        "ok          leader-crash, dangerous", "ok          leader-crash, guarded", "seed 7: 2 ok");
        assertThat(files("")).containsExactly("reports");
        assertThat(files("reports"))
                .containsExactly(
                        "TEST-kafka-trial-scenarios.xml",
                        "index.html",
                        "index.jsonl",
                        "results.json",
                        "runs",
                        "summary.md");
        assertThat(files("reports/runs"))
                .containsExactly("leader-crash-dangerous-embedded-7", "leader-crash-guarded-embedded-7");
        assertThat(files("reports/runs/leader-crash-guarded-embedded-7")).contains("report.html", "history.jsonl");
        Element suite = suite("reports");
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
    }

    private Element suite(String directory) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder()
                .parse(folder.resolve(directory)
                        .resolve("TEST-kafka-trial-scenarios.xml")
                        .toFile())
                .getDocumentElement();
    }

    @Test
    void surpriseEndsWithOneAndLeavesItsReport() throws Exception {
        file("too-hopeful", ", broken: [ LOST_WRITE ] }");

        Ended ended = jar.run("run", "--file", "too-hopeful.yaml", "--seed", "7");

        expect(ended, ExitCode.SURPRISE);
        assertThat(ended.out())
                .contains("AT_LEAST_ONCE was declared to be broken by [LOST_WRITE], but it held")
                .contains("1 runs of 1 scenarios on embedded in ", ", seed 7: 1 SURPRISE");
        String run = "kafka-trial-scenarios/runs/too-hopeful-guarded-embedded-7";
        assertThat(files(run)).contains("report.html", "report.md", "history.jsonl", "story.txt");
        assertThat(folder.resolve(run).resolve("story.txt"))
                .content()
                .contains("run too-hopeful --half guarded --engine embedded --seed 7 --file too-hopeful.yaml");
        assertThat(suite("kafka-trial-scenarios").getAttribute("failures")).isEqualTo("1");
    }

    @Test
    void mistakesEndWithTwoAndNameTheNearestWord() throws Exception {
        file("sound", " }");
        file("wrong", ", brocken: [] }");

        Ended check = jar.run("check", "sound.yaml", "wrong.yaml");
        Ended name = jar.run("run", "leader-crush");

        expect(check, ExitCode.USAGE);
        assertThat(check.out()).isEqualToIgnoringNewLines("sound.yaml: sound, guarded");
        assertThat(check.err())
                .startsWith("kafka-trial-scenarios: wrong.yaml, line 9: ")
                .contains("Perhaps \"broken\" is meant");
        expect(name, ExitCode.USAGE);
        assertThat(name.err()).contains("'leader-crush' is not known. Perhaps 'leader-crash' is meant");
        expect(jar.run("check", "sound.yaml"), ExitCode.AS_DECLARED);
        assertThat(files("")).containsExactly("sound.yaml", "wrong.yaml");
    }

    @Test
    void reportsThatCannotBeWrittenEndWithThree() throws Exception {
        Files.writeString(folder.resolve("taken"), "a file");

        Ended ended = jar.run("run", "leader-crash", "--reports", "taken/reports");

        expect(ended, ExitCode.NO_CLUSTER);
        assertThat(ended.err()).contains("taken");
    }

    @Test
    void nothingButSkippedEndsWithFour() throws Exception {
        Files.writeString(
                folder.resolve("in-code.yaml"),
                document("in-code", " }")
                        + """
                        faults:
                          - name: halt
                            fault: { kind: AtCodePoint, target: "broker:1", point: replica-fetch, act: { kind: Halt }, passages: { skip: 0, times: 1 } }
                            trigger: { kind: Immediately }
                        """);

        Ended ended = jar.run("run", "--file", "in-code.yaml");

        expect(ended, ExitCode.NOTHING_RAN);
        assertThat(ended.out()).contains("engine embedded has no lever for ", "1 skipped");
    }

    @Test
    void classesOfOnesOwnRunBesideFiles() throws Exception {
        file("sound", " }");
        String classes = Path.of("target", "test-classes").toAbsolutePath().toString();

        Ended ended = jar.run(
                "run",
                "--file",
                "sound.yaml",
                "--scenario-class",
                OwnScenariosTest.Mine.class.getName(),
                "--class-path",
                classes);

        expect(ended, ExitCode.AS_DECLARED);
        assertThat(ended.out()).contains("sound, guarded", "mine, guarded", "2 runs of 2 scenarios");
    }

    @Test
    void noLibraryOfTheCoreIsInItUnderItsOwnName() throws IOException {
        try (var file = new JarFile(StandaloneJarFixture.JAR.toFile())) {
            assertThat(file.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .hasSizeGreaterThan(5_000)
                    .contains("META-INF/LICENSE", "META-INF/NOTICE")
                    // besides our own: Kafka's clients, which applications of one's own share with us, their
                    // licence, and the codecs
                    .allMatch(name -> name.matches("(io/kafkatrial|org/apache/kafka|common/message|com/github/luben"
                            + "|net/jpountz|org/xerial/snappy|linux|darwin|win|META-INF|licenses)/.*"
                            + "|kafka/kafka-version[.]properties|LICENSE|NOTICE"));
        }
    }
}
