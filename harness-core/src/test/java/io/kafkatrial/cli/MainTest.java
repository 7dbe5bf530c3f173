/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.SharedCluster;
import io.kafkatrial.engine.FakeEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TestLifeline lifeline = new TestLifeline();

    @TempDir
    private Path folder;

    /** A process that ends when the test says so. */
    private static final class TestLifeline implements Lifeline {
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void onEnd(Runnable cleanUp) {
            // the test's process goes on
        }

        @Override
        public void awaitEnd() throws InterruptedException {
            end.await();
        }

        @Override
        public void end() {
            end.countDown();
        }
    }

    private int run(InputStream in, String... args) {
        return Main.run(args, new Main.Console(in, new PrintWriter(out, true), new PrintWriter(err, true), lifeline));
    }

    private int run(String... args) {
        lifeline.end();
        return run(InputStream.nullInputStream(), args);
    }

    private CompletableFuture<Integer> runBeside(InputStream in, String... args) {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread thread = new Thread(() -> exit.complete(run(in, args)), "cli-under-test");
        thread.setDaemon(true);
        thread.start();
        return exit;
    }

    @Test
    void clusterRunsAndSaysEverythingNeededToUseIt() {
        // When
        int exit = run(
                "run",
                "--engine",
                "fake",
                "--brokers",
                "2",
                "--port",
                "19092",
                "--seed",
                "42",
                "--topic",
                "orders:3:2",
                "--topic",
                "audit",
                "--config",
                "log.retention.ms=1000");
        // Then
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isEqualTo(Main.OK);
        assertThat(out.toString().replaceFirst("in \\d+ ms", "in N ms").lines())
                .containsExactly(
                        "Kafka Trial: ready in N ms",
                        "  bootstrap.servers = 127.0.0.1:19092,127.0.0.1:19093",
                        "  topics            = orders (3 partitions, 2 replicas), audit (1 partition, 2 replicas)",
                        "  seed              = 42",
                        "  engine            = fake",
                        "  stop with Ctrl-C or SIGTERM",
                        "Kafka Trial: stopped.");
    }

    @Test
    void readyFileIsThereExactlyWhileTheClusterIs() throws Exception {
        // Given
        Path file = folder.resolve("deep/ready.properties");
        CompletableFuture<Integer> exit = runBeside(
                InputStream.nullInputStream(),
                "run",
                "--engine",
                "fake",
                "--seed",
                "42",
                "--ready-file",
                file.toString());
        // When
        await().until(() -> Files.exists(file));
        Properties ready = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            ready.load(reader);
        }
        lifeline.end();
        // Then
        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(Main.OK);
        assertThat(ready)
                .containsEntry("bootstrap.servers", "127.0.0.1:9001,127.0.0.1:9002,127.0.0.1:9003")
                .containsEntry("pid", String.valueOf(ProcessHandle.current().pid()))
                .containsEntry("seed", "42")
                .containsEntry("engine", "fake");
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void testsOfOtherProcessesAttachByTheFileThatTheReadyFileNames() throws Exception {
        // Given
        Path ready = folder.resolve("ready.properties");
        Path control = folder.resolve("control.properties");
        CompletableFuture<Integer> exit = runBeside(
                InputStream.nullInputStream(),
                "run",
                "--engine",
                "fake",
                "--ready-file",
                ready.toString(),
                "--control-file",
                control.toString());
        await().until(() -> Files.exists(ready));
        Properties said = new Properties();
        try (Reader reader = Files.newBufferedReader(ready)) {
            said.load(reader);
        }
        // When
        String bootstrap;
        try (Cluster attached = SharedCluster.attach(Path.of(said.getProperty("control.file")))) {
            bootstrap = attached.bootstrapServers();
        }
        lifeline.end();
        // Then
        assertThat(bootstrap).isEqualTo(said.getProperty("bootstrap.servers"));
        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(Main.OK);
        assertThat(control).doesNotExist();
    }

    @Test
    void staleReadyFileIsGoneWhenTheClusterFailsToStart() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("ready"), "bootstrap.servers=stale");
        // When
        int exit =
                run("run", "--engine", "fake", "--port", "" + FakeEngine.TAKEN_PORT, "--ready-file", file.toString());
        // Then
        assertThat(exit).isEqualTo(Main.FAILURE);
        assertThat(file).doesNotExist();
        assertThat(err.toString().lines())
                .containsExactly(
                        "kafka-trial: port 4242 for broker 1 is in use: another process listens on it, perhaps a"
                                + " cluster that was not stopped. Stop that process, choose another port, or none to get free"
                                + " ones.");
    }

    @Test
    void leashedClusterEndsWhenStandardInputEnds() throws Exception {
        // Given
        PipedOutputStream parent = new PipedOutputStream();
        CompletableFuture<Integer> exit = runBeside(new PipedInputStream(parent), "run", "--engine", "fake", "--leash");
        await().until(() -> out.toString().contains("ready in"));
        parent.write('x');
        parent.flush();
        assertThat(exit).isNotDone();
        // When
        parent.close();
        // Then
        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(Main.OK);
        assertThat(out.toString()).contains("or by closing standard input", "stopped.");
    }

    private Path plan(int acks) throws IOException {
        return Files.writeString(
                folder.resolve("plan.json"),
                "{\"version\":1,\"seed\":7,\"faults\":[{\"name\":\"crash\",\"fault\":{\"kind\":\"CrashBroker\",\"target\":"
                        + "\"broker:2\"},\"trigger\":"
                        + (acks == 0 ? "{\"kind\":\"Immediately\"}" : "{\"kind\":\"Acks\",\"count\":" + acks + "}")
                        + "}]}");
    }

    @Test
    void whatAPlanDidIsToldAtTheEndIfTheParentAsksForIt() throws Exception {
        // Given
        Path findings = folder.resolve("findings.json");
        PipedOutputStream parent = new PipedOutputStream();
        CompletableFuture<Integer> exit = runBeside(
                new PipedInputStream(parent),
                "run",
                "--engine",
                "embedded",
                "--brokers",
                "2",
                "--leash",
                "--plan",
                plan(0).toString(),
                "--findings",
                findings.toString());
        await().until(() -> out.toString().contains("ready in"));
        // When
        parent.write("conclude\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        parent.flush();
        // Then
        assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(Main.OK);
        assertThat(out.toString()).contains("Fault crash: broker 2 killed", "stopped.");
        assertThat(Findings.read(findings)).satisfies(found -> {
            assertThat(found.passed()).isTrue();
            assertThat(found.faults()).extracting(Findings.OfFault::bit).containsExactly(true);
        });
    }

    @Test
    void faultThatNeverBitIsAnExitCode() throws Exception {
        lifeline.end();
        int exit = run(
                InputStream.nullInputStream(),
                "run",
                "--engine",
                "embedded",
                "--brokers",
                "2",
                "--plan",
                plan(9).toString());

        assertThat(exit).isEqualTo(Main.NOT_AS_CLAIMED);
        assertThat(out.toString()).contains("Fault crash never bit: never fired");
    }

    @Test
    void processThatLosesItsParentJudgesNothing() throws Exception {
        lifeline.end();
        int exit = run(
                InputStream.nullInputStream(),
                "run",
                "--engine",
                "embedded",
                "--brokers",
                "2",
                "--leash",
                "--plan",
                plan(9).toString(),
                "--findings",
                folder.resolve("findings.json").toString());

        assertThat(exit).isEqualTo(Main.OK);
        assertThat(out.toString()).doesNotContain("Fault crash");
        assertThat(folder.resolve("findings.json")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "--plan nowhere.json, nowhere.json",
        "--record clients, --record clients is not known",
        "--claim AT_LEAST_ONCE, kafka-trial-scenarios is not on the class path"
    })
    void whatCannotBePutOnTrialIsRefusedBeforeAnythingStarts(String words, String complaint) {
        int exit = run(("run --engine fake " + words).split(" ", -1));

        assertThat(exit).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains(complaint);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void faultOfTheApplicationIsForItsOwnProcess() throws IOException {
        Path plan = Files.writeString(
                folder.resolve("plan.json"),
                "{\"version\":1,\"seed\":7,\"faults\":[{\"name\":\"lame\",\"fault\":{\"kind\":\"OnClients\",\"who\":\"clients\","
                        + "\"act\":{\"kind\":\"Crash\"},\"at\":\"ANYWHERE\",\"passages\":{\"skip\":0,"
                        + "\"times\":0}},\"trigger\":{\"kind\":\"Immediately\"}}]}");

        int exit = run("run", "--engine", "fake", "--plan", plan.toString());

        assertThat(exit).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("fault lame cannot be armed here");
    }

    @Test
    void unleashedClusterDoesNotMindTheEndOfStandardInput() throws Exception {
        CompletableFuture<Integer> exit = runBeside(InputStream.nullInputStream(), "run", "--engine", "fake");
        await().until(() -> out.toString().contains("ready in"));
        assertThat(exit).isNotDone();
        lifeline.end();
        assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(Main.OK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --brokers 0 | brokers = 0 is not possible",
                "run --brokers three | 'three' is not an int",
                "run --controllers 10 | controllers = 10 is not possible",
                "run --brokers 2 --controllers 3 --combined | controllers = 3 is not possible with combined = true",
                "run --topic a:b | 'a:b' is no topic: write NAME, NAME:PARTITIONS",
                "run --topic a:1:4 | replication factor of topic a = 4 is not possible",
                "run --topic a --topic a | topic a is declared twice",
                "run --config node.id=1 | the harness owns this key",
                "run --config nonsense | nonsense",
                "run --max-version Produce=x | 'x' is not an int",
                "run --port 70000 | ports go from 1 to 65535",
                "run --nonsense | Unknown option: '--nonsense'",
                "walk | Unmatched argument at index 0: 'walk'",
            })
    void impossibleWishExitsWithTwoAndOneClearLine(String args, String complaint) {
        // When
        int exit = run(args.split(" "));
        // Then
        assertThat(exit).isEqualTo(Main.USAGE);
        assertThat(err.toString())
                .startsWith("kafka-trial: ")
                .contains(complaint)
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void stackTraceIsShownOnDemandOnly() {
        run("run", "--engine", "fake", "--port", "" + FakeEngine.TAKEN_PORT, "--stacktrace");
        assertThat(err.toString()).contains("\tat ").contains("Address already in use");
    }

    @Test
    void unknownEngineIsAFailureThatNamesTheKnownOnes() {
        assertThat(run("run", "--engine", "warp")).isEqualTo(Main.FAILURE);
        assertThat(err.toString()).contains("engine 'warp' is not known").contains("fake");
    }

    @Test
    void helpTellsTheOptionsAndTheExitCodes() {
        assertThat(run("run", "--help")).isEqualTo(Main.OK);
        assertThat(out.toString())
                .contains(
                        "--brokers=N",
                        "--controllers=N",
                        "--combined",
                        "--port=PORT",
                        "--topic=NAME[:PARTITIONS[:REPLICAS[:KEY=VALUE]]]",
                        "--config=KEY=VALUE",
                        "--max-version=API=VERSION")
                .contains("--ready-file=FILE", "--leash", "--seed=SEED", "--engine=NAME", "--stacktrace")
                .contains("Exit codes:");
    }

    @Test
    void nothingAskedShowsTheHelp() {
        assertThat(run()).isEqualTo(Main.OK);
        assertThat(out.toString()).contains("Usage: kafka-trial", "run");
    }

    @Test
    void versionIsToldInOneLine() {
        assertThat(run("--version")).isEqualTo(Main.OK);
        assertThat(out.toString().lines()).singleElement().asString().startsWith("Kafka Trial ");
    }
}
