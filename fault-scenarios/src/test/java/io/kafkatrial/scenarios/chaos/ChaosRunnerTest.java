/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.Experiment;
import io.kafkatrial.chaos.Finding;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.chaos.Mix;
import io.kafkatrial.chaos.Search;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChaosRunnerTest {

    private static final Mix SMALL = new Mix(Mix.usual().kinds(), 3, new Load(2, 2, 200, 10));
    private static final Duration BUDGET = Duration.ofSeconds(60);

    @Test
    void whatKafkaPromisesHoldsUnderTheStandardMix() throws Exception {
        List<Experiment> told = new ArrayList<>();
        ChaosRunner runner = new ChaosRunner(new Search.Limits(8, 2, BUDGET))
                .drawingFrom(SMALL)
                .toldTo(told::add);

        ChaosResult result = runner.run(new Orders(), 7_000);

        assertThat(result.finding()).isEmpty();
        assertThat(result.passed()).isTrue();
        assertThat(told).hasSize(result.runs());
    }

    /** Without idempotence a lost answer makes a duplicate; the other eleven faults are innocent. */
    @Test
    void elevenInnocentFaultsAreTakenAwayFromTheGuiltyOne() throws Exception {
        List<PlannedFault> faults = new ArrayList<>();
        for (int number = 0; number < 11; number++) {
            faults.add(new PlannedFault(
                    "innocent-" + number,
                    new Fault.DelayNetwork(
                            new Target.AllBrokers(),
                            Target.broker(1 + number % 3),
                            false,
                            Duration.ofMillis(1),
                            Duration.ZERO,
                            Optional.of(Duration.ofMillis(20))),
                    Trigger.acks(10L * number + 1)));
        }
        faults.add(
                5,
                new PlannedFault(
                        "guilty",
                        new Fault.OnRequests(
                                Requests.to(new Target.AllBrokers(), "Produce"), new WireRule.Act.DropResponse()),
                        Trigger.immediately()));
        Draft draft = new Draft(new Plan(99, faults), new Load(2, 0, 300, 10)); // nobody reads: the log is judged
        ChaosTest dangerous =
                new Orders(3, Guarantee.EXACTLY_ONCE, Map.of("enable.idempotence", "false", "linger.ms", "0"));

        ChaosResult result = new ChaosRunner(new Search.Limits(1, 3, BUDGET)).replay(dangerous, draft);

        Finding finding = result.finding().orElseThrow();
        assertThat(finding.failure().signs()).contains("DUPLICATE_APPEND");
        assertThat(finding.reproduced()).isPositive();
        assertThat(finding.smallest().plan().faults())
                .extracting(PlannedFault::name)
                .containsExactly("guilty");
        assertThat(finding.smallest().load().records()).isLessThanOrEqualTo(300);
    }
}
