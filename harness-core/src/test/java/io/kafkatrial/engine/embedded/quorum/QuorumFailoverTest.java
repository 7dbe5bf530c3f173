/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.PATIENT;
import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.await;
import static io.kafkatrial.engine.embedded.quorum.QuorumFixture.topics;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.embedded.quorum.QuorumView.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumFailoverTest {

    private static QuorumFixture of(int controllers, Map<String, String> config) {
        QuorumFixture cluster = new QuorumFixture(controllers, config);
        cluster.startBrokers();
        return cluster;
    }

    private static void awaitWhole(QuorumFixture cluster) {
        await().until(() -> cluster.quorum.missing().isEmpty());
    }

    private static CompletableFuture<CreateTopicsResponseData> begin(QuorumFixture cluster, int broker, String topic) {
        CompletableFuture<CreateTopicsResponseData> answer = new CompletableFuture<>();
        QuorumFixture.Broker asker = cluster.brokers.get(broker);
        CreatableTopic one =
                new CreatableTopic().setName(topic).setNumPartitions(1).setReplicationFactor((short) 1);
        asker.loop.execute(() -> asker.client.createTopics(topics(one)).whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void activeControllerThatCrashesIsReplacedAndNothingCommittedIsLost(int controllers) {
        try (QuorumFixture cluster = of(controllers, PATIENT)) {
            cluster.createTopic("before", 1, 3);
            int first = cluster.active();
            int epoch = cluster.quorum.controllerEpoch();

            cluster.quorum.crash(first);
            int second = cluster.awaitSuccessorOf(first);

            assertThat(cluster.quorum.controllerEpoch()).isGreaterThan(epoch);
            assertThat(cluster.createTopic("before", 1, 3)).isEqualTo(Errors.TOPIC_ALREADY_EXISTS);
            assertThat(cluster.createTopic("after", 1, 3)).isEqualTo(Errors.NONE);
            cluster.brokers.values().forEach(broker -> broker.awaitSees("after"));
            assertThat(cluster.quorum.aliveBrokers()).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(cluster.events)
                    .filteredOn(ClusterEvent.ControllerChanged.class::isInstance)
                    .extracting(event -> ((ClusterEvent.ControllerChanged) event).controller())
                    .containsSubsequence(OptionalInt.empty(), OptionalInt.of(second));

            assertThat(cluster.quorum.restart(first).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(30));
            awaitWhole(cluster);
            assertThat(cluster.active()).isEqualTo(second);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void activeControllerThatIsCutOffIsReplacedAndFollowsWhenTheLinksMend(int controllers) {
        try (QuorumFixture cluster = of(controllers, PATIENT)) {
            int old = cluster.active();
            cluster.isolate(Endpoint.controller(old));

            int next = cluster.awaitSuccessorOf(old);
            assertThat(cluster.createTopic("on-the-other-side", 1, 3)).isEqualTo(Errors.NONE);
            await().until(() -> !cluster.quorum.node(old).voter().leader().isLeader(old));

            cluster.links.mendAll();
            awaitWhole(cluster);
            assertThat(cluster.active()).isEqualTo(next);
        }
    }

    @Test
    void whatTheOldLeaderCouldNotCommitDoesNotSurvive() {
        try (QuorumFixture cluster = of(3, PATIENT)) {
            int old = cluster.active();
            cluster.isolate(Endpoint.controller(old));
            ControllerRequestContext context = new ControllerRequestContext(
                    new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());

            CompletableFuture<CreateTopicsResponseData> doomed = cluster.quorum
                    .node(old)
                    .controller()
                    .createTopics(
                            context,
                            topics(new CreatableTopic()
                                    .setName("doomed")
                                    .setNumPartitions(1)
                                    .setReplicationFactor((short) 1)),
                            Set.of(),
                            false)
                    .toCompletableFuture();
            cluster.awaitSuccessorOf(old);
            assertThat(cluster.createTopic("kept", 1, 3)).isEqualTo(Errors.NONE);

            assertThat(doomed)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(NotControllerException.class);
            cluster.links.mendAll();
            awaitWhole(cluster);
            assertThat(cluster.quorum.image().topics().getTopic("doomed")).isNull();
            cluster.quorum.appoint(old);
            await().until(() -> cluster.quorum.activeController().equals(OptionalInt.of(old)));
            assertThat(cluster.createTopic("doomed", 1, 3))
                    .as("the old leader forgot it too")
                    .isEqualTo(Errors.NONE);
            assertThat(cluster.createTopic("kept", 1, 3)).isEqualTo(Errors.TOPIC_ALREADY_EXISTS);
        }
    }

    @Test
    void metadataChangesStallWithoutAMajorityAndGoOnWithOne() {
        try (QuorumFixture cluster = of(3, PATIENT)) {
            List<Integer> two = cluster.quorum.controllers().subList(0, 2);
            two.forEach(cluster.quorum::crash);
            assertThat(cluster.quorum.hasMajority()).isFalse();
            CompletableFuture<CreateTopicsResponseData> stalled = begin(cluster, 1, "stalled");
            await().until(() -> cluster.quorum.missing().isPresent());
            assertThat(cluster.quorum.activeController()).isEmpty();
            assertThat(stalled).isNotDone();

            cluster.quorum.restart(two.get(0));

            assertThat(QuorumFixture.error(
                            stalled.orTimeout(60, SECONDS).join().topics().find("stalled")))
                    .isEqualTo(Errors.NONE);
        }
    }

    @Test
    void brokersCutOffWithTheOldLeaderAreFencedAndTheOthersStay() {
        // brokers beat on their own loops only here: on a busy machine they need a while to find the successor
        Map<String, String> sessions = Map.of("broker.session.timeout.ms", "3000");
        try (QuorumFixture cluster = of(3, sessions)) {
            cluster.createTopic("orders", 3, 3);
            int old = cluster.active();
            cluster.isolate(Endpoint.controller(old), Endpoint.broker(1));

            cluster.awaitSuccessorOf(old);
            await().until(() -> cluster.quorum.fenced(1));

            assertThat(cluster.quorum.aliveBrokers()).contains(2, 3);
            assertThat(cluster.quorum.partitions()).allSatisfy(partition -> {
                assertThat(partition.leader()).isPresent().isNotEqualTo(OptionalInt.of(1));
                assertThat(partition.isr()).doesNotContain(1);
            });
            cluster.links.mendAll();
            await().until(() -> !cluster.quorum.fenced(1));
        }
    }

    @Test
    void pausedActiveControllerIsReplacedAndFollowsWhenItRunsOn() {
        try (QuorumFixture cluster = of(3, PATIENT)) {
            int paused = cluster.active();
            cluster.quorum.pause(paused);
            assertThat(cluster.quorum.state(paused)).isEqualTo(NodeState.PAUSED);
            int next = cluster.awaitSuccessorOf(paused);
            assertThat(cluster.createTopic("meanwhile", 1, 3)).isEqualTo(Errors.NONE);

            cluster.quorum.resume(paused);

            awaitWhole(cluster);
            assertThat(cluster.active()).isEqualTo(next);
            cluster.quorum.appoint(paused);
            await().until(() -> cluster.quorum.activeController().equals(OptionalInt.of(paused)));
            assertThat(cluster.createTopic("meanwhile", 1, 3)).isEqualTo(Errors.TOPIC_ALREADY_EXISTS);
        }
    }

    @Test
    void pausedControllerCanBeCrashedAndRestarted() {
        try (QuorumFixture cluster = of(3, PATIENT)) {
            int paused = cluster.active();
            cluster.quorum.pause(paused);
            cluster.quorum.crash(paused);
            cluster.awaitSuccessorOf(paused);
            cluster.quorum.restart(paused);
            awaitWhole(cluster);
            assertThat(cluster.quorum.state(paused)).isEqualTo(NodeState.RUNNING);
        }
    }

    @Test
    void theOnlyControllerComesBackWithWhatItHadCommitted() {
        try (QuorumFixture cluster = of(1, PATIENT)) {
            cluster.createTopic("before", 1, 3);
            cluster.quorum.crash(3000);
            CompletableFuture<CreateTopicsResponseData> waiting = begin(cluster, 2, "meanwhile");

            cluster.quorum.restart(3000);

            assertThat(QuorumFixture.error(
                            waiting.orTimeout(60, SECONDS).join().topics().find("meanwhile")))
                    .isEqualTo(Errors.NONE);
            assertThat(cluster.createTopic("before", 1, 3)).isEqualTo(Errors.TOPIC_ALREADY_EXISTS);
        }
    }

    @Test
    void controllersRestartOneAfterAnotherAndTheMetadataGoesOn() {
        try (QuorumFixture cluster = of(3, PATIENT)) {
            for (int controller : cluster.quorum.controllers()) {
                cluster.quorum.stop(controller);
                assertThat(cluster.quorum.state(controller)).isEqualTo(NodeState.STOPPED);
                assertThat(cluster.createTopic("without-" + controller, 1, 3)).isEqualTo(Errors.NONE);
                cluster.quorum.restart(controller);
                awaitWhole(cluster);
            }
            assertThat(cluster.quorum.image().topics().topicsByName()).hasSize(3);
            assertThat(cluster.quorum.aliveBrokers()).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    @Test
    void theQuorumIsDescribedAsItIs() {
        try (QuorumFixture cluster = of(3, PATIENT)) {
            awaitWhole(cluster);
            long before = cluster.clock.wallMs();
            int follower = cluster.quorum.controllers().stream()
                    .filter(id -> id != cluster.active())
                    .findFirst()
                    .orElseThrow();
            cluster.quorum.crash(follower);
            cluster.createTopic("orders", 1, 3);
            cluster.brokers.get(2).awaitSees("orders");

            QuorumView view = cluster.brokers.get(1).ask(ControllerClient::describeQuorum);

            assertThat(view.leader()).isEqualTo(cluster.active());
            assertThat(view.epoch()).isEqualTo(cluster.quorum.controllerEpoch());
            assertThat(view.highWatermark()).isEqualTo(cluster.quorum.image().offset() + 1);
            assertThat(view.voters()).extracting(Member::id).isEqualTo(cluster.quorum.controllers());
            assertThat(view.observers()).extracting(Member::id).containsExactly(1, 2, 3);
            assertThat(view.observers())
                    .allSatisfy(broker -> assertThat(broker.lastFetchMs()).isPositive());
            assertThat(view.voters()).allSatisfy(voter -> {
                if (voter.id() == follower) {
                    assertThat(voter.logEndOffset()).isLessThan(view.highWatermark());
                } else {
                    assertThat(voter.logEndOffset()).isGreaterThanOrEqualTo(view.highWatermark());
                    assertThat(voter.lastFetchMs()).isGreaterThanOrEqualTo(before);
                }
            });
        }
    }

    @Test
    void actsThatMakeNoSenseAreRefused() {
        try (QuorumFixture cluster = of(1, PATIENT)) {
            assertThatThrownBy(() -> cluster.quorum.restart(3000))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("cannot restart controller 3000: it is RUNNING");
            assertThatThrownBy(() -> cluster.quorum.resume(3000)).hasMessageContaining("cannot resume controller 3000");
            assertThatThrownBy(() -> cluster.quorum.crash(3001)).hasMessageContaining("there is no controller 3001");
        }
    }

    @Test
    void fiftyStartsAndStopsOfThreeVotersLeaveNoThread() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            try (QuorumFixture cluster = of(3, PATIENT)) {
                if (i == 0) {
                    names.addAll(controllerThreads());
                }
                if (i % 10 == 0) {
                    cluster.quorum.crash(cluster.active());
                }
            }
        }
        assertThat(names).as("one thread for each controller").hasSize(3);
        assertThat(controllerThreads()).isEmpty();
    }

    private static List<String> controllerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("controller-30"))
                .toList();
    }
}
