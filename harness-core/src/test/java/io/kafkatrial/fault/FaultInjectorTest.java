/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.FakeCluster;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault.CrashBroker;
import io.kafkatrial.fault.Fault.CutNetwork;
import io.kafkatrial.fault.Fault.DelayNetwork;
import io.kafkatrial.fault.Fault.PauseBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FaultInjectorTest {

    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final Optional<Duration> ONE_SECOND = Optional.of(Duration.ofSeconds(1));
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final FakeCluster cluster = new FakeCluster(new ClusterSpec(
            3,
            1,
            List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of())),
            Map.of(),
            Map.of(),
            OptionalInt.empty(),
            7));
    private final VirtualTimeline timeline = new VirtualTimeline();
    private final List<String> told = new ArrayList<>();
    private final FaultInjector injector =
            new FaultInjector(cluster, new Telling(), name -> timeline, new Outside(Optional.empty(), Runnable::run));

    private final class Telling implements FaultListener {
        @Override
        public void declared(Instant at, PlannedFault fault) {
            told.add("declared " + fault.name());
        }

        @Override
        public void fired(Instant at, PlannedFault fault, String detail) {
            told.add("fired " + fault.name() + ": " + detail);
        }

        @Override
        public void lifted(Instant at, PlannedFault fault) {
            told.add("lifted " + fault.name());
        }

        @Override
        public void healed(Instant at, Bite bite) {
            told.add("healed " + bite.planned().name() + ": " + bite.evidence());
        }
    }

    private Injection inject(Fault fault, Trigger trigger) {
        return injector.inject(Plan.of(7, "f", fault, trigger));
    }

    private static Bite only(Injection injection) {
        return injection.bites().get(0);
    }

    @Test
    void leaderCrashesAtTheCountedAckAndComesBackWithEvidence() {
        // Given
        Injection injection = inject(new CrashBroker(Target.leaderOf("orders-0"), ONE_SECOND), Trigger.acks(500));
        // When
        cluster.ack("orders-1", 499);
        assertThat(cluster.pulled()).isEmpty();
        cluster.ack("orders-0", 3);
        // Then
        assertThat(cluster.state(1)).isEqualTo(NodeState.CRASHED);
        timeline.advance(Duration.ofSeconds(1));
        assertThat(cluster.state(1)).isEqualTo(NodeState.RUNNING);
        assertThat(told)
                .containsExactly(
                        "declared f",
                        "fired f: broker 1 (leader of orders-0, epoch 0) killed after ack 500",
                        "lifted f",
                        "healed f: broker 1 (leader of orders-0, epoch 0) killed after ack 500;"
                                + " broker 2 leads epoch 1; restarted after 1s");
        assertThat(only(injection).touched()).isEqualTo(1);
        assertThat(only(injection).bit()).isTrue();
        assertThat(only(injection).healedAt()).contains(Instant.EPOCH.plusSeconds(1));
    }

    @Test
    void acksOfOtherTopicsDoNotCount() {
        // Given
        injector.inject(Plan.of(7, "f", new CrashBroker(Target.broker(2), FOREVER), Trigger.acks(5, "orders")));
        // When
        cluster.ack("other-0", 100);
        // Then
        assertThat(cluster.pulled()).isEmpty();
    }

    @Test
    void targetIsResolvedWhenTheFaultFiresNotWhenItIsPlanned() {
        // Given
        inject(new CrashBroker(Target.leaderOf("orders-0"), FOREVER), Trigger.acks(1));
        cluster.pull(new Lever.Crash(1));
        // When
        cluster.ack("orders-0", 1);
        // Then
        assertThat(cluster.pulled()).contains(new Lever.Crash(2));
    }

    @Test
    void faultWaitsUntilItsTargetMeansSomebody() {
        // Given
        Injection injection = inject(new PauseBroker(Target.coordinatorOf("g"), FOREVER), Trigger.immediately());
        assertThat(cluster.pulled()).isEmpty();
        assertThat(only(injection).bit()).isFalse();
        // When
        cluster.coordinate("g", 3);
        cluster.emit(new ClusterEvent.ControllerChanged(Instant.EPOCH, OptionalInt.of(3000), 1));
        // Then
        assertThat(cluster.pulled()).containsExactly(new Lever.Pause(3));
    }

    @Test
    void planThatNeverFiredSaysHowFarItCame() {
        // Given
        Injection injection = inject(new CrashBroker(Target.broker(1), FOREVER), Trigger.acks(500));
        cluster.ack("orders-0", 12);
        // When
        List<Bite> bites = injection.heal();
        // Then
        assertThat(bites).hasSize(1);
        assertThat(bites.get(0).firedAt()).isEmpty();
        assertThat(bites.get(0).bit()).isFalse();
        assertThat(bites.get(0).evidence()).isEqualTo("never fired: still waiting to fire after ack 500 (counted 12)");
        assertThat(injection.awaitFired(Duration.ZERO)).isFalse();
    }

    @Test
    void crashOfABrokerThatIsDownTouchesNothing() {
        // Given
        injector.pull(new Lever.Crash(2));
        // When
        Injection injection = inject(new CrashBroker(Target.broker(2), FOREVER), Trigger.immediately());
        // Then
        assertThat(only(injection).touched()).isZero();
        assertThat(only(injection).evidence()).contains("nobody killed", "broker 2 was crashed already");
    }

    @Test
    void cutCountsTheMessagesItStopped() {
        // Given
        Endpoint one = Endpoint.broker(1);
        cluster.countOn(one, Endpoint.broker(2), new LinkCount(10, 0, 4));
        Injection injection = inject(
                new CutNetwork(Target.leaderOf("orders-0"), Target.followersOf("orders-0"), false, FOREVER),
                Trigger.immediately());
        assertThat(cluster.pulled())
                .containsExactly(new Lever.Cut(one, Endpoint.broker(2)), new Lever.Cut(one, Endpoint.broker(3)));
        assertThat(only(injection).touched()).isZero();
        // When
        cluster.countOn(one, Endpoint.broker(2), new LinkCount(10, 0, 41));
        injector.heal(BOUND);
        cluster.countOn(one, Endpoint.broker(2), new LinkCount(10, 0, 99));
        // Then
        assertThat(only(injection).touched()).isEqualTo(37);
        assertThat(only(injection).evidence())
                .isEqualTo(
                        "cut broker 1 -> broker 2, broker 1 -> broker 3 at once; 37 messages stopped; mended after 0s");
        assertThat(cluster.pulled())
                .contains(new Lever.Mend(one, Endpoint.broker(2)), new Lever.Mend(one, Endpoint.broker(3)));
    }

    @Test
    void endOfACutLeavesTheDelayOnTheSameLinkInForce() {
        // Given
        Target one = Target.broker(1);
        Target two = Target.broker(2);
        Duration slow = Duration.ofMillis(50);
        inject(new DelayNetwork(one, two, false, slow, Duration.ZERO, FOREVER), Trigger.immediately());
        inject(new CutNetwork(one, two, false, ONE_SECOND), Trigger.immediately());
        // When
        timeline.advance(Duration.ofSeconds(1));
        // Then
        Endpoint from = Endpoint.broker(1);
        Endpoint to = Endpoint.broker(2);
        assertThat(cluster.pulled())
                .containsExactly(
                        new Lever.Delay(from, to, slow, Duration.ZERO),
                        new Lever.Mend(from, to),
                        new Lever.Cut(from, to),
                        new Lever.Mend(from, to),
                        new Lever.Delay(from, to, slow, Duration.ZERO));
    }

    @Test
    void followingFaultFiresAfterTheFirst() {
        // Given
        Fault cut = new CutNetwork(Target.leaderOf("orders-0"), Target.followersOf("orders-0"), true, FOREVER);
        Fault crash = new CrashBroker(Target.leaderOf("orders-0"), FOREVER);
        // When
        injector.inject(new Plan(
                7,
                List.of(
                        new PlannedFault("crash", crash, new Trigger.Following("cut")),
                        new PlannedFault("cut", cut, Trigger.acks(2)))));
        cluster.ack("orders-0", 2);
        // Then
        assertThat(cluster.pulled()).hasSize(5).last().isEqualTo(new Lever.Crash(1));
    }

    @Test
    void isrTriggerFiresAtOnceWhenTheSizeIsThereAlready() {
        // When
        inject(new CrashBroker(Target.broker(3), FOREVER), new Trigger.IsrSize(PartitionId.parse("orders-0"), 3));
        // Then
        assertThat(cluster.pulled()).containsExactly(new Lever.Crash(3));
    }

    @Test
    void isrTriggerFiresWhenTheSetShrinks() {
        // Given
        inject(new PauseBroker(Target.broker(3), FOREVER), new Trigger.IsrSize(PartitionId.parse("orders-0"), 2));
        assertThat(cluster.pulled()).isEmpty();
        // When
        cluster.pull(new Lever.Crash(2));
        // Then
        assertThat(cluster.pulled()).containsExactly(new Lever.Crash(2), new Lever.Pause(3));
    }

    @Test
    void commitTriggerCountsOffsetsFromWhereTheGroupStood() {
        // Given
        cluster.commit("g", "orders-0", 100);
        inject(new CrashBroker(Target.broker(1), FOREVER), new Trigger.Commits("g", 10));
        // When
        cluster.commit("g", "orders-0", 106);
        cluster.commit("other", "orders-0", 500);
        assertThat(cluster.pulled()).isEmpty();
        cluster.commit("g", "orders-1", 4);
        // Then
        assertThat(cluster.pulled()).containsExactly(new Lever.Crash(1));
    }

    @Test
    void timeTriggerFiresWhenItsTimeHasPassed() {
        // Given
        inject(new CrashBroker(Target.broker(1), FOREVER), Trigger.after(Duration.ofSeconds(2)));
        // When
        timeline.advance(Duration.ofMillis(1999));
        assertThat(cluster.pulled()).isEmpty();
        timeline.advance(Duration.ofMillis(1));
        // Then
        assertThat(cluster.pulled()).containsExactly(new Lever.Crash(1));
    }

    @Test
    void sameSeedDrawsTheSameBroker() {
        // When
        inject(new PauseBroker(new Target.AnyBroker(), FOREVER), Trigger.immediately());
        injector.heal(BOUND);
        VirtualTimeline again = new VirtualTimeline();
        FaultInjector other =
                new FaultInjector(cluster, new Telling(), name -> again, new Outside(Optional.empty(), Runnable::run));
        other.inject(Plan.of(7, "f", new PauseBroker(new Target.AnyBroker(), FOREVER), Trigger.immediately()));
        // Then
        List<Lever> pauses =
                cluster.pulled().stream().filter(Lever.Pause.class::isInstance).toList();
        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(0)).isEqualTo(pauses.get(1));
    }

    @Test
    void healUndoesWhatWasDoneByHandToo() {
        // Given
        Endpoint clients = Endpoint.clients();
        injector.pull(new Lever.Cut(clients, Endpoint.broker(1)));
        injector.pull(new Lever.Pause(2));
        injector.pull(new Lever.Crash(3));
        // When
        injector.heal(BOUND);
        // Then
        assertThat(cluster.pulled())
                .endsWith(new Lever.Mend(clients, Endpoint.broker(1)), new Lever.Resume(2), new Lever.Restart(3));
        assertThat(cluster.brokers()).allMatch(id -> cluster.state(id) == NodeState.RUNNING);
    }

    @Test
    void mendByHandLeavesThePlansCutAlone() {
        // Given
        inject(new CutNetwork(Target.broker(1), Target.broker(2), false, FOREVER), Trigger.immediately());
        injector.pull(new Lever.Cut(Endpoint.broker(1), Endpoint.broker(2)));
        // When
        injector.pull(new Lever.Mend(Endpoint.broker(1), Endpoint.broker(2)));
        // Then
        assertThat(cluster.pulled()).containsExactly(new Lever.Cut(Endpoint.broker(1), Endpoint.broker(2)));
    }

    @Test
    void brokerSomebodyElseRestartedIsLeftAlone() {
        // Given
        inject(new CrashBroker(Target.broker(1), ONE_SECOND), Trigger.immediately());
        injector.pull(new Lever.Restart(1));
        // When
        timeline.advance(Duration.ofSeconds(1));
        // Then
        assertThat(cluster.pulled()).containsExactly(new Lever.Crash(1), new Lever.Restart(1));
    }

    @Test
    void leverThatFailsIsEvidenceOfNoBite() {
        // Given
        cluster.refuse(1, "the sky fell");
        // When
        Injection injection = inject(new CrashBroker(Target.broker(1), FOREVER), Trigger.immediately());
        // Then
        assertThat(only(injection).bit()).isFalse();
        assertThat(only(injection).evidence()).contains("broker 1: the sky fell");
    }

    @Test
    void healThatCannotBringABrokerBackComplains() {
        // Given
        injector.pull(new Lever.Crash(1));
        cluster.refuse(1, "disk on fire");
        // Then
        assertThatThrownBy(() -> injector.heal(BOUND))
                .isInstanceOf(TrialException.class)
                .hasMessage("the cluster is not healthy after 5s: broker 1 did not come back: disk on fire."
                        + " Heal the faults that still hold, or wait longer.");
    }

    @Test
    void healThatDoesNotEndHealthySaysWhatIsMissing() {
        // Given
        cluster.becomeUnhealthy();
        // Then
        assertThatThrownBy(() -> injector.heal(BOUND))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("the cluster is not healthy after 5s");
    }

    @Test
    void healedPlanFiresNoMore() {
        // Given
        Injection injection = inject(new CrashBroker(Target.broker(1), FOREVER), Trigger.acks(1));
        injection.heal();
        // When
        cluster.ack("orders-0", 5);
        injection.heal();
        // Then
        assertThat(cluster.pulled()).isEmpty();
        assertThat(timeline.isClosed()).isTrue();
        assertThat(told).filteredOn(line -> line.startsWith("healed")).hasSize(1);
    }

    @Test
    void planThatCannotWorkIsRefusedBeforeAnythingFires() {
        // Given
        Plan plan = new Plan(
                7,
                List.of(
                        new PlannedFault("a", new CrashBroker(Target.broker(1), FOREVER), Trigger.immediately()),
                        new PlannedFault("b", new CrashBroker(Target.broker(9), FOREVER), Trigger.immediately())));
        // Then
        assertThatThrownBy(() -> injector.inject(plan))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("broker 9");
        assertThat(cluster.pulled()).isEmpty();
    }

    @Test
    void closedInjectorRefusesToWork() {
        // Given
        injector.close();
        // Then
        assertThatThrownBy(() -> injector.pull(new Lever.Crash(1))).hasMessageContaining("the cluster is closed");
    }
}
