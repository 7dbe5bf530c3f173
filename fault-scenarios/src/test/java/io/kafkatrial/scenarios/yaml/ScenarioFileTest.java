/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Book;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios in files: what they do, and what is said of mistakes. */
class ScenarioFileTest {

    /** leader-crash, written as a user would. */
    private static final String LEADER_CRASH =
            """
            version: 1
            name: my-leader-crash
            tags: [mine]
            idea: What only the leader has is lost with it.
            cluster:
              brokers: 3
              topics:
                - {name: orders, partitions: 1, replicas: 3}
            faults:
              - name: cut
                fault: {kind: CutNetwork, from: followers:orders-0, to: leader:orders-0, bothWays: true}
                trigger: {kind: Acks, count: 100, topic: orders}
              - name: crash
                fault: {kind: CrashBroker, target: leader:orders-0}
                trigger:
                  kind: Sequence
                  steps:
                    - {kind: Following, fault: cut}
                    - kind: OnRequest
                      requests: {from: clients, to: leader:orders-0, api: Produce}
                      nth: 4
            dangerous:
              configuration: acks=1
              workload:
                - kind: Produce
                  topic: orders
                  records: 100
                  config: {acks: 1, enable.idempotence: false, batch.size: 1000, max.in.flight.requests.per.connection: 1}
                - {kind: AwaitFault, fault: cut}
                - {kind: Produce, topic: orders, records: 250}
                - {kind: AwaitFault, fault: crash}
              expected:
                - {claim: AT_LEAST_ONCE, broken: [LOST_WRITE]}
            guarded:
              configuration: acks=all
              workload:
                - {kind: Produce, topic: orders, records: 100, config: {acks: all, batch.size: 1000}}
                - {kind: AwaitFault, fault: cut}
                - {kind: Produce, topic: orders, records: 250}
                - {kind: AwaitFault, fault: crash}
              expected:
                - claim: EXACTLY_ONCE
            """;

    private static ScenarioResult run(String text, Side side) throws Exception {
        return new ScenarioRunner(Optional.of("embedded"), OptionalLong.of(42))
                .run(ScenarioFile.read("own.yaml", text), side);
    }

    @Test
    void scenarioOfTheLibraryCanBeWrittenInAFile() throws Exception {
        assertThat(run(LEADER_CRASH, Side.DANGEROUS).differences()).isEmpty();
        assertThat(run(LEADER_CRASH, Side.GUARDED).differences()).isEmpty();
    }

    @Test
    void thePageIsMadeOfTheFile() {
        Scenario scenario = ScenarioFile.read("own.yaml", LEADER_CRASH);

        assertThat(scenario.page().tags()).containsExactly("mine", "own");
        assertThat(scenario.page().fault())
                .contains("cut followers:orders-0 <-> leader:orders-0 after ack 100 of orders");
        assertThat(scenario.dangerous().expected().get(0).broken()).containsExactly(Anomaly.Kind.LOST_WRITE);
        assertThat(Book.section(scenario))
                .contains("| `AT_LEAST_ONCE` | broken by `LOST_WRITE` |", "*Source*: own.yaml");
    }

    @Test
    void groupReadsToTheEndOfWhatIsStillUnderWayWhenTheStepsThatSendAreOver() throws Exception {
        ScenarioResult result = run(
                """
                version: 1
                name: late-orders
                idea: What lingers in the producer counts as sent.
                cluster: {topics: [{name: orders, partitions: 1}]}
                guarded:
                  configuration: linger.ms=3000
                  workload:
                    - kind: Together
                      steps:
                        - {kind: Produce, topic: orders, records: 100, client: quick}
                        - {kind: Produce, topic: orders, records: 5, client: slow, config: {linger.ms: 3000}}
                        - {kind: Consume, group: billing, topics: [orders], effects: true}
                  expected:
                    - claim: AT_LEAST_ONCE
                """,
                Side.GUARDED);

        assertThat(result.differences()).isEmpty();
    }

    @Test
    void groupsReadEverythingWhileOthersSendAndABrokerDies() throws Exception {
        ScenarioResult result = run(
                """
                version: 1
                name: two-at-work
                idea: A group of two reads what is sent meanwhile.
                cluster:
                  topics: [{name: orders, partitions: 3}]
                  config: {group.initial.rebalance.delay.ms: 0}
                faults:
                  - name: crash
                    fault: {kind: CrashBroker, target: leader:orders-0, restartAfter: 300ms}
                    trigger: {kind: Acks, count: 200}
                guarded:
                  workload:
                    - kind: Together
                      steps:
                        - {kind: Produce, topic: orders, records: 600, keys: 20, config: {acks: all}}
                        - {kind: Consume, group: billing, topics: [orders], members: 2, effects: true}
                  expected:
                    - claim: AT_LEAST_ONCE
                    - claim: RECOVERS(30s)
                """,
                Side.GUARDED);

        assertThat(result.differences()).isEmpty();
        assertThat(result.reports().get(0).verdict().checked().effects()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void transactionsAreCommittedAndReadAsSuch() throws Exception {
        ScenarioResult result = run(
                """
                version: 1
                name: in-transactions
                idea: Orders in transactions of ten.
                cluster: {brokers: 1, topics: [{name: orders}]}
                guarded:
                  workload:
                    - {kind: Produce, topic: orders, records: 50, transaction: 10, config: {transactional.id: shop}}
                    - kind: Consume
                      group: billing
                      topics: [orders]
                      records: 50
                      commit: BEFORE
                      config: {isolation.level: read_committed}
                  expected: [{claim: EXACTLY_ONCE}]
                """,
                Side.GUARDED);

        assertThat(result.differences()).isEmpty();
        assertThat(result.reports().get(0).verdict().checked().deliveries()).isEqualTo(50);
    }

    @Test
    void programsAreRecordedOnTheWire() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ScenarioResult result = run(
                """
                version: 1
                name: my-program
                idea: A program of mine.
                cluster: {brokers: 1, topics: [{name: orders}]}
                guarded:
                  workload:
                    - kind: Application
                      producer: {className: io.kafkatrial.scenarios.app.SenderMain}
                      consumer: {command: ["%s", -cp, "%s", io.kafkatrial.scenarios.app.ReaderMain]}
                      within: 90s
                  expected: [{claim: AT_LEAST_ONCE}]
                """
                        .formatted(java, System.getProperty("java.class.path")),
                Side.GUARDED);

        assertThat(result.differences()).isEmpty();
        assertThat(result.reports().get(0).verdict().checked().deliveries()).isGreaterThanOrEqualTo(800);
    }

    @Test
    void aGroupThatDoesNotGetItsRecordsFailsTheRun() {
        String text =
                """
                version: 1
                name: too-few
                idea: More is waited for than is sent.
                cluster: {brokers: 1, topics: [{name: orders}]}
                guarded:
                  workload:
                    - {kind: Produce, topic: orders, records: 5}
                    - {kind: Consume, group: billing, topics: [orders], records: 6, within: 2s}
                  expected: [{claim: AT_LEAST_ONCE}]
                """;

        assertThatThrownBy(() -> run(text, Side.GUARDED))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("group billing was handed 5 records, not 6, within the time it has");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            textBlock =
                    """
                    idea: What          | ideas: What            | own.yaml, line 4: ScenarioFile has no field "ideas"; it has name, tags, idea, advice, application, cluster, faults, dangerous, guarded. Perhaps "idea" is meant
                    partitions: 1       | partition: 1           | own.yaml, line 8: Topic has no field "partition"; it has name, partitions, replicas, config. Perhaps "partitions" is meant
                    my-leader-crash     | MyLeaderCrash          | own.yaml, line 1: the name "MyLeaderCrash" is not in kebab case
                    CrashBroker         | CrashBrokr             | own.yaml, line 14: there is no kind "CrashBrokr"; perhaps CrashBroker or
                    kind: AwaitFault    | kind: Await            | own.yaml, line 29: there is no kind "Await"; perhaps AwaitFault or
                    claim: EXACTLY_ONCE | claim: EXACTLY         | own.yaml, line 42: claim 'EXACTLY' is not known. Perhaps 'EXACTLY_ONCE' is meant
                    [LOST_WRITE]        | [LOST_WRITES]          | own.yaml, line 33: "LOST_WRITES" is not known; perhaps LOST_WRITE is meant, of
                    records: 250        | records: 0             | own.yaml, line 30: "records" is 0; it has to be at least 1
                    replicas: 3         | replicas: 4            | own.yaml, dangerous half: replication factor of topic orders = 4
                    fault: crash}       | fault: crush}          | own.yaml, dangerous half: the workload waits for fault "crush", which is none of its "faults"; perhaps "crash" is meant
                    leader:orders-0}    | leader:order-0}        | own.yaml, dangerous half:
                    """)
    void mistakesAreToldWithTheirLinesAndTheNearestValidName(String text, String mistake, String message) {
        assertThat(LEADER_CRASH).contains(text);

        assertThatThrownBy(() -> ScenarioFile.read(
                        "own.yaml", LEADER_CRASH.replaceFirst(java.util.regex.Pattern.quote(text), mistake)))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void programsAndTransactionsThatCannotBeAreRefused() {
        String start =
                "version: 1\nname: x\nidea: y\nguarded:\n  expected: [{claim: EXACTLY_ONCE}]\n  workload:\n    - ";
        refused(start + "{kind: Application, application: {}}", "a program is one of \"shell\", \"command\" and");
        refused(start + "{kind: Application}", "an application on trial is one part");
        refused(start + "{kind: Application, application: {shell: x, ends: soon}}", "'soon' is no way to end");
        refused(
                start + "{kind: Produce, topic: orders, records: 1, transaction: 5}",
                "a \"transaction\" needs a transactional.id");
        refused(
                "version: 1\nname: x\nidea: y\nguarded: {expected: [], workload: []}",
                "a half needs at least one step");
        assertThatThrownBy(() -> ScenarioFile.read(Path.of("nowhere.yaml")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("nowhere.yaml cannot be read");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> ScenarioFile.read("own.yaml", text))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("own.yaml, line ")
                .hasMessageContaining(message);
    }

    @Test
    void theSchemaIsThatOfTheDocumentation() throws IOException {
        Path file = Path.of("..", "docs", "scenario-schema.json");
        if (Boolean.getBoolean("trial.golden.update")) {
            Files.writeString(file, ScenarioFile.schema());
        }

        assertThat(file).hasContent(ScenarioFile.schema());
        assertThat(Stream.of(Step.class.getPermittedSubclasses()))
                .allSatisfy(
                        kind -> assertThat(file).content().contains("\"const\" : \"" + kind.getSimpleName() + "\""));
    }
}
