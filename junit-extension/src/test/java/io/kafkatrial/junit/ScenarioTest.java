/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Expectation;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.app.Application;
import io.kafkatrial.scenarios.app.ApplicationStage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Scenarios as tests: which run, what their methods get, what becomes of one that does not end as declared. */
class ScenarioTest {

    /** What the bodies of fixtures saw. */
    private static final List<ScenarioResult> SEEN = new CopyOnWriteArrayList<>();

    @TempDir
    Path reports;

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static List<String> names(EngineExecutionResults results) {
        return results.testEvents()
                .started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    private List<Path> files(String name) throws Exception {
        try (Stream<Path> files = Files.walk(reports)) {
            return files.filter(file -> file.endsWith(name)).sorted().toList();
        }
    }

    static class ByName {
        @Scenario("leader-crash")
        void leaderCrash(ScenarioResult result) {
            SEEN.add(result);
        }
    }

    @Test
    void bothHalvesAreTestsAndTheBodyGetsWhatCameOfThem() throws Exception {
        EngineExecutionResults results = Runs.of(ByName.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        assertThat(names(results)).containsExactly("leader-crash, dangerous", "leader-crash, guarded");
        assertThat(SEEN).extracting(ScenarioResult::title).containsExactlyElementsOf(names(results));
        assertThat(SEEN.get(0).reports()).anySatisfy(report -> assertThat(Expectation.found(report.verdict()))
                .contains(Anomaly.Kind.LOST_WRITE));
        assertThat(files("report.html")).hasSize(2);
        assertThat(reports.resolve(ReportIndex.PAGE))
                .content()
                .contains("leaderCrash: leader-crash, dangerous", "leaderCrash: leader-crash, guarded");
    }

    /** Ends otherwise than it declares: nothing gets lost. */
    public static class Hopeful implements io.kafkatrial.scenarios.Scenario {
        @Override
        public Page page() {
            return Page.of("hopeful", Chapter.OWN)
                    .idea("It is tried whether a surprise is told.")
                    .fault("none")
                    .advice("none")
                    .source("none");
        }

        @Override
        public Half guarded() {
            return new Half(
                    "acks=all",
                    cluster -> cluster.brokers(1).topic("orders", 1, 1),
                    Half.faults(),
                    stage -> {
                        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
                        Workload.send(producer, "orders", 0, 5);
                        producer.flush();
                    },
                    List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
        }

        @Override
        public Half dangerous() {
            throw new UnsupportedOperationException("there is none");
        }

        @Override
        public Set<Side> sides() {
            return Set.of(Side.GUARDED);
        }
    }

    static class Surprised {
        @Scenario(classes = Hopeful.class, seed = 5)
        void hopeful(ScenarioResult result) {
            SEEN.add(result);
        }
    }

    @Test
    void surpriseFailsWithTheVerdictTheWayToRepeatItAndTheReport() throws Exception {
        EngineExecutionResults results = Runs.of(Surprised.class, reports);

        assertThat(names(results)).containsExactly("hopeful, guarded");
        assertThat(SEEN).isEmpty();
        Path report = files("report.html").get(0);
        assertThat(Runs.onlyFailure(results))
                .startsWith(
                        "Surprised.hopeful[1]: hopeful, guarded, on embedded with seed 5 did not end as it declares")
                .contains("AT_LEAST_ONCE was declared to be broken by [LOST_WRITE], but it held")
                .contains("-Dtest='ScenarioTest$Surprised#hopeful' -Dtrial.seed=5")
                .endsWith("report: " + report);
        assertThat(Runs.onlyFailure(results).lines()).hasSizeLessThanOrEqualTo(25);
        Map<String, String> entries = results.testEvents().reportingEntryPublished().stream()
                .flatMap(event -> event.getPayload(ReportEntry.class).stream())
                .findFirst()
                .orElseThrow()
                .getKeyValuePairs();
        assertThat(entries)
                .containsEntry("trial.seed", "5")
                .containsEntry("trial.report", String.valueOf(report.getParent()));
    }

    static class OwnFiles {
        @Scenario(files = "scenarios", runs = 2, seed = 8, halves = Side.GUARDED)
        void ofADirectoryBesideTheClass() {}
    }

    @Test
    void filesBesideTheClassRunWithSeedsOneAfterTheOtherOrWithTheOneThatIsGiven() {
        EngineExecutionResults results = Runs.of(OwnFiles.class, reports);
        EngineExecutionResults again = Runs.of(OwnFiles.class, reports, Map.of("trial.seed", "9"));

        assertThat(Runs.failures(results)).isEmpty();
        assertThat(names(results)).containsExactly("few-orders, guarded, seed 8", "few-orders, guarded, seed 9");
        assertThat(names(again)).containsExactly("few-orders, guarded");
    }

    @Scenario(tags = "acks", value = "acks-*")
    static class WithoutMethods implements ScenarioTests {
        @RepeatedTest(2)
        void otherTemplatesAreLeftAlone() {}
    }

    @Test
    void classNeedsNoMethod() {
        EngineExecutionResults results = Runs.of(WithoutMethods.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        assertThat(names(results)).contains("acks-zero, dangerous", "acks-zero, guarded");
        assertThat(names(results))
                .filteredOn(name -> name.startsWith("repetition"))
                .hasSize(2);
    }

    @KafkaCluster(brokers = 1, combined = true)
    @Topic(name = "other")
    static class BesideOtherTests {
        @Scenario(files = "scenarios/few-orders.yaml")
        void ofAFile() {}

        @Test
        void onTheClustersOfTheClass(Cluster cluster) {
            assertThat(cluster.spec().topics()).hasSize(1);
        }
    }

    @Test
    void scenariosHaveClustersOfTheirOwnInAClassThatHasOne() {
        EngineExecutionResults results = Runs.of(BesideOtherTests.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    /** Sends and closes. */
    public static class Shop implements Application {
        @Override
        public void run(ApplicationStage stage) {
            Map<String, Object> properties = new HashMap<>(stage.clientProperties());
            properties.put("acks", "all");
            try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
                for (int order = 0; order < 500; order++) {
                    producer.send(new ProducerRecord<>("orders", "order " + order));
                }
            }
        }
    }

    static class OnTrialHere {
        @Scenario(files = "scenarios", application = Shop.class)
        void shop(ScenarioResult result) {
            SEEN.add(result);
        }
    }

    @Test
    void applicationOfOnesOwnTakesThePlaceOfTheWorkload() {
        EngineExecutionResults results = Runs.of(OnTrialHere.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        assertThat(SEEN).singleElement().satisfies(result -> assertThat(
                        result.reports().get(0).verdict().checked().acked())
                .isEqualTo(500));
    }

    static class Unknown {
        @Scenario("leader-crush")
        void unknown() {}
    }

    static class UnknownTag {
        @Scenario(tags = "crsh")
        void unknown() {}
    }

    static class UnknownEngine {
        @Scenario(value = "leader-crash", engine = "embeded")
        void unknown() {}
    }

    static class NoFile {
        @Scenario(files = "nowhere.yaml")
        void unknown() {}
    }

    static class WrongFile {
        @Scenario(files = "wrong-scenarios/wrong.yaml")
        void unknown() {}
    }

    static class NoHalf {
        @Scenario(files = "scenarios", halves = Side.DANGEROUS)
        void none() {}
    }

    static class NoPlace {
        @Scenario(value = "consumer-crash-before-commit", application = Shop.class)
        void none() {}
    }

    static class NoEnd {
        @Scenario(value = "leader-crash", application = Shop.class, ends = "never")
        void none() {}
    }

    static class NotSaid implements ScenarioTests {}

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        Unknown.class,
                        "@Scenario on Unknown.unknown: scenario 'leader-crush' is not known. Perhaps 'leader-crash'"),
                Arguments.of(UnknownTag.class, "tag 'crsh' is not known. Perhaps 'crash' is meant"),
                Arguments.of(UnknownEngine.class, "engine 'embeded' is not known"),
                Arguments.of(NoFile.class, "nowhere.yaml"),
                Arguments.of(WrongFile.class, "wrong.yaml, line 2: "),
                Arguments.of(NoHalf.class, "halves = [dangerous] leaves nothing to run"),
                Arguments.of(NoPlace.class, "scenario consumer-crash-before-commit has no place"),
                Arguments.of(NoEnd.class, "'never' is no way to end"),
                Arguments.of(NotSaid.class, "NotSaid implements ScenarioTests and has no @Scenario"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreToldBeforeAnythingRuns(Class<?> fixture, String message) {
        EngineExecutionResults results = Runs.of(fixture, reports);

        assertThat(Runs.onlyFailure(results)).contains(message);
        results.testEvents().assertStatistics(stats -> stats.started(0));
    }

    static class Lacking {
        @Scenario(files = "lacking-scenarios", engine = "apache")
        void inCode() {}
    }

    @Test
    void whatTheEngineLacksIsSkippedWithTheReason() {
        EngineExecutionResults results = Runs.of(Lacking.class, reports, Map.of("trial.engine", "embedded"));

        results.testEvents()
                .assertStatistics(stats -> stats.aborted(1).succeeded(0).failed(0));
        assertThat(results.testEvents().aborted().map(event -> event.getPayload(TestExecutionResult.class)
                        .flatMap(TestExecutionResult::getThrowable)
                        .map(Throwable::getMessage)
                        .orElse("")))
                .singleElement()
                .satisfies(reason -> assertThat(reason).startsWith("engine embedded has no lever for "));
    }
}
