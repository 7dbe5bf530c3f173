/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.chaos.Disturbance;
import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.DraftJson;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EventType;

/** Random faults on a test: drawn, repeated, made small, exported, replayed. */
class ChaosRunsTest {

    private static final List<Load> LOADS = new CopyOnWriteArrayList<>();

    @TempDir
    Path reports;

    @BeforeEach
    void forget() {
        LOADS.clear();
    }

    @KafkaCluster
    @Topic(name = "orders", partitions = 3)
    static class Steady {

        @Chaos(seed = 41, runs = 3, records = 200, budget = "60s")
        @Delivers(EXACTLY_ONCE)
        void survives(Producer<String, String> producer, Load load) {
            send(producer, load);
        }
    }

    @Test
    void aRightApplicationSurvivesAndEveryDraftIsOnDiskBeforeItsRun() {
        EngineExecutionResults results = Runs.of(Steady.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        assertThat(LOADS).hasSize(3).allSatisfy(load -> assertThat(load.records())
                .isEqualTo(200));
        for (long seed = 41; seed < 44; seed++) {
            assertThat(DraftJson.read(file("seed-" + seed + ".json", "Steady", "survives"))
                            .seed())
                    .isEqualTo(seed);
        }
        assertThat(names(results).get(0)).startsWith("run 1 of 3, seed 41: ");
    }

    @Test
    void aSeedGivenRunsThatDraftOnly() {
        // a broker crashes after five acks: no run of it goes by untouched
        EngineExecutionResults results = Runs.of(Steady.class, reports, Map.of("trial.seed", "49"));

        assertThat(Runs.failures(results)).isEmpty();
        assertThat(names(results)).hasSize(1).first().asString().startsWith("run 1 of 1, seed 49: ");
    }

    /** Without idempotence a lost answer to a Produce makes a duplicate. */
    @KafkaCluster
    @Topic(name = "orders", partitions = 1)
    static class Careless {

        @Chaos(runs = 1, repeats = 2, budget = "90s")
        @Delivers(EXACTLY_ONCE)
        void duplicates(
                @ClientConfig(name = "enable.idempotence", value = "false") Producer<String, String> producer,
                Load load) {
            send(producer, load);
        }
    }

    @Test
    void aFailureIsRepeatedMadeSmallAndExported() throws IOException {
        Path draft = reports.resolve("given.json");
        Files.writeString(draft, DraftJson.write(guilty()));

        EngineExecutionResults results = Runs.of(Careless.class, reports, Map.of("trial.replay", draft.toString()));

        List<Throwable> failures = Runs.failures(results);
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).hasMessageContaining("EXACTLY_ONCE is broken");
        assertThat(failures.get(1))
                .hasMessageContaining("reproduced 2/2; made smaller in ")
                .hasMessageContaining("6 faults to 1")
                .hasMessageContaining("guilty: ")
                .hasMessageContaining("it failed with: EXACTLY_ONCE is broken")
                .hasMessageContaining("again: mvn test -Dtest='ChaosRunsTest$Careless#duplicates' -Dtrial.replay=");
        Draft smallest = DraftJson.read(file("seed-77-smallest.json", "Careless", "duplicates"));
        assertThat(smallest.plan().faults()).extracting(PlannedFault::name).containsExactly("guilty");
        assertThat(smallest.load().records()).isEqualTo(1);
        assertThat(Files.readString(file("seed-77-regression.java", "Careless", "duplicates")))
                .contains("@Chaos(draft = \"\"\"")
                .contains("\"name\" : \"guilty\"")
                .contains("void duplicatesSeed77(Producer<String, String> ")
                .contains("        duplicates(");
        assertThat(results.testEvents().skipped().count()).isZero();
        assertThat(results.testEvents().aborted().count())
                .as("runs that fail as expected")
                .isGreaterThanOrEqualTo(3);
    }

    private static Draft guilty() {
        List<PlannedFault> faults = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            Fault delay = new Fault.DelayNetwork(
                    new Target.AllBrokers(),
                    new Target.AllBrokers(),
                    false,
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Optional.of(Duration.ofMillis(20)));
            faults.add(new PlannedFault("innocent-" + number, delay, Trigger.acks(number + 1)));
        }
        Fault drop =
                new Fault.OnRequests(Requests.to(new Target.AllBrokers(), "Produce"), new WireRule.Act.DropResponse());
        faults.add(3, new PlannedFault("guilty", drop, Trigger.immediately()));
        return new Draft(new Plan(77, faults), new Load(1, 0, 8, 2));
    }

    @KafkaCluster
    @Topic(name = "orders", partitions = 1)
    static class Exported {

        @Chaos(
                repeats = 0,
                draft =
                        """
                        {"version": 1, "load": {"producers": 1, "consumers": 0, "records": 5, "keys": 1},
                         "plan": {"seed": 5, "faults": [{"name": "late",
                           "fault": {"kind": "DelayNetwork", "from": "clients", "to": "brokers", "bothWays": true,
                                     "latency": "1ms", "jitter": "0s", "healAfter": "100ms"},
                           "trigger": {"kind": "Immediately"}}]}}
                        """)
        @Delivers(EXACTLY_ONCE)
        void keepsTheDraft(Producer<String, String> producer, Load load) {
            send(producer, load);
        }

        @Chaos(draft = "no-such-draft.json")
        void hasNoDraft() {}

        @Chaos(draft = "{\"version\": 1, \"seed\": 1}")
        void hasABadDraft() {}

        @Chaos(runs = 0)
        void hasNoRuns() {}

        @Chaos(runs = 2, mix = Disturbance.CRASH, records = 1)
        void provesNothing() {}
    }

    @Test
    void aDraftInTheAnnotationIsRunAndMistakesAreExplained() {
        EngineExecutionResults results = Runs.of(Exported.class, reports);

        assertThat(LOADS).containsExactly(new Load(1, 0, 5, 1));
        assertThat(Runs.failures(results))
                .extracting(Throwable::getMessage)
                .anySatisfy(message -> assertThat(message).contains("there is no such resource on the class path"))
                .anySatisfy(message ->
                        assertThat(message).contains("@Chaos(draft), line 1: Plan needs the field \"faults\""))
                .anySatisfy(message -> assertThat(message).contains("chaos needs at least one run, not 0"))
                .anySatisfy(message -> assertThat(message).contains("none of 2 runs proved anything"))
                .hasSize(4);
    }

    private static void send(Producer<String, String> producer, Load load) {
        LOADS.add(load);
        for (int number = 0; number < load.records(); number++) {
            producer.send(new ProducerRecord<>("orders", "k" + number % load.keys(), "v" + number));
            if (number % 10 == 0) {
                producer.flush();
            }
        }
        producer.flush();
    }

    private Path file(String name, String fixture, String method) {
        return reports.resolve(ChaosRunsTest.class.getName() + "$" + fixture)
                .resolve(method)
                .resolve("chaos")
                .resolve(name);
    }

    private static List<String> names(EngineExecutionResults results) {
        return results.testEvents()
                .filter(event -> event.getType() == EventType.STARTED)
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }
}
