/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerFailoverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final PartitionId ORDERS_0 = new PartitionId("orders", 0);

    private RunningCluster cluster = start(3, false);

    private static RunningCluster start(int controllers, boolean combined) {
        return new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        controllers,
                        combined,
                        List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of())),
                        Map.of(),
                        Map.of(),
                        OptionalInt.empty(),
                        7));
    }

    private void restartWith(int controllers, boolean combined) {
        cluster.close();
        cluster = start(controllers, combined);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private int active() {
        return cluster.activeController().orElseThrow();
    }

    private int awaitSuccessorOf(int former) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            OptionalInt now = cluster.activeController();
            return now.isPresent() && now.getAsInt() != former;
        });
        return active();
    }

    private void cutOff(Endpoint... side) {
        List<Endpoint> here = List.of(side);
        List<Endpoint> all = new ArrayList<>();
        cluster.brokers().forEach(id -> all.add(Endpoint.broker(id)));
        cluster.controllers().forEach(id -> all.add(Endpoint.controller(id)));
        all.removeAll(here);
        for (Endpoint one : here) {
            for (Endpoint other : all) {
                cluster.pull(new Lever.Cut(one, other));
                cluster.pull(new Lever.Cut(other, one));
            }
        }
    }

    private void mendAll() {
        List<Endpoint> all = new ArrayList<>();
        cluster.brokers().forEach(id -> all.add(Endpoint.broker(id)));
        cluster.controllers().forEach(id -> all.add(Endpoint.controller(id)));
        all.forEach(one -> all.forEach(other -> cluster.pull(new Lever.Mend(one, other))));
    }

    @Test
    void producingGoesOnThroughTheFailureOfAControllerAndThenOfALeaderAndNothingIsLost() throws Exception {
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            for (int i = 0; i < 300; i++) {
                sends.add(producer.send(new ProducerRecord<>("orders", 0, "k", "v" + i)));
                if (i == 100) {
                    sends.get(i).get();
                    cluster.pull(new Lever.Crash(Endpoint.controller(active())));
                }
                if (i == 200) {
                    sends.get(i).get();
                    cluster.pull(new Lever.Crash(
                            cluster.partition(ORDERS_0).orElseThrow().leader().orElseThrow()));
                }
            }
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        }
        assertThat(cluster.partition(ORDERS_0).orElseThrow().leaderEpoch()).isPositive();
        try (Consumer<String, String> consumer = Clients.consumer(cluster.bootstrapServers(), Map.of())) {
            consumer.assign(Set.of(new TopicPartition("orders", 0)));
            assertThat(Clients.poll(consumer, 300))
                    .extracting(ConsumerRecord::value)
                    .hasSize(300)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void creatingATopicTimesOutWithoutAMajorityAndWorksAgainWithOne() throws Exception {
        List<Integer> two = cluster.controllers().subList(0, 2);
        two.forEach(id -> cluster.pull(new Lever.Crash(Endpoint.controller(id))));
        try (Admin admin = Admin.create(Map.<String, Object>of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "request.timeout.ms",
                1_000,
                "default.api.timeout.ms",
                2_000))) {
            assertThatThrownBy(() -> admin.createTopics(Set.of(new NewTopic("late", 1, (short) 3)))
                            .all()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        two.forEach(id -> cluster.pull(new Lever.Restart(Endpoint.controller(id))));
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            admin.createTopics(Set.of(new NewTopic("later", 1, (short) 3)))
                    .all()
                    .get();
        }
    }

    @Test
    void aBrokerOnTheSideOfTheOldControllerLosesItsLeaderships() {
        int old = active();
        int broker = cluster.partition(ORDERS_0).orElseThrow().leader().orElseThrow();
        cutOff(Endpoint.controller(old), Endpoint.broker(broker));

        awaitSuccessorOf(old);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.partitions())
                .allSatisfy(partition -> assertThat(partition.isr()).doesNotContain(broker)));
        assertThat(cluster.partition(ORDERS_0).orElseThrow().leader())
                .isPresent()
                .isNotEqualTo(OptionalInt.of(broker));

        mendAll();
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
        assertThat(cluster.partition(ORDERS_0).map(PartitionView::isr).orElseThrow())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void theQuorumIsDescribedToAdminsAsItIs(int controllers) throws Exception {
        restartWith(controllers, false);
        try (Admin admin = Clients.admin(cluster.bootstrapServers())) {
            await().atMost(PATIENCE).untilAsserted(() -> describesEveryone(admin));
            QuorumInfo info = admin.describeMetadataQuorum().quorumInfo().get();
            if (controllers > 1) {
                int old = active();
                cluster.pull(new Lever.Crash(Endpoint.controller(old)));
                int next = awaitSuccessorOf(old);
                QuorumInfo after = admin.describeMetadataQuorum().quorumInfo().get();
                assertThat(after.leaderId()).isEqualTo(next);
                assertThat(after.leaderEpoch()).isGreaterThan(info.leaderEpoch());
                assertThat(after.voters())
                        .filteredOn(voter -> voter.replicaId() == old)
                        .singleElement()
                        .satisfies(
                                voter -> assertThat(voter.lastFetchTimestamp()).isEmpty());
            }
        }
    }

    private void describesEveryone(Admin admin) throws Exception {
        QuorumInfo info = admin.describeMetadataQuorum().quorumInfo().get();
        assertThat(info.leaderId()).isEqualTo(active());
        assertThat(info.leaderEpoch()).isPositive();
        assertThat(info.highWatermark()).isPositive();
        assertThat(info.voters()).extracting(QuorumInfo.ReplicaState::replicaId).isEqualTo(cluster.controllers());
        assertThat(info.observers())
                .extracting(QuorumInfo.ReplicaState::replicaId)
                .containsExactly(1, 2, 3);
        assertThat(info.voters()).allSatisfy(voter -> {
            assertThat(voter.logEndOffset()).isGreaterThanOrEqualTo(info.highWatermark());
            assertThat(voter.lastFetchTimestamp()).isPresent();
            assertThat(voter.lastCaughtUpTimestamp()).isPresent();
        });
    }

    @Test
    void aCombinedNodeDiesWithBothItsRoles() {
        restartWith(3, true);
        assertThat(cluster.controllers()).containsExactly(1, 2, 3);
        int node = active();
        cluster.pull(new Lever.Crash(Endpoint.controller(node)));

        assertThat(cluster.state(Endpoint.controller(node))).isEqualTo(NodeState.CRASHED);
        assertThat(cluster.state(node)).isEqualTo(NodeState.CRASHED);
        awaitSuccessorOf(node);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(cluster.partitions())
                .allSatisfy(
                        partition -> assertThat(partition.leader()).isPresent().isNotEqualTo(OptionalInt.of(node))));

        cluster.pull(new Lever.Restart(node));
        assertThat(cluster.state(Endpoint.controller(node))).isEqualTo(NodeState.RUNNING);
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    @Test
    void combinedNodesComeBackAfterAllOfThemCrashed() {
        restartWith(3, true);
        cluster.brokers().forEach(id -> cluster.pull(new Lever.Crash(id)));
        assertThat(cluster.activeController()).isEmpty();
        cluster.brokers().forEach(id -> cluster.pull(new Lever.Restart(id)));
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    @Test
    void aPausedCombinedNodeIsReplacedInBothItsRolesAndComesBack() {
        restartWith(3, true);
        int node = active();
        cluster.pull(new Lever.Pause(node));
        awaitSuccessorOf(node);
        cluster.pull(new Lever.Resume(Endpoint.controller(node)));
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void controllersRestartOneAfterAnotherWhileAProducerRuns(boolean combined) throws Exception {
        restartWith(3, combined);
        try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
            for (int controller : cluster.controllers()) {
                Future<RecordMetadata> before = producer.send(new ProducerRecord<>("orders", "k", "before"));
                cluster.pull(new Lever.Stop(Endpoint.controller(controller)));
                Future<RecordMetadata> meanwhile = producer.send(new ProducerRecord<>("orders", "k", "meanwhile"));
                cluster.pull(new Lever.Restart(Endpoint.controller(controller)));
                assertThat(before.get().hasOffset()).isTrue();
                assertThat(meanwhile.get().hasOffset()).isTrue();
                assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
            }
        }
    }

    @Test
    void leversOnControllersRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> cluster.pull(new Lever.Crash(Endpoint.controller(1))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("there is no controller 1");
        assertThatThrownBy(() -> cluster.pull(new Lever.Resume(Endpoint.controller(3000))))
                .hasMessageContaining("cannot resume controller 3000: it is RUNNING");
        assertThatThrownBy(() -> new Lever.Crash(Endpoint.clients())).hasMessageContaining("it is no process");
    }

    @Test
    void leavesNoThreadBehindWhateverStateItsControllersAreIn() {
        int first = active();
        cluster.pull(new Lever.Pause(Endpoint.controller(first)));
        cluster.pull(new Lever.Crash(Endpoint.controller(awaitSuccessorOf(first))));
        cluster.close();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("kafka-trial") || name.contains("controller"))
                        .collect(Collectors.toSet()))
                .isEmpty();
    }
}
