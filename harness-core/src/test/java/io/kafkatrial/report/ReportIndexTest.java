/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.report.Golden.assertGolden;
import static io.kafkatrial.report.ReportFixture.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.history.History;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportIndexTest {

    private static final int WRITERS = 3;
    private static final int TESTS = 20;

    private static final Claim NO_PHANTOMS = Claim.named("no phantoms", Anomaly.Kind.PHANTOM);

    @TempDir
    Path root;

    static ReportEntry entry(String test, String outcome) {
        String claim = "EXACTLY_ONCE " + (outcome.equals("PASS") ? "held" : "is broken: 1 lost write");
        return new ReportEntry(
                "com.acme.OrdersTest",
                test,
                outcome,
                List.of(claim),
                outcome.equals("PASS") ? "" : "p1#1 acked at orders-0@1 at 0.009 s; the log now ends at 1.",
                "embedded",
                42,
                Instant.EPOCH,
                1_234,
                "com.acme.OrdersTest/" + test + "/report.html");
    }

    @Test
    void entrySaysWhatCameOfATest() {
        History history = ReportFixture.lostWrites().end();

        ReportEntry entry = ReportEntry.of(
                "OrdersTest", List.of(input(NO_PHANTOMS, history), input(AT_LEAST_ONCE, history)), "a/report.html");

        assertThat(entry.outcome()).isEqualTo("FAIL");
        assertThat(entry.claims()).containsExactly("no phantoms held", "AT_LEAST_ONCE is broken: 3 lost writes");
        assertThat(entry.story()).startsWith("p1#1 acked at orders-0@1");
        assertThat(entry.millis()).isEqualTo(28);
    }

    @Test
    void laterRunTakesThePlaceOfTheEarlierOne() throws IOException {
        ReportIndex.add(root, entry("one", "FAIL"));
        ReportIndex.add(root, entry("two", "PASS"));
        ReportIndex.add(root, entry("one", "PASS"));

        assertThat(ReportIndex.read(root)).containsExactly(entry("one", "PASS"), entry("two", "PASS"));
        assertThat(Files.readString(root.resolve("index.html")))
                .contains("All 2 tests on trial held")
                .contains("href=\"com.acme.OrdersTest/one/report.html\"");
        assertThat(root).isDirectoryNotContaining("glob:**/*.draft");
    }

    @Test
    void tornAndForeignLinesAreLeftOut() throws IOException {
        ReportIndex.add(root, entry("one", "FAIL"));
        Files.writeString(
                root.resolve(ReportIndex.LINES), "{\"group\":\"x\n[]\n{}\n\u0000\n", StandardOpenOption.APPEND);

        ReportIndex.add(root, entry("two", "VACUOUS"));

        assertThat(ReportIndex.read(root)).hasSize(2);
        assertThat(Files.readString(root.resolve("index.html"))).contains("1 broken, 1 not proved");
    }

    @Test
    void severalProcessesLoseNoTest() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path")
                                    + File.pathSeparator
                                    + System.getProperty("surefire.test.class.path", ""),
                            Writer.class.getName(),
                            root.toString(),
                            Integer.toString(writer))
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolve("writer-" + writer + ".log").toFile())
                    .start());
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(writer.exitValue()).as(() -> logs()).isZero();
        }

        assertThat(ReportIndex.read(root)).hasSize(WRITERS * TESTS);
        assertThat(Files.readString(root.resolve("index.html")).split("class=\"test pass\"", -1))
                .hasSize(WRITERS * TESTS + 1);
    }

    private String logs() {
        try {
            return Files.readString(root.resolve("writer-0.log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** One of several forks. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < TESTS; i++) {
                ReportIndex.add(Path.of(arguments[0]), entry("test" + arguments[1] + "-" + i, "PASS"));
            }
        }
    }

    @Test
    void contentsOfTheIndexAreEscaped() throws IOException {
        ReportEntry evil = entry(PageFixtures.EVIL, "FAIL");
        ReportIndex.add(root, evil);

        assertThat(ReportIndex.read(root)).containsExactly(evil);
        assertThat(Files.readString(root.resolve("index.html"))).doesNotContain("<img", "<script>window", "\u202E");
        assertThat(Files.readString(root.resolve("summary.md"))).doesNotContain("<img", "<script>", "\u202E");
    }

    @Test
    void summaryReadsLikeThis() throws IOException {
        assertGolden(
                "summary.md",
                MarkdownReport.summary(
                        List.of(entry("held", "PASS"), entry("lost", "FAIL"), entry("idle", "VACUOUS"))));
        assertThat(MarkdownReport.summary(List.of())).contains("No test with a claim has run");
    }

    @Test
    void bugReportReadsLikeThis() throws IOException {
        assertGolden(
                "bug.md",
                MarkdownReport.bug(
                        input(AT_LEAST_ONCE, ReportFixture.lostWrites().end())));
    }

    @Test
    void namesCannotBecomeMarkup() {
        assertThat(MarkdownReport.escape("a|b *c* _d_ [e](f) <g> `h` @i #1 http://j \\ ~k~"))
                .isEqualTo(
                        "a\\|b \\*c\\* \\_d\\_ \\[e\\](f) &lt;g&gt; \\`h\\` &#64;i &#35;1 http&#58;//j \\\\ \\~k\\~");
    }
}
