/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Races that are written down: hold this until that. Every one must come out the same each time;
 * {@code -Dtrial.test.repeats=100} runs each that often.
 */
class BarriersTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final PartitionId ORDERS_0 = PartitionId.parse("orders-0");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Target LEADER = Target.leaderOf("orders-0");
    private static final Trigger NOW = Trigger.immediately();

    private final Cluster cluster = Cluster.builder()
            .brokers(3)
            .topic("orders", 1, 3)
            .config("replica.lag.time.max.ms", "120000") // who is in sync is not left to time
            .seed(7)
            .engine("embedded")
            .start();
    private final List<AutoCloseable> open = new ArrayList<>();

    static IntStream repeats() {
        return IntStream.rangeClosed(1, Integer.getInteger("trial.test.repeats", 1));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable client : open) {
            client.close();
        }
        cluster.close();
    }

    private KafkaProducer<String, String> producer(Map<String, Object> extra) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.putAll(extra);
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        open.add(() -> producer.close(Duration.ZERO));
        return producer;
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> extra) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.putAll(extra);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        open.add(consumer);
        return consumer;
    }

    private static Future<RecordMetadata> send(KafkaProducer<String, String> producer, String value) {
        return producer.send(new ProducerRecord<>("orders", 0, "key", value));
    }

    /** What is in orders-0, as committed transactions left it. */
    private List<String> stored() {
        KafkaConsumer<String, String> reader = consumer(Map.of("isolation.level", "read_committed"));
        reader.assign(List.of(PARTITION));
        long end = reader.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, -1L);
        List<String> values = new ArrayList<>();
        await().atMost(LONG).until(() -> {
            reader.poll(Duration.ofMillis(20)).forEach(record -> values.add(record.value()));
            return reader.position(PARTITION) >= end;
        });
        return values;
    }

    private Injection inject(PlannedFault... faults) {
        return cluster.inject(new Plan(7, List.of(faults)));
    }

    private static PlannedFault hold(String name, WireRule.Act act, Requests requests, Trigger until) {
        return new PlannedFault(name, new Fault.OnRequests(requests, act, 0, 0, FOREVER), NOW, Optional.of(until));
    }

    private void heal() {
        List<Bite> bites = cluster.heal();
        assertThat(bites)
                .allSatisfy(bite -> assertThat(bite.bit()).as(bite.evidence()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void ackedRecordsThatOnlyTheLeaderHasVanishWithIt(int run) throws Exception {
        // Given
        Requests fetches = Requests.to(LEADER, "Fetch").from(Target.followersOf("orders-0"));
        Injection injection = inject(
                hold("replication", new WireRule.Act.HoldRequest(), fetches, new Trigger.LeaderElected(ORDERS_0)),
                new PlannedFault("crash", new Fault.CrashBroker(LEADER, FOREVER), Trigger.acks(5)));
        await().atMost(LONG).until(() -> injection.bites().get(0).touched() >= 2); // none is under way
        KafkaProducer<String, String> producer = producer(Map.of("acks", "1"));
        // When
        for (int i = 0; i < 5; i++) {
            send(producer, "acked-" + i).get();
        }
        // Then
        assertThat(injection.awaitFired(LONG)).isTrue();
        await().atMost(LONG).until(() -> cluster.partition("orders-0").leaderEpoch() > 0);
        heal();
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void recordOfAZombieThatArrivesAfterItsSuccessorsIsRefused(int run) throws Exception {
        // Given
        Map<String, Object> id = Map.of("transactional.id", "tx");
        KafkaProducer<String, String> zombie = producer(with(id, "client.id", "zombie"));
        zombie.initTransactions();
        Requests produce = Requests.to(LEADER, "Produce");
        inject(hold(
                "late",
                new WireRule.Act.HoldRequest(),
                produce.by("zombie"),
                new Trigger.OnRequest(produce.by("successor"), 1)));
        zombie.beginTransaction();
        Future<RecordMetadata> late = send(zombie, "of the zombie");
        // When
        KafkaProducer<String, String> successor = producer(with(id, "client.id", "successor"));
        successor.initTransactions();
        successor.beginTransaction();
        send(successor, "of the successor").get();
        // Then
        assertThatThrownBy(() -> late.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        successor.commitTransaction();
        heal();
        assertThat(stored()).containsExactly("of the successor");
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void recordWhoseAnswerDiesWithTheLeaderIsThereTwice(int run) throws Exception {
        // Given
        answerDiesWithTheLeader();
        // When
        send(producer(Map.of("enable.idempotence", "false")), "once").get(60, TimeUnit.SECONDS);
        // Then
        heal();
        assertThat(stored()).containsExactly("once", "once");
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void recordOfAnIdempotentProducerIsThereOnceAllTheSame(int run) throws Exception {
        // Given
        answerDiesWithTheLeader();
        // When
        send(producer(Map.of()), "once").get(60, TimeUnit.SECONDS);
        // Then
        heal();
        assertThat(stored()).containsExactly("once");
    }

    private void answerDiesWithTheLeader() {
        inject(
                hold(
                        "answer",
                        new WireRule.Act.HoldResponse(),
                        Requests.to(LEADER, "Produce"),
                        new Trigger.LeaderElected(ORDERS_0)),
                new PlannedFault("crash", new Fault.CrashBroker(LEADER, FOREVER), Trigger.acks(1)));
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void transactionWhoseEndIsHeldWhenItsCoordinatorDiesIsCommittedOnce(int run) throws Exception {
        // Given
        KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "tx"));
        producer.initTransactions();
        Target coordinator = coordinatorOf("tx");
        Requests ends = Requests.to(coordinator, "EndTxn");
        inject(
                hold("end", new WireRule.Act.HoldRequest(), ends, new Trigger.Following("crash")),
                new PlannedFault("crash", new Fault.CrashBroker(coordinator, FOREVER), new Trigger.OnRequest(ends, 1)));
        producer.beginTransaction();
        send(producer, "paid").get();
        // When
        producer.commitTransaction();
        // Then
        heal();
        assertThat(stored()).containsExactly("paid");
    }

    private Target coordinatorOf(String transactionalId) {
        long partitions = cluster.running().partitions().stream()
                .filter(view -> view.partition().topic().equals("__transaction_state"))
                .count();
        return Target.leaderOf(
                "__transaction_state-" + (transactionalId.hashCode() & Integer.MAX_VALUE) % (int) partitions);
    }

    @ParameterizedTest
    @MethodSource("repeats")
    void commitThatIsRetriedAfterALaterOneGoesBackwards(int run) {
        // Given
        KafkaConsumer<String, String> consumer = consumer(Map.of("group.id", "g"));
        consumer.assign(List.of(PARTITION));
        consumer.committed(Set.of(PARTITION)); // it knows its coordinator
        inject(new PlannedFault(
                "refused",
                new Fault.OnRequests(
                        Requests.to(Target.coordinatorOf("g"), "OffsetCommit"),
                        new WireRule.Act.Refuse("COORDINATOR_LOAD_IN_PROGRESS")),
                NOW));
        AtomicInteger done = new AtomicInteger();
        List<Map<TopicPartition, OffsetAndMetadata>> failed = new ArrayList<>();
        // When: the application tries again what failed, as so many do, when it hears of it
        for (long offset : new long[] {5, 10}) {
            consumer.commitAsync(Map.of(PARTITION, new OffsetAndMetadata(offset)), (offsets, failure) -> {
                if (failure != null) {
                    failed.add(offsets);
                }
                done.incrementAndGet();
            });
        }
        await().atMost(LONG).until(() -> {
            consumer.poll(Duration.ofMillis(20));
            return done.get() == 2;
        });
        failed.forEach(consumer::commitSync);
        // Then
        OffsetAndMetadata committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        heal();
        assertThat(committed).isEqualTo(new OffsetAndMetadata(5));
    }

    private static Map<String, Object> with(Map<String, Object> config, String key, String value) {
        Map<String, Object> more = new HashMap<>(config);
        more.put(key, value);
        return more;
    }
}
