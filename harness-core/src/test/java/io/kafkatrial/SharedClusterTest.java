/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.history.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cluster, two who are attached to it: what each sees and does, and what is left when one goes. */
class SharedClusterTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final PartitionId ORDERS = new PartitionId("orders", 0);
    private static final Endpoint ONE = Endpoint.broker(1);
    private static final Endpoint TWO = Endpoint.broker(2);

    @TempDir
    Path folder;

    private final Cluster owner = Cluster.builder()
            .brokers(3)
            .controllers(3)
            .topic("orders", 1, 3)
            .config("replica.lag.time.max.ms", "500")
            .seed(7)
            .engine("embedded")
            .start();

    private Path file;
    private SharedCluster.Share share;
    private Cluster cluster;
    private Cluster other;

    @BeforeEach
    void attachTwo() {
        file = folder.resolve("deep/control.properties");
        share = SharedCluster.share(owner, file);
        cluster = SharedCluster.attach(file);
        other = SharedCluster.attach(file);
    }

    @AfterEach
    void closeAll() {
        other.close();
        cluster.close();
        share.close();
        owner.close();
    }

    @Test
    void attachedClusterIsTheOneThatIsShared() {
        assertThat(SharedCluster.isAttached(cluster)).isTrue();
        assertThat(SharedCluster.isAttached(owner)).isFalse();
        assertThat(SharedCluster.process(cluster)).hasValue(1);
        assertThat(SharedCluster.process(other)).hasValue(2);
        assertThat(SharedCluster.process(owner)).isEmpty();
        assertThat(cluster.spec()).isEqualTo(owner.spec());
        assertThat(cluster.engine()).isEqualTo("embedded");
        assertThat(cluster.capabilities()).isEqualTo(owner.capabilities());
        assertThat(cluster.bootstrapServers()).isEqualTo(owner.bootstrapServers());
        assertThat(cluster.clientProperties()).isEqualTo(owner.clientProperties());
        assertThat(cluster.partition("orders-0")).isEqualTo(owner.partition("orders-0"));
        assertThat(cluster.running().partitions())
                .containsExactlyInAnyOrderElementsOf(owner.running().partitions());
        assertThat(cluster.running().controllers()).isEqualTo(owner.running().controllers());
        assertThat(cluster.activeController()).isEqualTo(owner.activeController());
        assertThat(cluster.kafkaVersions()).isEqualTo(owner.kafkaVersions());
    }

    @Test
    void planOfAnAttachedProcessFiresByWhatHappensInTheOther() throws Exception {
        Injection injection = cluster.inject(Plan.of(
                7, "crash", new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.empty()), Trigger.acks(20)));
        int leader = cluster.leaderOf("orders-0").id();

        send(60);

        assertThat(injection.awaitFired(LONG)).isTrue();
        assertThat(owner.broker(leader).state()).isEqualTo(NodeState.CRASHED);
        List<Bite> bites = cluster.heal();
        assertThat(bites).singleElement().satisfies(bite -> assertThat(bite.evidence())
                .contains("killed after ack 20", "restarted after"));
        assertThat(cluster.history().events())
                .hasAtLeastOneElementOfType(Event.LeaderChanged.class)
                .hasAtLeastOneElementOfType(Event.FaultHealed.class);
    }

    @Test
    void whatAnAttachedProcessBreaksIsMendedWhenItGoes() {
        cluster.pull(new Lever.Crash(3));
        cluster.pull(new Lever.Pause(Endpoint.controller(3002)));
        cluster.pull(new Lever.SlowDisk(1, Duration.ofMillis(30)));
        cluster.network().cut(ONE, TWO);
        cluster.administer(new AdminAct.SetTopicConfig("orders", "retention.ms", Optional.of("1234567")));
        assertThat(owner.broker(3).state()).isEqualTo(NodeState.CRASHED);

        cluster.close();

        await().atMost(LONG).untilAsserted(() -> {
            assertThat(owner.broker(3).state()).isEqualTo(NodeState.RUNNING);
            assertThat(owner.running().state(Endpoint.controller(3002))).isEqualTo(NodeState.RUNNING);
        });
        assertThat(owner.running().awaitHealthy(LONG)).isTrue();
    }

    @Test
    void linkThatTwoHoldStaysHeldUntilBothLetGo() throws Exception {
        Endpoint leader = leader();
        Endpoint follower = leader.equals(ONE) ? TWO : ONE;
        cluster.network().cut(follower, leader);
        other.network().cut(follower, leader);
        cluster.network().mend(follower, leader);

        long stopped = owner.network().count(follower, leader).stopped();
        await().atMost(LONG).until(() -> owner.network().count(follower, leader).stopped() > stopped);

        other.network().mend(follower, leader);
        send(1);
        assertThat(owner.running().awaitHealthy(LONG)).isTrue();
    }

    @Test
    void rulesOfOneNameDoNotMeet() throws Exception {
        WireRule notes = new WireRule(
                "the rule", WireRule.Match.of(Endpoint.clients(), leader(), "Produce"), new WireRule.Act.Note());
        WireRule fetches = new WireRule(
                "the rule", WireRule.Match.of(Endpoint.clients(), leader(), "ListOffsets"), new WireRule.Act.Note());
        List<WireRule> seen = new CopyOnWriteArrayList<>();
        cluster.running().listen(event -> {
            if (event instanceof ClusterEvent.RequestSeen request) {
                seen.add(request.rule());
            }
        });

        cluster.pull(new Lever.Intercept(notes));
        other.pull(new Lever.Intercept(fetches));
        send(3);

        assertThat(cluster.running().touchedBy(notes)).isPositive();
        assertThat(other.running().touchedBy(fetches)).isZero();
        assertThat(seen).isNotEmpty().allMatch(rule -> rule.match().equals(notes.match()));
        other.pull(new Lever.Release(fetches));
        long before = cluster.running().touchedBy(notes);
        send(1);
        assertThat(cluster.running().touchedBy(notes)).isGreaterThan(before);
    }

    @Test
    void replicasAreReadPastTheBrokers() throws Exception {
        send(1_200);
        assertThat(owner.running().awaitHealthy(LONG)).isTrue();

        for (int broker : cluster.running().brokers()) {
            List<ReplicaRecord> here = new ArrayList<>();
            List<ReplicaRecord> there = new ArrayList<>();
            var log = cluster.running().replicaLog(broker, ORDERS, here::add);
            assertThat(owner.running().replicaLog(broker, ORDERS, there::add)).isEqualTo(log);
            assertThat(here).hasSize(1_200).isEqualTo(there);
            assertThat(cluster.running().replicaEnds(broker, ORDERS)).isEqualTo(log);
        }
        assertThat(cluster.running().replicaLog(1, new PartitionId("nothing", 0), record -> {}))
                .isEmpty();
    }

    @Test
    void wireIsRecordedForAnAttachedProcessAsForItsOwn() throws Exception {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        WireRecording wire = cluster.running().recordWire(events::add).orElseThrow();

        send(30);
        wire.finish();
        int atTheEnd = events.size();

        assertThat(events).filteredOn(Event.SendAcked.class::isInstance).hasSize(30);
        assertThat(wire.topics()).containsExactly("orders");
        assertThat(wire.sawTransactions()).isFalse();
        assertThat(wire.blindSpots()).isEmpty();
        List<ReplicaRecord> records = new ArrayList<>();
        cluster.running().replicaLog(cluster.leaderOf("orders-0").id(), ORDERS, record -> {
            records.add(record);
            assertThat(wire.identify(ORDERS, record)).isPresent();
        });
        assertThat(records).hasSize(30);
        assertThat(wire.identify(ORDERS, records.get(7))).isPresent();
        assertThat(events).hasSize(atTheEnd);
    }

    @Test
    void wireHasOneRecorder() {
        WireRecording first = cluster.running().recordWire(event -> {}).orElseThrow();

        assertThatThrownBy(() -> other.running().recordWire(event -> {}))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("the wire cannot be recorded: process 1 records it already");
        first.finish();
        WireRecording second = other.running().recordWire(event -> {}).orElseThrow();
        second.finish();

        share.keepWire("the build");
        assertThatThrownBy(() -> cluster.running().recordWire(event -> {}))
                .hasMessageContaining("the build records it already");
    }

    @Test
    void oneAfterTheOtherWorksOnTheCluster() throws Exception {
        SharedCluster.Turn turn = SharedCluster.takeTurn(cluster);
        CompletableFuture<SharedCluster.Turn> next = CompletableFuture.supplyAsync(() -> SharedCluster.takeTurn(other));
        cluster.partition("orders-0");
        assertThat(next).isNotDone();

        turn.close();

        assertThat(next.get(LONG.toMillis(), TimeUnit.MILLISECONDS)).isNotNull();
        CompletableFuture<SharedCluster.Turn> third =
                CompletableFuture.supplyAsync(() -> SharedCluster.takeTurn(cluster));
        other.close(); // a process that dies gives its turn back
        assertThat(third).succeedsWithin(LONG);
        SharedCluster.takeTurn(owner).close();
    }

    @Test
    void refusalsOfTheOtherProcessAreToldAsTheyAre() {
        assertThatThrownBy(() -> cluster.pull(new Lever.Restart(1)))
                .isInstanceOf(TrialException.class)
                .hasMessage(messageOf(() -> owner.pull(new Lever.Restart(1))));
        assertThatThrownBy(() -> cluster.administer(new AdminAct.MoveLeader(ORDERS, OptionalInt.of(9))))
                .isInstanceOf(TrialException.class)
                .hasMessage(messageOf(() -> owner.administer(new AdminAct.MoveLeader(ORDERS, OptionalInt.of(9)))));
    }

    private static String messageOf(Runnable refused) {
        try {
            refused.run();
            throw new AssertionError("was not refused");
        } catch (TrialException complaint) {
            return complaint.getMessage();
        }
    }

    @Test
    void listenerThatAsksIsToldNotTo() {
        CompletableFuture<Throwable> trouble = new CompletableFuture<>();
        cluster.running().listen(event -> {
            try {
                cluster.running().partitions();
            } catch (IllegalStateException told) {
                trouble.complete(told);
            }
        });

        owner.pull(new Lever.Crash(3));

        assertThat(trouble).succeedsWithin(LONG).satisfies(told -> assertThat(told)
                .hasMessageContaining("a listener of the cluster's events"));
    }

    @Test
    void processThatIsGoneIsComplainedOf() {
        share.close();

        await().atMost(LONG).untilAsserted(() -> assertThatThrownBy(() -> cluster.pull(new Lever.Crash(1)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("the process of the cluster is gone, while it was asked to pull Crash"));
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> SharedCluster.attach(file))
                .hasMessageContaining("no cluster to attach to: the control file " + file + " cannot be read");
    }

    private Endpoint leader() {
        return Endpoint.broker(owner.leaderOf("orders-0").id());
    }

    private void send(int count) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", owner.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count - 1; i++) {
                producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i));
                if (i % 10 == 0) {
                    producer.flush();
                }
            }
            producer.send(new ProducerRecord<>("orders", "last", "last")).get();
        }
    }
}
