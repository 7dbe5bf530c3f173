/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.PHANTOM;
import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.AT_MOST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Claim;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.logging.InternalLog;
import io.kafkatrial.report.ReportEntry;
import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.scenarios.Conclusion;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** From a hand-made history to the findings and files of a test. */
class ReportsTest {

    private static final Instant AT = Instant.EPOCH;
    private static final RecordId ID = new RecordId("producer", 0);
    private static final Event SENT = new Event.SendInvoked(AT, ID, "orders", OptionalInt.empty(), Optional.empty());
    private static final Event ACKED = new Event.SendAcked(AT, ID, "orders", 0, 0);
    private static final Event FOUND = new Event.Found(AT, "orders", 0, 0, Optional.of(ID));
    private static final TestName TEST = new TestName(ReportsTest.class, "anyTest", 0);

    @TempDir
    Path root;

    private final List<Path> attached = new ArrayList<>();
    private Map<String, Path> logs = Map.of();

    @Test
    void brokenGuaranteeComesWithWhatTheBrokersSaid() throws IOException {
        // Given
        InternalLog.ofThisJvm().write("org.apache.kafka.ReportsTest", Level.INFO, "fencing broker 2", null);

        // When
        judge("one", SENT, ACKED, new Event.Drained(AT, "orders", 0, 0, 0));

        // Then
        assertThat(attached).hasSize(1);
        assertThat(Files.readString(attached.get(0).resolve("harness.log"))).contains("fencing broker 2");
    }

    @Test
    void heldGuaranteeFindsNothingButLeavesItsFiles() {
        // When
        List<AssertionFailedError> findings =
                judge("one", SENT, ACKED, FOUND, new Event.Drained(AT, "orders", 0, 0, 1));

        // Then
        assertThat(findings).isEmpty();
        assertThat(attached).isEmpty();
        assertThat(TEST.directory(root)).isDirectoryContaining("glob:**/{report.html,verdict.json,history.jsonl}");
    }

    @Test
    void lostWriteIsFoundWithTheReplayCommandAndAttached() {
        // When
        List<AssertionFailedError> findings = judge("one", SENT, ACKED, new Event.Drained(AT, "orders", 0, 0, 0));

        // Then
        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding)
                .hasMessageContaining("producer#0")
                .hasMessageContaining("mvn test -Dtest='ReportsTest#anyTest' -Dtrial.seed=42"));
        assertThat(attached).containsExactly(TEST.directory(root).toAbsolutePath());
    }

    @Test
    void emptyHistoryIsAFindingUnlessThatIsAllowed() {
        assertThat(judge("one")).hasSize(1);
        assertThat(judge("lenient")).isEmpty();
    }

    @Test
    void severalGuaranteesShareAReportAndHaveEachTheirVerdict() throws IOException {
        // When
        judge("two", SENT, ACKED, FOUND, new Event.Drained(AT, "orders", 0, 0, 1));

        // Then
        Path directory = TEST.directory(root);
        assertThat(Files.readString(directory.resolve("report.html")))
                .contains("AT_LEAST_ONCE held", "AT_MOST_ONCE held");
        assertThat(directory.resolve("verdict-AT_LEAST_ONCE.json")).isNotEmptyFile();
        assertThat(directory.resolve("verdict-AT_MOST_ONCE.json")).isNotEmptyFile();
    }

    @Test
    void testIsALineOfTheIndexWhichLinksItsReport() throws IOException {
        // When
        judge("one", SENT, ACKED, new Event.Drained(AT, "orders", 0, 0, 0));

        // Then
        ReportEntry entry = ReportIndex.read(root).get(0);
        assertThat(entry.outcome()).isEqualTo("FAIL");
        assertThat(root.resolve(entry.link())).isRegularFile();
        assertThat(root.resolve("index.html")).isNotEmptyFile();
        assertThat(root.resolve("summary.md")).content().contains("1 broken");
    }

    @Test
    void failureComesWithABugReportTheLogsOfProcessesAndNoSecrets() throws IOException {
        // Given
        Path log = Files.writeString(root.resolve("node.log"), "FATAL no space left");
        logs = Map.of("broker 2", log);

        // When
        judge("one", SENT, ACKED, new Event.Drained(AT, "orders", 0, 0, 0));

        // Then
        Path directory = TEST.directory(root);
        assertThat(directory.resolve("broker-2.log")).content().contains("no space left");
        assertThat(directory.resolve("report.md"))
                .content()
                .startsWith("### AT_LEAST")
                .contains("producer#0");
        assertThat(directory.resolve("report.html"))
                .content()
                .contains("href=\"broker-2.log\"", "sasl.jaas.config")
                .doesNotContain("hunter2");
    }

    @Test
    void reportThatCannotBeWrittenDoesNotChangeTheVerdict() throws IOException {
        // Given
        Files.writeString(root.resolve(ReportsTest.class.getName()), "a file where the directory should be");

        // When
        List<AssertionFailedError> findings =
                judge("one", SENT, ACKED, FOUND, new Event.Drained(AT, "orders", 0, 0, 1));

        // Then
        assertThat(findings).isEmpty();
    }

    @Test
    void expectedAnomalyThatIsFoundPassesAndIsInTheReport() throws IOException {
        // When
        List<AssertionFailedError> findings = judge("loss", SENT, ACKED, new Event.Drained(AT, "orders", 0, 0, 0));

        // Then
        assertThat(findings).isEmpty();
        assertThat(Files.readString(TEST.directory(root).resolve("verdict.json")))
                .contains("EXPECT LOST_WRITE")
                .contains("\"PASS\"");
    }

    @Test
    void expectedAnomalyThatIsNotFoundFails() {
        // When
        List<AssertionFailedError> findings =
                judge("loss", SENT, ACKED, FOUND, new Event.Drained(AT, "orders", 0, 0, 1));

        // Then
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0)).hasMessageContaining("LOST_WRITE was expected and did not occur");
    }

    @Test
    void expectedAnomalyDoesNotBreakTheClaimBesideItButOthersDo() {
        Event drained = new Event.Drained(AT, "orders", 0, 0, 0);
        Event phantom = new Event.Found(AT, "orders", 0, 0, Optional.of(new RecordId("producer", 9)));

        assertThat(judge("nothingButLoss", SENT, ACKED, drained)).isEmpty();
        assertThat(judge("nothingButLoss", SENT, ACKED, phantom, drained)).hasSize(1);
        assertThat(judge("nothingButLoss", SENT, ACKED, FOUND, new Event.Drained(AT, "orders", 0, 0, 1)))
                .singleElement()
                .satisfies(finding -> assertThat(finding).hasMessageContaining("expected to show LOST_WRITE"));
    }

    @Test
    void limitsAndOnesOwnClaimsAreJudgedEachByItself() {
        assertThat(claim("inTime").claims().stream().map(Claim::name))
                .containsExactly("no phantom", "AVAILABLE(5s)", "RECOVERS(30s)");
    }

    /** A claim of one's own. */
    static final class NoPhantom implements Supplier<Claim> {
        @Override
        public Claim get() {
            return Claim.named("no phantom", PHANTOM);
        }
    }

    private List<AssertionFailedError> judge(String claimed, Event... events) {
        Conclusion conclusion = new Conclusion(new History(List.of(events)), List.of(), /* healthy= */ true, List.of());
        Map<String, Object> connection = Map.of("sasl.jaas.config", "password=hunter2");
        Reports.Run run = new Reports.Run("embedded", 42, root, connection, () -> logs);
        return new Reports(run, attached::add).judge(TEST, claim(claimed), conclusion, HistoryOnDisk.none(TEST));
    }

    private static Claims claim(String method) {
        try {
            return Claims.of(Claimed.class, Claimed.class.getDeclaredMethod(method))
                    .orElseThrow();
        } catch (NoSuchMethodException missing) {
            throw new AssertionError(missing);
        }
    }

    @SuppressWarnings("UnusedMethod") // read by reflection
    private static final class Claimed {
        @Delivers(AT_LEAST_ONCE)
        void one() {}

        @Delivers({AT_LEAST_ONCE, AT_MOST_ONCE})
        void two() {}

        @Delivers(value = AT_LEAST_ONCE, allowVacuous = true)
        void lenient() {}

        @Expect(LOST_WRITE)
        void loss() {}

        @Delivers(AT_LEAST_ONCE)
        @Expect(LOST_WRITE)
        void nothingButLoss() {}

        @Available(maxGap = "5s")
        @Recovers(within = "30s")
        @Delivers(custom = NoPhantom.class)
        void inTime() {}
    }
}
