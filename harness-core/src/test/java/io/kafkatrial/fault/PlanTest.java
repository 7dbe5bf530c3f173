/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault.CrashBroker;
import io.kafkatrial.fault.Fault.CutNetwork;
import io.kafkatrial.fault.Fault.DelayNetwork;
import io.kafkatrial.fault.Fault.PauseBroker;
import io.kafkatrial.fault.Fault.StopBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTest {

    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final Duration MS_50 = Duration.ofMillis(50);
    private static final Trigger NOW = Trigger.immediately();
    private static final ClusterSpec SPEC = spec(3);

    private static ClusterSpec spec(int brokers) {
        return new ClusterSpec(
                brokers,
                1,
                List.of(
                        new TopicSpec("orders", 3, OptionalInt.empty(), Map.of()),
                        new TopicSpec("single", 1, OptionalInt.of(1), Map.of())),
                Map.of(),
                Map.of(),
                OptionalInt.empty(),
                1);
    }

    private static Arguments of(Fault fault, Trigger trigger, String message) {
        return Arguments.of(Plan.of(1, "f", fault, trigger), message);
    }

    private static Fault crash(String target) {
        return new CrashBroker(Target.parse(target), FOREVER);
    }

    private static Fault cut(String from, String to) {
        return new CutNetwork(Target.parse(from), Target.parse(to), true, FOREVER);
    }

    static Stream<Arguments> badTargets() {
        return Stream.of(
                of(
                        crash("broker:4"),
                        NOW,
                        "fault f names broker 4, which does not exist: the cluster has the brokers"
                                + " 1 to 3. Name one of them."),
                of(
                        crash("broker:0"),
                        NOW,
                        "fault f names broker 0, which does not exist: the cluster has the brokers"
                                + " 1 to 3. Name one of them."),
                of(
                        crash("leader:payments-0"),
                        NOW,
                        "fault f names topic payments, which does not exist: the cluster"
                                + " has orders, single. Declare the topic or correct the name."),
                of(
                        crash("leader:orders-3"),
                        NOW,
                        "fault f names partition orders-3, which does not exist: topic orders"
                                + " has the partitions 0 to 2. Correct the number or declare more partitions."),
                of(
                        crash("followers:single-0"),
                        NOW,
                        "fault f is not possible: single-0 has a single replica and so no"
                                + " follower. Raise the replication factor of single or target its leader."),
                of(
                        crash("clients"),
                        NOW,
                        "fault f is not possible: its target 'clients' is no node, and only brokers and controllers"
                                + " can be crashed, stopped or paused. Name a node, for example broker:1,"
                                + " leader:TOPIC-PARTITION or controller."),
                of(
                        cut("clients", "controller"),
                        NOW,
                        "fault f is not possible: 'clients -> controller' is no link:"
                                + " clients never talk to controllers. Name one of the cluster's links, for example clients ->"
                                + " leader:TOPIC-PARTITION."),
                of(
                        cut("broker:1", "broker:1"),
                        NOW,
                        "fault f is not possible: 'broker:1 -> broker:1' is no link: both"
                                + " ends are the same. Name one of the cluster's links, for example clients ->"
                                + " leader:TOPIC-PARTITION."));
    }

    static Stream<Arguments> badTimesAndTriggers() {
        return Stream.of(
                of(
                        new PauseBroker(Target.broker(1), Optional.of(Duration.ZERO)),
                        NOW,
                        "fault f is not possible: it"
                                + " would last 0s and be undone before anyone could notice. Give it a longer time, or none to"
                                + " last until the end of the test."),
                of(
                        new DelayNetwork(
                                Target.parse("clients"), Target.broker(1), true, Duration.ZERO, Duration.ZERO, FOREVER),
                        NOW,
                        "fault f is not possible: its latency and jitter are both zero and delay nothing. Give a"
                                + " latency, for example 50ms."),
                of(
                        crash("broker:1"),
                        Trigger.acks(0),
                        "fault f is not possible: acks = 0 is never counted up to. Set" + " acks to 1 or more."),
                of(
                        crash("broker:1"),
                        Trigger.acks(1, "nope"),
                        "fault f names topic nope, which does not exist: the"
                                + " cluster has orders, single. Declare the topic or correct the name."),
                of(
                        crash("broker:1"),
                        new Trigger.IsrSize(PartitionId.parse("orders-0"), 4),
                        "fault f is not possible: the ISR of orders-0 never has 4 of its 3 replicas. Wait for a size"
                                + " from 1 to 3."),
                of(
                        crash("broker:1"),
                        new Trigger.Commits(" ", 1),
                        "fault f is not possible: the group of its trigger" + " is blank. Name the consumer group."),
                of(
                        crash("broker:1"),
                        new Trigger.Following("g"),
                        "fault f is not possible: it follows fault g, which"
                                + " the plan does not have. Name one of f."),
                of(
                        crash("broker:1"),
                        new Trigger.Following("f"),
                        "fault f is not possible: it waits for itself by way" + " of f. Break the circle."));
    }

    @ParameterizedTest
    @MethodSource({"badTargets", "badTimesAndTriggers"})
    void impossibleFaultIsRefusedWithItsNameValueCauseAndFix(Plan plan, String message) {
        assertThatThrownBy(() -> plan.check(SPEC))
                .isInstanceOf(TrialException.class)
                .hasMessage(message);
    }

    @Test
    void twoFaultsOfOneNameAreRefused() {
        Plan plan = new Plan(
                1,
                List.of(new PlannedFault("f", crash("broker:1"), NOW), new PlannedFault("f", crash("broker:2"), NOW)));
        assertThatThrownBy(() -> plan.check(SPEC)).hasMessageContaining("another fault of the plan has the same name");
    }

    @Test
    void twoFaultsOnOneBrokerAtOneMomentContradictEachOther() {
        Plan plan = new Plan(
                1,
                List.of(
                        new PlannedFault("crash", crash("broker:1"), Trigger.acks(5)),
                        new PlannedFault("stop", new StopBroker(Target.broker(1), FOREVER), Trigger.acks(5))));
        assertThatThrownBy(() -> plan.check(SPEC))
                .hasMessage(
                        "fault stop is not possible: fault crash hits broker:1 at the same moment (after ack 5), and"
                                + " only one of them can bite. Remove one, or give it another target or trigger.");
    }

    @Test
    void planThatTakesEveryBrokerAwayForGoodIsRefused() {
        Plan oneByOne = new Plan(
                1,
                List.of(
                        new PlannedFault("a", crash("broker:1"), Trigger.acks(1)),
                        new PlannedFault("b", crash("broker:2"), Trigger.acks(2)),
                        new PlannedFault("c", crash("broker:3"), Trigger.acks(3))));
        assertThatThrownBy(() -> oneByOne.check(SPEC))
                .hasMessageContaining(
                        "fault c is not possible: with it every broker of the cluster is down and none comes back");
        Plan only = Plan.of(1, "f", crash("leader:orders-0"), NOW);
        assertThatThrownBy(() -> only.check(spec(1))).hasMessageContaining("every broker of the cluster is down");
    }

    @Test
    void planThatBringsABrokerBackMayTakeThemAll() {
        Fault all = new CrashBroker(Target.parse("brokers"), Optional.of(Duration.ofSeconds(1)));
        assertThatCode(() -> Plan.of(1, "f", all, NOW).check(SPEC)).doesNotThrowAnyException();
    }

    @Test
    void topicsThatKafkaMakesItselfMayBeNamedBeforeTheyExist() {
        Plan plan = Plan.of(1, "f", crash("leader:__consumer_offsets-7"), NOW);
        assertThatCode(() -> plan.check(SPEC)).doesNotThrowAnyException();
    }

    @Test
    void planKnowsWhatItNeedsOfAnEngine() {
        Plan plan = new Plan(
                1,
                List.of(
                        new PlannedFault("a", crash("any"), NOW),
                        new PlannedFault("b", new PauseBroker(Target.broker(1), FOREVER), NOW),
                        new PlannedFault("c", cut("clients", "brokers"), NOW),
                        new PlannedFault("d", cut("brokers", "brokers"), NOW),
                        new PlannedFault("e", cut("controller", "broker:1"), NOW),
                        new PlannedFault("f", new PauseBroker(Target.parse("controller"), Optional.of(MS_50)), NOW)));
        assertThat(plan.needs())
                .containsExactlyInAnyOrder(
                        Capability.PROCESS,
                        Capability.PAUSE,
                        Capability.CLIENT_LINKS,
                        Capability.BROKER_LINKS,
                        Capability.CONTROLLER_LINKS,
                        Capability.CONTROLLER_PROCESS);
        assertThat(Plan.of(1, "f", crash("any"), NOW).needs()).containsExactly(Capability.PROCESS);
    }

    @Test
    void faultsReadInOneLine() {
        Fault delay = new DelayNetwork(
                Target.parse("brokers"), Target.parse("brokers"), false, MS_50, Duration.ofMillis(20), FOREVER);
        Fault crash = new CrashBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1)));
        assertThat(delay.describe()).isEqualTo("delay brokers -> brokers by 50ms to 70ms");
        assertThat(crash.describe()).isEqualTo("crash leader:orders-0 for 1s");
        assertThat(cut("clients", "broker:1").describe()).isEqualTo("cut clients <-> broker:1");
    }
}
