/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Faults at points of the code of real brokers: two brokers, so that one leads while the other comes back. */
class ApacheCodeTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Target LEADER = Target.parse("leader:orders-0");

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        Available.orSkip();
        cluster = Cluster.builder()
                .engine("apache")
                .brokers(2)
                .topic("orders", 1)
                .topic("single", 1, 1)
                .codePoints()
                .seed(11)
                .start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void heal() {
        cluster.heal();
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> further) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("delivery.timeout.ms", 120_000);
        config.putAll(further);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Bite bite(Fault fault, Body body) throws Exception {
        Injection injection = cluster.inject(Plan.of(1, "fault", fault, Trigger.immediately()));
        assertThat(injection.awaitFired(LONG)).isTrue();
        body.run();
        return injection.heal().get(0);
    }

    private interface Body {
        void run() throws Exception;
    }

    @Test
    void leaderThatEndsBetweenAppendAndAnswerDoesNotLoseOrDoubleTheRecord() throws Exception {
        // Given: the third append of records is the last thing the leader does
        Fault halt = new Fault.AtCodePoint(
                LEADER, "after-append", new CodeRule.Act.Halt(), new Passages(2, 0), Optional.empty());
        List<Long> offsets = new ArrayList<>();

        // When
        Bite bite = bite(halt, () -> {
            try (KafkaProducer<String, String> producer = producer(Map.of("linger.ms", 0))) {
                for (int i = 0; i < 10; i++) {
                    offsets.add(producer.send(new ProducerRecord<>("orders", "value " + i))
                            .get()
                            .offset());
                }
            }
        });

        // Then
        assertThat(bite.bit()).isTrue();
        assertThat(bite.touched()).isEqualTo(1);
        assertThat(bite.evidence()).contains("the point was hit 1 time and halted broker ", "restarted");
        long first = offsets.get(0);
        assertThat(offsets).containsExactlyElementsOf(first(first, 10));
        cluster.awaitHealthy(LONG);
    }

    private static List<Long> first(long start, int count) {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            offsets.add(start + i);
        }
        return offsets;
    }

    @Test
    void delayHoldsTheAnswerUntilItIsHealed() throws Exception {
        Fault delay = new Fault.AtCodePoint(LEADER, "before-produce", new CodeRule.Act.Delay(Duration.ofMinutes(5)));
        try (KafkaProducer<String, String> producer = producer(Map.of("request.timeout.ms", 60_000))) {
            Injection injection = cluster.inject(Plan.of(1, "fault", delay, Trigger.immediately()));

            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("orders", "late"));
            await().atMost(LONG).until(() -> injection.bites().get(0).touched() == 1);
            assertThat(sent).isNotDone();
            Bite healed = injection.heal().get(0);

            sent.get();
            assertThat(healed.evidence()).contains("hit 1 time and delayed", "disarmed");
        }
    }

    @Test
    void exceptionReachesTheClientAsKafkaTranslatesIt() throws Exception {
        String exception = "org.apache.kafka.common.errors.InvalidTimestampException";
        int leader = cluster.leaderOf("single-0").id();
        CodeRule rule = new CodeRule(
                "fail once",
                Endpoint.broker(leader),
                "kafka.cluster.Partition#appendRecordsToLeader",
                new CodeRule.Act.Fail(exception),
                0,
                1);
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            cluster.pull(new Lever.Arm(rule));

            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("single", "refused"))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(org.apache.kafka.common.errors.InvalidTimestampException.class);
            producer.send(new ProducerRecord<>("single", "taken")).get();

            assertThat(cluster.running().actedBy(rule)).isEqualTo(1);
            cluster.pull(new Lever.Disarm(rule));
            assertThat(cluster.running().actedBy(rule)).isEqualTo(1);
        }
    }

    @Test
    void everyPassageOfANotedPointIsTold() throws Exception {
        CodeRule note = new CodeRule(
                "note",
                Endpoint.broker(cluster.leaderOf("single-0").id()),
                "before-append",
                new CodeRule.Act.Note(),
                1,
                2);
        List<CodeRule> told = new CopyOnWriteArrayList<>();
        cluster.running().listen(event -> {
            if (event instanceof ClusterEvent.CodePointReached reached) {
                told.add(reached.rule());
            }
        });
        cluster.pull(new Lever.Arm(note));
        try (KafkaProducer<String, String> producer = producer(Map.of("linger.ms", 0))) {
            for (int i = 0; i < 4; i++) {
                producer.send(new ProducerRecord<>("single", "value " + i)).get();
            }
        }
        await().atMost(LONG).until(() -> told.size() >= 2);
        cluster.pull(new Lever.Disarm(note));

        assertThat(told).containsExactly(note, note);
    }

    @Test
    void onlyThePreparedEndOfATransactionCounts() throws Exception {
        Fault delay = new Fault.AtCodePoint(
                new Target.AllBrokers(), "before-txn-prepare-written", new CodeRule.Act.Delay(Duration.ofMillis(1)));

        Bite bite = bite(delay, () -> {
            try (KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "tx"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "in a transaction"));
                producer.flush();
                producer.commitTransaction();
            }
        });

        assertThat(bite.touched()).isEqualTo(1);
    }

    @Test
    void pointThatIsNotThereIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> arm("before-appends", new CodeRule.Act.Halt()))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("'before-appends' does not exist in Kafka 4.3.1")
                .hasMessageContaining("before-append,");
        assertThatThrownBy(() -> arm("kafka.log.UnifiedLog#truncateTo", new CodeRule.Act.Halt()))
                .hasMessageContaining("org.apache.kafka.storage.internals.log.UnifiedLog");
        assertThatThrownBy(() -> arm("kafka.cluster.Partition#appendToLeader", new CodeRule.Act.Halt()))
                .hasMessageContaining("appendRecordsToLeader");
        assertThatThrownBy(() -> arm("kafka.cluster.Partition#makeLeader:1", new CodeRule.Act.Halt()))
                .hasMessageContaining("there is no code on that line");
        assertThatThrownBy(() -> arm("before-append", new CodeRule.Act.Fail("no.such.Exception")))
                .hasMessageContaining("there is no class no.such.Exception");
        assertThat(cluster.running().state(1)).isEqualTo(NodeState.RUNNING);
    }

    private static void arm(String point, CodeRule.Act act) {
        cluster.pull(new Lever.Arm(new CodeRule("by hand", Endpoint.broker(1), point, act)));
    }

    @Test
    void ruleOfAPausedNodeIsWithoutEffectOnceItIsTakenBack() throws Exception {
        int leader = cluster.leaderOf("single-0").id();
        CodeRule rule = new CodeRule("halt", Endpoint.broker(leader), "before-produce", new CodeRule.Act.Halt());
        cluster.pull(new Lever.Arm(rule));
        cluster.pull(new Lever.Pause(leader));

        cluster.pull(new Lever.Disarm(rule));
        cluster.pull(new Lever.Resume(leader));
        cluster.awaitHealthy(LONG);

        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>("single", "taken")).get();
        }
        assertThat(cluster.running().actedBy(rule)).isZero();
        assertThat(cluster.running().state(leader)).isEqualTo(NodeState.RUNNING);
    }
}
