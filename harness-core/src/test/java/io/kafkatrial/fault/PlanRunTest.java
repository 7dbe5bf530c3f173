/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Triggers, ends by event and their combinations. */
class PlanRunTest {

    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final PartitionId ORDERS_0 = PartitionId.parse("orders-0");

    private final FaultStand stand = new FaultStand();

    private Injection crashTwo(Trigger trigger) {
        return stand.inject(new PlannedFault("f", new Fault.CrashBroker(Target.broker(2), FOREVER), trigger));
    }

    private boolean isTwoDown() {
        return stand.cluster.state(2) == NodeState.CRASHED;
    }

    private static PlannedFault cutUntil(Trigger until) {
        Fault cut = new Fault.CutNetwork(Target.broker(1), Target.broker(2), false, FOREVER);
        return new PlannedFault("cut", cut, Trigger.immediately(), Optional.of(until));
    }

    private boolean isCut() {
        return stand.lastOnLinks() instanceof Lever.Cut;
    }

    @Test
    void nthRequestIsCountedByRulesThatOnlyNote() {
        // Given
        crashTwo(new Trigger.OnRequest(Requests.to(Target.leaderOf("orders-0"), "EndTxn"), 3));
        assertThat(stand.cluster.armed())
                .extracting(rule -> rule.match().to(), WireRule::act)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Endpoint.broker(1), new WireRule.Act.Note()));
        // When
        stand.cluster.ask("EndTxn", 2);
        assertThat(isTwoDown()).isFalse();
        stand.cluster.ask("EndTxn", 1);
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void requestsCountAtWhoeverHasTheRoleNow() {
        // Given
        crashTwo(new Trigger.OnRequest(Requests.to(Target.leaderOf("orders-0"), "Produce"), 2));
        stand.cluster.ask("Produce", 1);
        stand.cluster.pull(new Lever.Crash(1)); // broker 2 leads
        assertThat(stand.cluster.armed()).hasSize(2);
        // When: each of both rules sees one, but only that of the new leader counts
        stand.cluster.ask("Produce", 1);
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void rulesOfTriggersEndWithTheirFaultAndItsPlan() {
        // Given
        Trigger request = new Trigger.OnRequest(Requests.to(Target.broker(1), "Fetch"), 5);
        Injection waiting = crashTwo(request);
        stand.inject(new PlannedFault("g", new Fault.PauseBroker(Target.broker(3), FOREVER), Trigger.acks(1)));
        // When
        waiting.heal();
        // Then
        assertThat(stand.cluster.armed()).isEmpty();
    }

    @Test
    void committedOffsetMayBeThereAlready() {
        // Given
        stand.cluster.commit("g", "orders-0", 40);
        // When
        crashTwo(new Trigger.OffsetCommitted("g", ORDERS_0, 40));
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void committedOffsetIsWaitedFor() {
        // Given
        crashTwo(new Trigger.OffsetCommitted("g", ORDERS_0, 40));
        stand.cluster.commit("g", "orders-0", 39);
        stand.cluster.commit("g", "orders-1", 50);
        stand.cluster.commit("h", "orders-0", 50);
        assertThat(isTwoDown()).isFalse();
        // When
        stand.cluster.commit("g", "orders-0", 41);
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void groupAndTransactionStatesAreWaitedFor() {
        // Given
        crashTwo(new Trigger.AllOf(
                List.of(new Trigger.GroupState("g", "Stable"), new Trigger.TransactionState("tx", "PrepareCommit"))));
        // When
        stand.cluster.emit(new ClusterEvent.GroupChanged(Instant.EPOCH, "g", "Stable", 4));
        stand.cluster.emit(new ClusterEvent.TransactionChanged(Instant.EPOCH, "tx", 1, 0, "Ongoing"));
        assertThat(isTwoDown()).isFalse();
        stand.cluster.emit(new ClusterEvent.TransactionChanged(Instant.EPOCH, "tx", 1, 0, "PrepareCommit"));
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void electionOfALeaderIsWaitedFor() {
        // Given
        crashTwo(new Trigger.LeaderElected(PartitionId.parse("orders-2"))); // led by broker 3
        // When
        stand.cluster.pull(new Lever.Crash(1));
        assertThat(isTwoDown()).isFalse();
        stand.cluster.pull(new Lever.Restart(1));
        stand.cluster.pull(new Lever.Crash(3));
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void recordsHandledAndDeliveredAreCounted() {
        // Given
        crashTwo(new Trigger.Sequence(
                List.of(new Trigger.Delivered("g", 2), new Trigger.Handled(Optional.of("application"), 1))));
        ClientEvent handled = new ClientEvent.Handled(Instant.EPOCH, "application", ORDERS_0, 0);
        // When
        stand.injector.note(handled); // before the two are delivered: does not count
        stand.injector.note(new ClientEvent.Delivered(Instant.EPOCH, "g", ORDERS_0, 0));
        stand.injector.note(new ClientEvent.Delivered(Instant.EPOCH, "g", ORDERS_0, 1));
        assertThat(isTwoDown()).isFalse();
        stand.injector.note(handled);
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void stepsOfASequenceCountFromWhenTheOneBeforeCame() {
        // Given
        Injection injection = crashTwo(
                new Trigger.Sequence(List.of(Trigger.acks(5), Trigger.after(Duration.ofSeconds(1)), Trigger.acks(3))));
        stand.cluster.ack("orders-0", 5);
        stand.cluster.ack("orders-0", 7);
        stand.timeline.advance(Duration.ofSeconds(1));
        stand.cluster.ack("orders-0", 2);
        assertThat(isTwoDown()).isFalse();
        assertThat(injection.bites().get(0).evidence())
                .isEqualTo("waiting to fire after ack 5, then after 1s, then after ack 3 (2 of 3 came; the next"
                        + " (counted 2))");
        // When
        stand.cluster.ack("orders-0", 1);
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void stepOfASequenceThatIsSoAlreadyIsNotWaitedForAgain() {
        // Given
        stand.inject(
                new PlannedFault("first", new Fault.PauseBroker(Target.broker(3), FOREVER), Trigger.acks(1)),
                new PlannedFault(
                        "f",
                        new Fault.CrashBroker(Target.broker(2), FOREVER),
                        new Trigger.Sequence(List.of(Trigger.acks(5), new Trigger.Following("first")))));
        // When
        stand.cluster.ack("orders-0", 1);
        stand.cluster.ack("orders-0", 4);
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void firstOfSeveralTriggersIsEnough() {
        // Given
        crashTwo(new Trigger.AnyOf(List.of(Trigger.acks(500), new Trigger.IsrSize(ORDERS_0, 2))));
        // When
        stand.cluster.pull(new Lever.Crash(3));
        // Then
        assertThat(isTwoDown()).isTrue();
    }

    @Test
    void faultLastsUntilItsEndComes() {
        // Given
        Injection injection = stand.inject(cutUntil(Trigger.acks(3)));
        assertThat(isCut()).isTrue();
        stand.cluster.ack("orders-0", 2);
        assertThat(isCut()).isTrue();
        // When
        stand.cluster.ack("orders-0", 1);
        // Then
        assertThat(isCut()).isFalse();
        assertThat(injection.awaitHealed(Duration.ZERO)).isTrue();
    }

    @Test
    void endIsCountedFromWhenTheFaultFired() {
        // Given
        Fault pause = new Fault.PauseBroker(Target.broker(2), FOREVER);
        stand.inject(new PlannedFault("f", pause, Trigger.acks(5), Optional.of(Trigger.acks(5))));
        // When
        stand.cluster.ack("orders-0", 5);
        assertThat(stand.cluster.state(2)).isEqualTo(NodeState.PAUSED);
        stand.cluster.ack("orders-0", 4);
        assertThat(stand.cluster.state(2)).isEqualTo(NodeState.PAUSED);
        stand.cluster.ack("orders-0", 1);
        // Then
        assertThat(stand.cluster.state(2)).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void whicheverEndComesFirstEndsIt() {
        // Given
        Fault pause = new Fault.PauseBroker(Target.broker(2), Optional.of(Duration.ofSeconds(2)));
        stand.inject(new PlannedFault("f", pause, Trigger.immediately(), Optional.of(Trigger.acks(5))));
        // When
        stand.timeline.advance(Duration.ofSeconds(2));
        stand.cluster.ack("orders-0", 5);
        // Then
        assertThat(stand.cluster.state(2)).isEqualTo(NodeState.RUNNING);
        assertThat(stand.told).filteredOn(line -> line.startsWith("healed")).hasSize(1);
    }

    @Test
    void endOfOneFaultIsTheTriggerOfAnother() {
        // Given
        stand.inject(
                cutUntil(Trigger.acks(3)),
                new PlannedFault("f", new Fault.CrashBroker(Target.broker(2), FOREVER), new Trigger.Healed("cut")));
        assertThat(isTwoDown()).isFalse();
        // When
        stand.cluster.ack("orders-0", 3);
        // Then
        assertThat(isTwoDown()).isTrue();
        assertThat(isCut()).isFalse();
    }

    @Test
    void barrierHoldsOneRequestUntilAnotherCame() {
        // Given
        Fault hold = new Fault.OnRequests(
                Requests.to(Target.broker(1), "EndTxn"), new WireRule.Act.HoldRequest(), 0, 1, FOREVER);
        stand.inject(new PlannedFault(
                "hold",
                hold,
                Trigger.immediately(),
                Optional.of(new Trigger.OnRequest(Requests.to(Target.broker(1), "AddPartitionsToTxn"), 1))));
        assertThat(stand.cluster.armed()).hasSize(2);
        // When
        stand.cluster.ask("EndTxn", 1);
        assertThat(stand.cluster.armed()).hasSize(2);
        stand.cluster.ask("AddPartitionsToTxn", 1);
        // Then
        assertThat(stand.cluster.armed()).isEmpty();
    }

    @Test
    void endOfThePlanFiresNothingThatWaitsForEnds() {
        // Given
        stand.inject(
                cutUntil(Trigger.acks(3)),
                new PlannedFault("f", new Fault.CrashBroker(Target.broker(2), FOREVER), new Trigger.Healed("cut")));
        // When
        stand.injector.heal(Duration.ofSeconds(1));
        // Then
        assertThat(isTwoDown()).isFalse();
        assertThat(stand.told).anyMatch(line -> line.startsWith("healed f: never fired"));
    }

    @Test
    void triggerNobodyCanWaitForIsRefusedBeforeAnythingFires() {
        // Given
        Trigger point = new Trigger.InApplication(
                new ApplicationRule.Where("com.example.Shop", "order", ApplicationRule.At.ENTRY, 0), 1);
        // Then
        assertThatThrownBy(() -> stand.inject(
                        cutUntil(Trigger.acks(3)),
                        new PlannedFault("f", new Fault.CrashBroker(Target.broker(2), FOREVER), point)))
                .isInstanceOf(TrialException.class)
                .hasMessage("fault f is not possible: nothing in this JVM can reach the code of the application."
                        + " Install the agent: kafka-trial:prepare-agent of the Maven plugin, or -javaagent by hand.");
        assertThat(stand.cluster.pulled()).isEmpty();
    }

    @Test
    void clustersDoNotHearOfEachOthersFaults() {
        // Given
        FaultStand other = new FaultStand();
        crashTwo(Trigger.acks(2));
        other.inject(new PlannedFault("f", new Fault.CrashBroker(Target.broker(2), FOREVER), Trigger.acks(2)));
        // When
        stand.cluster.ack("orders-0", 2);
        other.injector.heal(Duration.ofSeconds(1));
        // Then
        assertThat(isTwoDown()).isTrue();
        assertThat(other.cluster.pulled()).isEmpty();
    }
}
