/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.Cluster;
import io.kafkatrial.cli.Charge;
import io.kafkatrial.cli.Findings;
import io.kafkatrial.cli.Tribunal;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that know nothing of the harness, judged by what passed the doors. */
class BuildTribunalTest {

    @TempDir
    Path folder;

    private final Cluster cluster = Cluster.builder()
            .brokers(3)
            .topic("orders", 1, 3)
            .seed(7)
            .engine("embedded")
            .start();

    private final Tribunal tribunal =
            ServiceLoader.load(Tribunal.class).findFirst().orElseThrow();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void claimThatHoldsThroughAFaultPassesAndIsReported() {
        Fault crash = new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofMillis(200)));

        Findings found =
                conclude(charge(Optional.of(Plan.of(7, "crash", crash, Trigger.acks(20))), "AT_LEAST_ONCE"), Map.of());

        assertThat(found.passed()).isTrue();
        assertThat(found.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.bit()).isTrue();
            assertThat(fault.evidence()).contains("killed after ack 20");
        });
        assertThat(found.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.outcome()).isEqualTo("PASS");
            assertThat(verdict.text()).contains("AT_LEAST_ONCE held in the build", "replay: mvn -Dtrial.seed=7");
        });
        assertThat(folder.resolve("here/report.html")).content().contains("killed after ack 20");
        assertThat(folder.resolve("here/history.jsonl")).isNotEmptyFile();
        assertThat(folder.resolve("index.jsonl")).content().contains("\"PASS\"", "here/report.html");
    }

    /** The answer is lost, the client that may not recognise its own record sends it again. */
    @Test
    void claimThatDoesNotHoldFailsAndTheStoryIsTold() {
        Fault lost = new Fault.OnRequests(
                Requests.to(Target.leaderOf("orders-0"), "Produce"),
                new WireRule.Act.DropResponse(),
                3,
                1,
                Optional.empty());

        Findings found = conclude(
                charge(
                        Optional.of(Plan.of(7, "lost answer", lost, Trigger.immediately())),
                        "AT_LEAST_ONCE",
                        "EXACTLY_ONCE"),
                Map.of("enable.idempotence", false));

        assertThat(found.passed()).isFalse();
        assertThat(found.verdicts()).extracting(Findings.OfClaim::outcome).containsExactly("PASS", "FAIL");
        assertThat(found.lines())
                .anyMatch(line -> line.startsWith("Fault lost answer: "))
                .anyMatch(line -> line.startsWith("EXACTLY_ONCE is broken in the build"))
                .filteredOn(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("report:"))
                .allMatch(line -> line.contains("here/report.html"))
                .isNotEmpty();
        assertThat(folder.resolve("here/report.md")).exists();
        assertThat(folder.resolve("here/verdict-EXACTLY_ONCE.json")).exists();
    }

    @Test
    void faultThatNeverBitPassesOnlyIfThatIsAllowed() {
        Fault crash = new Fault.CrashBroker(Target.parse("broker:1"), Optional.empty());
        Optional<Plan> plan = Optional.of(Plan.of(7, "late", crash, Trigger.acks(1_000_000)));

        Findings found = conclude(charge(plan, "AT_LEAST_ONCE"), Map.of());

        assertThat(found.passed()).isFalse();
        assertThat(found.verdicts()).extracting(Findings.OfClaim::outcome).containsExactly("VACUOUS");
        assertThat(found.lines()).anyMatch(line -> line.startsWith("Fault late never bit: never fired"));
        assertThat(Findings.of(
                                found.faults(),
                                found.verdicts(),
                                new Findings.Remarks(/* healthy= */ true, List.of(), ""),
                                /* allowVacuous= */ true)
                        .passed())
                .isTrue();
    }

    @Test
    void whatIsOnlyRecordedLeavesAHistory() {
        Findings found = conclude(charge(Optional.empty()), Map.of());

        assertThat(found).isEqualTo(new Findings(true, List.of(), List.of(), List.of(), ""));
        assertThat(folder.resolve("here/history.jsonl")).content().contains("SendAcked");
        assertThat(folder.resolve("here/report.html")).doesNotExist();
    }

    @Test
    void claimThatIsNotKnownIsRefusedBeforeAnythingStarts() {
        assertThatThrownBy(() -> tribunal.check(charge(Optional.empty(), "AT_LEAST_TWICE")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("claim 'AT_LEAST_TWICE' is not known")
                .hasMessageContaining("AT_LEAST_ONCE");
    }

    @Test
    void hearingThatIsNotConcludedLeavesWhatHappenedUntilThen() {
        Tribunal.Hearing hearing = tribunal.open(cluster, charge(Optional.empty(), "AT_LEAST_ONCE"));
        work(Map.of());

        hearing.close();
        hearing.close();

        assertThat(folder.resolve("here/history.jsonl")).content().contains("SendAcked");
    }

    private Charge charge(Optional<Plan> plan, String... claims) {
        return new Charge(
                new Charge.Title("the build", "mvn -Dtrial.seed=SEED"),
                plan,
                List.of(claims),
                /* recordsWire= */ true,
                folder.resolve("here"),
                /* allowVacuous= */ false);
    }

    private Findings conclude(Charge charge, Map<String, Object> config) {
        tribunal.check(charge);
        try (Tribunal.Hearing hearing = tribunal.open(cluster, charge)) {
            work(config);
            return hearing.conclude();
        }
    }

    private void work(Map<String, Object> config) {
        Map<String, Object> all = new java.util.HashMap<>(config);
        all.put("bootstrap.servers", cluster.bootstrapServers());
        all.put("linger.ms", 0);
        try (Producer<String, String> producer =
                new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 60; i++) {
                producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i));
                producer.flush();
            }
        }
        try (Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "group.id",
                        "billing",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            for (int read = 0; read < 60; ) {
                read += consumer.poll(Duration.ofMillis(100)).count();
            }
            consumer.commitSync();
        }
    }
}
