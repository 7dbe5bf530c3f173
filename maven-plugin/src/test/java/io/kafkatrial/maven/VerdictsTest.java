/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsTest {

    @TempDir
    Path root;

    private Verdicts verdicts;

    @BeforeEach
    void begin() {
        verdicts = new Verdicts(root.resolve("target/kafka-trial-report"));
    }

    @Test
    void verdictsOfAllModulesAreCountedAndLinkedFromOnePage() throws IOException {
        Path orders = module("orders", "PASS", "FAIL");
        Path billing = module("billing", "VACUOUS");

        verdicts.add("orders", orders);
        verdicts.add("billing", billing);
        verdicts.write();

        assertThat(verdicts.line())
                .startsWith("3 verdicts: 1 passed, 1 failed, 1 vacuous; ")
                .endsWith("index.html");
        assertThat(root.resolve("target/kafka-trial-report/index.html"))
                .content()
                .contains("href=\"../../orders/target/kafka-trial/T/test0/report.html\"")
                .contains("href=\"../../billing/target/kafka-trial/T/test0/report.html\"")
                .contains("orders: sample.T", "billing: sample.T");
        assertThat(root.resolve("target/kafka-trial-report/summary.md"))
                .content()
                .contains("1 broken, 1 not proved, 1 held");
    }

    @Test
    void moduleThatIsAloneIsNotNamed() throws IOException {
        verdicts.add("orders", module("orders", "PASS"));
        verdicts.add("empty", root.resolve("empty/target/kafka-trial"));
        verdicts.write();

        assertThat(root.resolve("target/kafka-trial-report/index.html"))
                .content()
                .doesNotContain("orders: ");
        assertThat(verdicts.line()).startsWith("1 verdict: 1 passed, 0 failed, 0 vacuous");
    }

    @Test
    void historiesThatNobodyJudgedAreToldOf() throws IOException {
        Path reports = module("orders", "PASS");
        Files.writeString(reports.resolve("T/test0/history.jsonl"), "");
        Files.writeString(reports.resolve("T/test0/verdict.json"), "");
        Files.createDirectories(reports.resolve("T/killed"));
        Files.writeString(reports.resolve("T/killed/history.jsonl"), "");

        verdicts.add("orders", reports);

        assertThat(verdicts.line())
                .endsWith("1 history has no verdict: the test claims nothing, or its JVM was killed.");
    }

    @Test
    void verdictsOfScenariosAreAmongThem() throws IOException {
        Path reports = module("orders", "PASS");
        fill(reports.resolve("scenarios"), "FAIL");

        verdicts.add("orders", reports);
        verdicts.write();

        assertThat(verdicts.line()).startsWith("2 verdicts: 1 passed, 1 failed, 0 vacuous");
        assertThat(root.resolve("target/kafka-trial-report/index.html"))
                .content()
                .contains("href=\"../../orders/target/kafka-trial/scenarios/T/test0/report.html\"");
    }

    @Test
    void buildWithoutVerdictsSaysSo() throws IOException {
        verdicts.add("orders", root.resolve("orders/target/kafka-trial"));
        verdicts.write();

        assertThat(verdicts.line()).isEqualTo("No verdicts: no test with a claim has run.");
        assertThat(root.resolve("target/kafka-trial-report/index.html")).exists();
    }

    private Path module(String name, String... outcomes) throws IOException {
        return fill(root.resolve(name).resolve("target/kafka-trial"), outcomes);
    }

    private static Path fill(Path reports, String... outcomes) throws IOException {
        for (int i = 0; i < outcomes.length; i++) {
            String link = "T/test" + i + "/report.html";
            Files.createDirectories(reports.resolve(link).getParent());
            ReportIndex.add(
                    reports,
                    new ReportEntry(
                            "sample.T",
                            "test" + i,
                            outcomes[i],
                            List.of("claim"),
                            "",
                            "embedded",
                            1,
                            Instant.EPOCH,
                            5,
                            link));
        }
        return reports;
    }
}
