/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What faults do, what they report of it and how they are undone. */
class EffectsTest {

    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final Optional<Duration> ONE_SECOND = Optional.of(Duration.ofSeconds(1));
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final FaultStand stand = new FaultStand();

    @Test
    void powerLossTakesTheBrokerAndHealingBringsItBack() {
        // When
        Injection injection = stand.inject(new Fault.LosePower(Target.leaderOf("orders-0"), ONE_SECOND));
        // Then
        assertThat(stand.cluster.pulled()).containsExactly(new Lever.PowerLoss(1));
        stand.timeline.advance(Duration.ofSeconds(1));
        assertThat(stand.cluster.state(1)).isEqualTo(NodeState.RUNNING);
        assertThat(stand.only(injection).evidence())
                .isEqualTo("broker 1 (leader of orders-0, epoch 0) lost power at once; broker 2 leads epoch 1;"
                        + " restarted after 1s");
        assertThat(stand.only(injection).touched()).isEqualTo(1);
    }

    @Test
    void wipedDiskIsEvidenceEnough() {
        // When
        Injection injection = stand.inject(new Fault.WipeDisk(Target.broker(3), ONE_SECOND));
        // Then
        assertThat(stand.cluster.pulled()).containsExactly(new Lever.WipeDisk(3));
        assertThat(stand.only(injection).bit()).isTrue();
    }

    @Test
    void fullDiskBitesOnlyWhenTheBrokerWrites() {
        // Given
        Injection injection = stand.inject(new Fault.SickDisk(Target.broker(2), new Ailment.Full(), FOREVER));
        assertThat(stand.only(injection).bit()).isFalse();
        assertThat(stand.only(injection).evidence()).isEqualTo("disk of broker 2 full at once; nobody wrote to it");
        // When
        stand.cluster.pull(new Lever.Crash(2)); // as Kafka halts
        // Then
        assertThat(stand.only(injection).touched()).isEqualTo(1);
        stand.injector.heal(BOUND);
        assertThat(stand.cluster.pulled()).endsWith(new Lever.FullDisk(2, false), new Lever.Restart(2));
        assertThat(stand.only(injection).evidence()).endsWith("broker 2 halted; well again and restarted after 0s");
    }

    @Test
    void slowDiskCountsWhatIsAcknowledgedMeanwhile() {
        // Given
        Duration slow = Duration.ofMillis(20);
        Injection injection = stand.inject(new Fault.SickDisk(Target.broker(2), new Ailment.Slow(slow), FOREVER));
        // When
        stand.cluster.ack("orders-0", 4);
        stand.injector.heal(BOUND);
        stand.cluster.ack("orders-0", 4);
        // Then
        assertThat(stand.only(injection).touched()).isEqualTo(4);
        assertThat(stand.cluster.pulled())
                .containsExactly(new Lever.SlowDisk(2, slow), new Lever.SlowDisk(2, Duration.ZERO));
    }

    @Test
    void throttleCountsWhatItDelayed() {
        // Given
        Endpoint one = Endpoint.broker(1);
        Injection injection = stand.inject(
                new Fault.ThrottleNetwork(new Target.AllClients(), Target.broker(1), false, 1_000, FOREVER));
        // When
        stand.cluster.countOn(Endpoint.clients(), one, new LinkCount(3, 2, 0));
        stand.injector.heal(BOUND);
        // Then
        assertThat(stand.cluster.pulled())
                .containsExactly(
                        new Lever.Throttle(Endpoint.clients(), one, 1_000), new Lever.Mend(Endpoint.clients(), one));
        assertThat(stand.only(injection).evidence())
                .isEqualTo(
                        "throttled clients -> broker 1 to 1000 bytes/s at once; 2 messages delayed; mended after 0s");
    }

    @Test
    void resetOfConnectionsIsOverAtOnce() {
        // When
        Injection injection = stand.inject(new Fault.ResetConnections(new Target.AllClients(), Target.broker(1)));
        // Then
        assertThat(stand.cluster.pulled()).containsExactly(new Lever.Reset(Endpoint.clients(), Endpoint.broker(1)));
        assertThat(injection.awaitHealed(Duration.ZERO)).isTrue();
        assertThat(stand.only(injection).bit()).isFalse(); // the fake lost no connection
    }

    @Test
    void clocksAreSetRightAgain() {
        // Given
        stand.cluster.pull(new Lever.Crash(3));
        Injection injection =
                stand.inject(new Fault.SkewClock(new Target.AllBrokers(), Duration.ofSeconds(-10), ONE_SECOND));
        // When
        stand.timeline.advance(Duration.ofSeconds(1));
        // Then
        assertThat(stand.only(injection).evidence())
                .isEqualTo("clock of broker 1, broker 2 wrong by -10s at once; broker 3 was crashed already;"
                        + " right again after 1s");
        assertThat(stand.cluster.pulled())
                .endsWith(
                        new Lever.SkewClock(Endpoint.broker(1), Duration.ZERO),
                        new Lever.SkewClock(Endpoint.broker(2), Duration.ZERO));
    }

    @Test
    void whatAdministratorsDidIsUndone() {
        // Given
        AdminAct back = new AdminAct.SetTopicConfig("orders", "retention.ms", Optional.empty());
        stand.cluster.answerAdmin(new AdminOutcome("retention.ms of orders 1 instead of -1", 1, Optional.of(back)));
        AdminAct act = new AdminAct.SetTopicConfig("orders", "retention.ms", Optional.of("1"));
        // When
        Injection injection = stand.inject(new Fault.Administer(act, FOREVER));
        assertThat(stand.only(injection).evidence()).isEqualTo("retention.ms of orders 1 instead of -1 at once");
        stand.injector.heal(BOUND);
        // Then
        assertThat(stand.cluster.pulled()).containsExactly(new Lever.Administer(act), new Lever.Administer(back));
    }

    @Test
    void whatCannotBeUndoneIsOverAtOnce() {
        // Given
        stand.cluster.answerAdmin(new AdminOutcome("orders has 5 partitions instead of 3", 2, Optional.empty()));
        // When
        Injection injection = stand.inject(new Fault.Administer(new AdminAct.AddPartitions("orders", 5), FOREVER));
        // Then
        assertThat(injection.awaitHealed(Duration.ZERO)).isTrue();
        assertThat(stand.only(injection).evidence())
                .isEqualTo("orders has 5 partitions instead of 3 at once; stays after 0s");
    }

    @Test
    void changeThatWasSoAlreadyDoesNotBite() {
        assertThat(stand.only(stand.inject(new Fault.Administer(new AdminAct.RemoveMembers("g"), FOREVER)))
                        .bit())
                .isFalse();
    }

    @Test
    void rollingRestartTakesOneAfterTheOther() {
        // When
        Injection injection = stand.inject(new Fault.RollingRestart(new Target.AllBrokers(), false, 1));
        // Then
        assertThat(stand.cluster.pulled())
                .containsExactly(
                        new Lever.Stop(1),
                        new Lever.Restart(1),
                        new Lever.Stop(2),
                        new Lever.Restart(2),
                        new Lever.Stop(3),
                        new Lever.Restart(3));
        assertThat(injection.awaitHealed(Duration.ZERO)).isTrue();
        assertThat(stand.only(injection).touched()).isEqualTo(3);
    }

    @Test
    void oneThingThatCannotBeUndoneKeepsNothingElseBroken() {
        // Given
        AdminAct back = new AdminAct.DeleteTopic("orders");
        stand.cluster.answerAdmin(new AdminOutcome("x", 1, Optional.of(back)));
        stand.injector.pull(new Lever.Crash(2));
        stand.cluster.refuse(2, "disk on fire");
        stand.inject(
                new PlannedFault(
                        "cut",
                        new Fault.CutNetwork(Target.broker(1), Target.broker(3), true, FOREVER),
                        Trigger.immediately()),
                new PlannedFault(
                        "set",
                        new Fault.Administer(
                                new AdminAct.MoveLeader(PartitionId.parse("orders-0"), OptionalInt.empty()), FOREVER),
                        Trigger.immediately()));
        // Then
        assertThatThrownBy(() -> stand.injector.heal(BOUND))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("broker 2 did not come back: disk on fire");
        assertThat(stand.lastOnLinks()).isInstanceOf(Lever.Mend.class);
        assertThat(stand.cluster.pulled()).contains(new Lever.Administer(back));
    }

    @Test
    void clientsAreTheStagesBusiness() {
        // Given
        FakeStage stage = new FakeStage();
        stand.injector.stage(stage);
        Fault.OnClients fault = new Fault.OnClients(new Target.Member("g", 1), new ClientAct.Pause());
        Injection injection = stand.inject(fault);
        assertThat(stand.only(injection).firedAt()).isEmpty(); // nobody there yet
        // When
        stage.members = 1;
        stage.told.accept(new ClientEvent.Appeared(Instant.EPOCH, "consumer-1"));
        // Then
        assertThat(stand.only(injection).evidence()).isEqualTo("consumer-1 paused at once");
        stand.injector.heal(BOUND);
        assertThat(stage.undone).containsExactly("f");
    }

    @Test
    void clientsWithoutAStageAreRefused() {
        assertThatThrownBy(() -> stand.inject(new Fault.OnClients(new Target.Member("g", 0), new ClientAct.Crash())))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("nobody here knows the clients of the application");
    }

    @Test
    void healingByHandUndoesWhatAdministratorsAndClocksDid() {
        // Given
        AdminAct back = new AdminAct.RemoveMembers("back");
        stand.cluster.answerAdmin(new AdminOutcome("x", 1, Optional.of(back)));
        stand.injector.pull(new Lever.Administer(new AdminAct.RemoveMembers("g")));
        stand.injector.pull(new Lever.SkewClock(Endpoint.broker(1), Duration.ofHours(1)));
        // When
        stand.injector.heal(BOUND);
        // Then
        assertThat(stand.cluster.pulled())
                .contains(new Lever.SkewClock(Endpoint.broker(1), Duration.ZERO), new Lever.Administer(back));
    }

    private static final class FakeStage implements ClientStage {
        private int members;
        private final List<String> undone = new ArrayList<>();
        private Consumer<ClientEvent> told = event -> {};

        @Override
        public Optional<String> cannot(Fault.OnClients fault) {
            return Optional.empty();
        }

        @Override
        public Ongoing act(String name, Fault.OnClients fault) throws Unresolved {
            if (members == 0) {
                throw new Unresolved("group g has no member");
            }
            return new Ongoing() {
                @Override
                public String detail() {
                    return "consumer-1 paused";
                }

                @Override
                public long touched() {
                    return 1;
                }

                @Override
                public String evidence() {
                    return detail();
                }

                @Override
                public String undo() {
                    undone.add(name);
                    return "runs on";
                }
            };
        }

        @Override
        public void listen(Consumer<ClientEvent> listener) {
            told = listener;
        }
    }
}
