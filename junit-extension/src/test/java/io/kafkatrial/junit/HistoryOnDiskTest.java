/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The history of a test on trial is on disk while the test runs, and whole when it is over. */
class HistoryOnDiskTest {

    private static final int SENT = 20;

    @TempDir
    Path reports;

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    static class Standing {

        @Test
        @Delivers(AT_LEAST_ONCE)
        void untilItIsKilled(Producer<String, String> producer) throws IOException {
            send(producer);
            while (System.in.read() >= 0) {
                // nobody says anything: stand until the end, at the latest that of who started this process
            }
        }

        public static void main(String... args) {
            Runs.of(Standing.class, Path.of(args[0]));
        }
    }

    @Test
    void killedJvmLeavesWhatHappenedBefore() throws Exception {
        // Given
        Path file = file(Standing.class, "untilItIsKilled");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Standing.class.getName(),
                        reports.toString())
                .redirectErrorStream(true)
                .redirectOutput(reports.resolve("output.txt").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(file) && acked(file) == SENT);
        } finally {
            // When
            jvm.destroyForcibly();
        }

        // Then
        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        History left = HistoryFile.readUpToDamage(file);
        assertThat(left.damage()).isPresent();
        assertThat(left.events().stream().filter(Event.SendInvoked.class::isInstance))
                .hasSize(SENT);
        assertThat(acked(file)).isEqualTo(SENT);
        assertThatThrownBy(() -> HistoryFile.read(file)).isInstanceOf(IOException.class);
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class Ending {

        @Test
        @Delivers(AT_LEAST_ONCE)
        void claimed(Producer<String, String> producer) {
            send(producer);
        }

        @Test
        @CrashBroker(leaderOf = "orders-0", when = @When(acks = 5), restartAfter = "100ms")
        void broken(Producer<String, String> producer) {
            send(producer);
        }

        @Test
        @Delivers(AT_LEAST_ONCE)
        void aborted(Producer<String, String> producer) {
            send(producer);
            Assumptions.abort("not today");
        }

        @Test
        void plain(Producer<String, String> producer) {
            send(producer);
        }
    }

    @Test
    void fileIsWholeHoweverTheTestEndsAndNoThreadIsLeft() throws IOException {
        // When
        EngineExecutionResults results = Runs.of(Ending.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(3).aborted(1));
        for (String test : new String[] {"claimed", "broken", "aborted"}) {
            assertThat(HistoryFile.read(file(Ending.class, test)).events().stream()
                            .filter(Event.SendAcked.class::isInstance))
                    .as(test)
                    .hasSize(SENT);
        }
        assertThat(file(Ending.class, "claimed").resolveSibling("verdict.json"))
                .content()
                .contains("\"events\" : "
                        + HistoryFile.read(file(Ending.class, "claimed")).size());
        assertThat(file(Ending.class, "plain")).doesNotExist();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("kafka-trial-history");
    }

    @Test
    void diskThatRefusesTheFileChangesNoVerdict() throws IOException {
        // Given
        Files.writeString(reports.resolve(Ending.class.getName()), "a file where the directory should be");

        // When
        EngineExecutionResults results = Runs.of(Ending.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(3).aborted(1));
    }

    private Path file(Class<?> fixture, String test) {
        return reports.resolve(fixture.getName()).resolve(test).resolve("history.jsonl");
    }

    private static long acked(Path file) throws IOException {
        return HistoryFile.readUpToDamage(file).events().stream()
                .filter(Event.SendAcked.class::isInstance)
                .count();
    }

    private static void send(Producer<String, String> producer) {
        for (int number = 0; number < SENT; number++) {
            producer.send(new ProducerRecord<>("orders", "key-" + number, "value-" + number));
        }
        producer.flush();
    }
}
