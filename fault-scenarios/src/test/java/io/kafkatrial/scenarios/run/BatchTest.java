/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of runs that end as declared, otherwise, or not at all; and in which order it is told. */
class BatchTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private static Batch batch(int parallel, Duration bound) {
        return new Batch(parallel, bound, Evidence.NONE, job -> "run " + job.name() + " with " + job.seed());
    }

    private static RunResult one(Scenario scenario) throws InterruptedException {
        return one(scenario, LONG);
    }

    private static RunResult one(Scenario scenario, Duration bound) throws InterruptedException {
        Order order = Order.of(Selection.ALL, List.of(scenario), List.of("embedded"), List.of(42L));
        return batch(1, bound).run(order, result -> {}).get(0);
    }

    @Test
    void resultsAreToldInTheOrderOfTheJobsThoughTheFirstEndsLast() throws Exception {
        // Given
        CountDownLatch quickIsOver = new CountDownLatch(1);
        Scenario slow = Sketches.working("a-slow", stage -> {
            Sketches.send(stage);
            quickIsOver.await();
        });
        Scenario quick = Sketches.working("b-quick", stage -> {
            Sketches.send(stage);
            quickIsOver.countDown();
        });
        Order order = Order.of(Selection.ALL, List.of(slow, quick), List.of("embedded"), List.of(1L));
        List<RunResult> told = new ArrayList<>();

        // When
        List<RunResult> results = batch(2, LONG).run(order, told::add);

        // Then
        assertThat(told).isEqualTo(results);
        assertThat(told).extracting(result -> result.job().name()).containsExactly("a-slow", "b-quick");
        assertThat(told).allMatch(result -> result.status() == Ending.AS_DECLARED);
    }

    @Test
    void jobsAreByEngineScenarioHalfAndSeed() {
        Order order = Order.of(
                Selection.ALL,
                List.of(Sketches.honest("b-first"), Sketches.honest("a-second")),
                List.of("embedded", "apache"),
                List.of(2L, 1L));

        assertThat(order.jobs())
                .extracting(Job::id)
                .containsExactly(
                        "b-first-guarded-embedded-2",
                        "b-first-guarded-embedded-1",
                        "a-second-guarded-embedded-2",
                        "a-second-guarded-embedded-1",
                        "b-first-guarded-apache-2",
                        "b-first-guarded-apache-1",
                        "a-second-guarded-apache-2",
                        "a-second-guarded-apache-1");
    }

    @Test
    void asDeclaredIsGood() throws Exception {
        RunResult result = one(Sketches.honest("honest"));

        assertThat(result.status()).isEqualTo(Ending.AS_DECLARED);
        assertThat(result.findings().verdicts()).containsExactly(Guarantee.AT_LEAST_ONCE.name() + " held");
        assertThat(result.findings().details()).isEmpty();
        assertThat(result.findings().acked()).isEqualTo(5);
        assertThat(ExitCode.of(List.of(result))).isEqualTo(ExitCode.AS_DECLARED);
    }

    @Test
    void anotherVerdictThanTheDeclaredOneIsASurpriseWithTheCommandThatShowsItAgain() throws Exception {
        RunResult result = one(Sketches.mistaken("mistaken"));

        assertThat(result.status()).isEqualTo(Ending.SURPRISE);
        assertThat(result.findings().details())
                .containsExactly("AT_LEAST_ONCE was declared to be broken by [LOST_WRITE], but it held");
        assertThat(result.findings().story())
                .contains("AT_LEAST_ONCE held in mistaken, guarded", "run mistaken with 42");
        assertThat(ExitCode.of(List.of(result))).isEqualTo(ExitCode.SURPRISE);
    }

    @Test
    void aWorkloadThatFailsIsAFailureWithItsMessageAndTrace() throws Exception {
        RunResult result = one(Sketches.working("throwing", stage -> {
            throw new IllegalStateException("no orders today");
        }));

        assertThat(result.status()).isEqualTo(Ending.FAILED);
        assertThat(result.findings().details()).containsExactly("java.lang.IllegalStateException: no orders today");
        assertThat(result.findings().story()).contains("at " + BatchTest.class.getName());
        assertThat(ExitCode.of(List.of(result))).isEqualTo(ExitCode.SURPRISE);
    }

    @Test
    void aWorkloadThatHangsEndsWithThePlaceItHangsAt() throws Exception {
        RunResult result = one(Sketches.hanging("hanging"), Duration.ofSeconds(3));

        assertThat(result.status()).isEqualTo(Ending.FAILED);
        assertThat(result.findings().details()).singleElement().asString().startsWith("it did not end in 3 s");
        assertThat(result.findings().story()).contains("CountDownLatch.await", Sketches.class.getName());
    }

    @Test
    void whatAnEngineHasNoLeverForIsSkippedWithTheReasonAndNothingElseIsNoSuccess() throws Exception {
        RunResult result = one(Sketches.inCode("in-code"));

        assertThat(result.status()).isEqualTo(Ending.SKIPPED);
        assertThat(result.findings().details()).containsExactly("engine embedded has no lever for CODE");
        assertThat(ExitCode.of(List.of(result))).isEqualTo(ExitCode.NOTHING_RAN);
        assertThat(ExitCode.of(List.of(result, one(Sketches.honest("honest"))))).isEqualTo(ExitCode.AS_DECLARED);
    }

    @Test
    void aClusterThatDoesNotStartIsNoSurprise() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            RunResult result = one(Sketches.shaped(
                    "without-port",
                    cluster -> cluster.brokers(1).port(taken.getLocalPort()).topic("orders", 1, 1)));

            assertThat(result.status()).isEqualTo(Ending.NO_CLUSTER);
            assertThat(result.findings().details()).singleElement().asString().contains("port " + taken.getLocalPort());
            assertThat(ExitCode.of(List.of(result))).isEqualTo(ExitCode.NO_CLUSTER);
        }
    }

    @Test
    void anEngineThatIsNotKnownIsRefusedBeforeAnythingRuns() {
        Order order = Order.of(Selection.ALL, List.of(Sketches.honest("honest")), List.of("embeded"), List.of(1L));

        assertThatThrownBy(() -> batch(1, LONG).run(order, result -> {}))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("engine 'embeded' is not known")
                .hasMessageContaining("perhaps 'embedded' is meant");
    }

    @Test
    void runsOfSeveralSeedsMakeAGroup() throws Exception {
        Order order = Order.of(
                Selection.ALL,
                List.of(Sketches.honest("honest"), Sketches.mistaken("mistaken")),
                List.of("embedded"),
                List.of(1L, 2L));

        List<Group> groups = Group.of(batch(0, LONG).run(order, result -> {}));

        assertThat(groups).extracting(Group::words).containsExactly("2 of 2 as declared", "0 of 2 as declared");
        assertThat(groups.get(1).worst())
                .hasValueSatisfying(worst -> assertThat(worst.job().seed()).isEqualTo(1));
    }
}
