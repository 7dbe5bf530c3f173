/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Ailment;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clock and the disk of a real broker, in a cluster that was started without any agent. */
class ApacheAilmentsTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration DAY = Duration.ofDays(1);

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        Available.orSkip();
        cluster = Cluster.builder()
                .engine("apache")
                .kafkaVersion(System.getProperty("trial.test.version", "4.3.1"))
                .brokers(2)
                .topic("orders", 1)
                .topic("single", 1, 1)
                .config("log.message.timestamp.type", "LogAppendTime")
                .seed(17)
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
        assertThat(cluster.partition("orders-0").isr()).hasSize(2);
    }

    private static int leader() {
        return cluster.leaderOf("orders-0").id();
    }

    /** Send a record; gives back when the broker says it did, by its own clock. */
    private static Instant send(String topic) throws Exception {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("delivery.timeout.ms", 120_000);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            return Instant.ofEpochMilli(
                    producer.send(new ProducerRecord<>(topic, "order")).get().timestamp());
        }
    }

    private static boolean isAbout(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(Duration.ofHours(1)) < 0;
    }

    @Test
    void clockThatIsWrongStaysWrongInTheNextProcessUntilItIsSetRight() throws Exception {
        int leader = cluster.leaderOf("single-0").id();
        cluster.pull(new Lever.SkewClock(Endpoint.broker(leader), DAY));
        assertThat(isAbout(send("single"), Instant.now().plus(DAY))).isTrue();

        cluster.broker(leader).crash();
        cluster.broker(leader).restart();
        cluster.awaitHealthy(LONG);
        assertThat(isAbout(send("single"), Instant.now().plus(DAY))).isTrue();

        cluster.pull(new Lever.SkewClock(Endpoint.broker(leader), DAY.negated()));
        assertThat(isAbout(send("single"), Instant.now().minus(DAY))).isTrue();
        cluster.pull(new Lever.SkewClock(Endpoint.broker(leader), Duration.ZERO));
        assertThat(isAbout(send("single"), Instant.now())).isTrue();
    }

    @Test
    void clockIsSetRightEvenIfItsBrokerIsFrozen() throws Exception {
        int leader = cluster.leaderOf("single-0").id();
        cluster.pull(new Lever.SkewClock(Endpoint.broker(leader), DAY));
        cluster.pull(new Lever.Pause(leader));
        assertThatThrownBy(() -> cluster.pull(new Lever.SkewClock(Endpoint.broker(leader), DAY)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("clock");

        cluster.pull(new Lever.SkewClock(Endpoint.broker(leader), Duration.ZERO));
        cluster.pull(new Lever.Resume(leader));
        cluster.awaitHealthy(LONG);

        assertThat(isAbout(send("single"), Instant.now())).isTrue();
    }

    @Test
    void fullDiskEndsTheBrokerAtItsNextWriteAndLosesNothing() throws Exception {
        int leader = leader();
        send("orders");
        long before = count();

        cluster.pull(new Lever.FullDisk(leader, true));
        send("orders");

        await().atMost(LONG).until(() -> cluster.running().state(leader) == NodeState.CRASHED);
        assertThat(leader()).isNotEqualTo(leader);
        cluster.pull(new Lever.FullDisk(leader, false));
        cluster.broker(leader).restart();
        cluster.awaitHealthy(LONG);
        assertThat(count()).isEqualTo(before + 1);
    }

    @Test
    void brokerWhoseDirectoryFailedDoesNotStartUntilItIsWhole() throws Exception {
        int broker = leader();
        cluster.pull(new Lever.FailedLogDir(broker, true));
        send("orders");
        await().atMost(LONG).until(() -> cluster.running().state(broker) == NodeState.CRASHED);

        assertThatThrownBy(() -> cluster.broker(broker).restart()).isInstanceOf(TrialException.class);
        assertThat(cluster.running().state(broker)).isEqualTo(NodeState.CRASHED);
        cluster.pull(new Lever.FailedLogDir(broker, false));
        cluster.broker(broker).restart();

        cluster.awaitHealthy(LONG);
        assertThat(count()).isPositive();
    }

    @Test
    void slowDiskDelaysEveryAppend() throws Exception {
        Duration latency = Duration.ofMillis(1500);
        cluster.pull(new Lever.SlowDisk(leader(), latency));
        long start = System.nanoTime();
        send("orders");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(latency);
        assertThat(cluster.running().state(leader())).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void plannedAilmentsLeaveEvidenceAndAreHealed() throws Exception {
        Target leader = Target.parse("leader:orders-0");
        Plan plan = new Plan(
                1,
                List.of(
                        new PlannedFault(
                                "clock", new Fault.SkewClock(leader, DAY, Optional.empty()), Trigger.immediately()),
                        new PlannedFault(
                                "disk",
                                new Fault.SickDisk(leader, new Ailment.Full(), Optional.empty()),
                                Trigger.immediately())));
        int broker = leader();
        Injection injection = cluster.inject(plan);
        assertThat(injection.awaitFired(LONG)).isTrue();
        send("orders");
        await().atMost(LONG).until(() -> cluster.running().state(broker) == NodeState.CRASHED);

        List<Bite> bites = injection.heal();

        assertThat(bites).allMatch(Bite::bit);
        assertThat(cluster.running().state(broker)).isEqualTo(NodeState.RUNNING);
        cluster.awaitHealthy(LONG);
        assertThat(isAbout(send("orders"), Instant.now())).isTrue();
    }

    private static long count() {
        TopicPartition orders = new TopicPartition("orders", 0);
        try (var consumer =
                new KafkaConsumer<>(cluster.clientProperties(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(orders));
            consumer.seekToBeginning(Set.of(orders));
            long end = consumer.endOffsets(List.of(orders)).get(orders);
            long found = 0;
            while (consumer.position(orders) < end) {
                for (ConsumerRecord<String, String> ignored : consumer.poll(Duration.ofMillis(500))) {
                    found++;
                }
            }
            return found;
        }
    }
}
