/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans that contradict themselves, or never could work, are refused with the reason before anything fires. */
class PlanMisuseTest {

    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final Trigger NOW = Trigger.immediately();
    private static final PartitionId ORDERS_0 = PartitionId.parse("orders-0");
    private static final Fault CRASH = new Fault.CrashBroker(Target.broker(1), FOREVER);
    private static final ClusterSpec SPEC = new ClusterSpec(
            3,
            1,
            List.of(
                    new TopicSpec("orders", 3, OptionalInt.empty(), Map.of()),
                    new TopicSpec("single", 1, OptionalInt.of(1), Map.of())),
            Map.of(),
            Map.of(),
            OptionalInt.empty(),
            1);

    private static Arguments until(Fault fault, Trigger trigger, Trigger until, String why) {
        return Arguments.of(List.of(new PlannedFault("f", fault, trigger, Optional.of(until))), why);
    }

    private static Arguments fault(Fault fault, String why) {
        return Arguments.of(List.of(new PlannedFault("f", fault, NOW)), why);
    }

    private static Arguments trigger(Trigger trigger, String why) {
        return Arguments.of(List.of(new PlannedFault("f", CRASH, trigger)), why);
    }

    private static Arguments admin(AdminAct act, String why) {
        return fault(new Fault.Administer(act, FOREVER), why);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                until(CRASH, Trigger.acks(5), NOW, "it would end before anyone could notice: what ends it (at once)"),
                until(
                        CRASH,
                        new Trigger.OffsetCommitted("g", ORDERS_0, 100),
                        new Trigger.OffsetCommitted("g", ORDERS_0, 50),
                        "what ends it (when group g committed orders-0@50) has come before it fires"),
                until(
                        CRASH,
                        new Trigger.IsrSize(ORDERS_0, 2),
                        new Trigger.IsrSize(ORDERS_0, 2),
                        "it would end before anyone could notice"),
                until(CRASH, NOW, new Trigger.Following("f"), "it would end before anyone could notice"),
                until(CRASH, NOW, new Trigger.Healed("f"), "its end never comes: it waits for itself by way of f"),
                until(
                        CRASH,
                        NOW,
                        new Trigger.IsrSize(ORDERS_0, 4),
                        "the ISR of orders-0 never has 4 of its 3 replicas"),
                until(
                        new Fault.ResetConnections(new Target.AllClients(), Target.broker(1)),
                        NOW,
                        Trigger.acks(5),
                        "it is over at once and has no end to wait for"),
                until(
                        new Fault.CrashBroker(new Target.AllBrokers(), FOREVER),
                        NOW,
                        Trigger.acks(5),
                        "with it every broker is down until something comes (after ack 5) that only a broker can bring"),
                until(CRASH, NOW, new Trigger.Following("g"), "it follows fault g, which the plan does not have"));
    }

    static Stream<Arguments> waiting() {
        PlannedFault lasting = new PlannedFault("long", CRASH, NOW);
        Fault pause = new Fault.PauseBroker(Target.broker(2), FOREVER);
        return Stream.of(
                Arguments.of(
                        List.of(lasting, new PlannedFault("f", pause, new Trigger.Healed("long"))),
                        "fault f is not possible: it waits for the end of fault long, which lasts until the end of the"
                                + " test. Let that one end (a time, or until), or wait for something else."),
                Arguments.of(
                        List.of(
                                new PlannedFault("a", CRASH, new Trigger.Following("b")),
                                new PlannedFault(
                                        "b",
                                        pause,
                                        new Trigger.AllOf(List.of(Trigger.acks(1), new Trigger.Following("a"))))),
                        "fault a is not possible: it waits for itself by way of b. Break the circle."),
                Arguments.of(
                        List.of(
                                new PlannedFault("a", CRASH, NOW, Optional.of(new Trigger.Following("b"))),
                                new PlannedFault("b", pause, new Trigger.Healed("a"))),
                        "it waits for"),
                trigger(new Trigger.Healed("x"), "it waits for the end of fault x, which the plan does not have"),
                trigger(new Trigger.Sequence(List.of()), "its trigger is made of no others and never comes"),
                trigger(new Trigger.AnyOf(List.of(Trigger.acks(0))), "acks = 0 is never counted up to"),
                trigger(
                        new Trigger.OnRequest(Requests.to(new Target.AllClients(), "Produce"), 1),
                        "nobody sends requests to clients"),
                trigger(
                        new Trigger.OnRequest(Requests.to(Target.broker(1), "Prduce"), 1),
                        "Kafka has no request named 'Prduce'. Did you mean 'Produce'?"),
                trigger(new Trigger.OnRequest(Requests.to(Target.broker(1), "Produce"), 0), "nth = 0 is never"),
                trigger(
                        new Trigger.GroupState("g", "Stabil"),
                        "groups have no state 'Stabil'. Did you mean Stable? There are Empty,"),
                trigger(new Trigger.GroupState(" ", "Stable"), "the group of its trigger is blank"),
                trigger(
                        new Trigger.TransactionState("tx", "PrepareCommits"),
                        "transactions have no state 'PrepareCommits'. Did you mean PrepareCommit?"),
                trigger(new Trigger.TransactionState("", "Ongoing"), "the transactional id of its trigger is blank"),
                trigger(new Trigger.OffsetCommitted("g", PartitionId.parse("orders-7"), 1), "names partition orders-7"),
                trigger(new Trigger.Handled(Optional.empty(), 0), "handled = 0 is never counted up to"),
                trigger(new Trigger.Delivered("g", 0), "delivered = 0 is never counted up to"),
                trigger(new Trigger.LeaderElected(PartitionId.parse("payments-0")), "names topic payments"),
                trigger(new Trigger.AtCodePoint(Target.broker(1), " ", 1), "its point is blank"),
                trigger(
                        new Trigger.InApplication(
                                new ApplicationRule.Where("Shop", "order", ApplicationRule.At.LINE, 0), 1),
                        "it has a line without at = LINE"));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(new Fault.LosePower(Target.parse("controller"), FOREVER), "only disks of brokers fail"),
                fault(new Fault.WipeDisk(Target.parse("client:a"), FOREVER), "is no node"),
                fault(
                        new Fault.SickDisk(Target.broker(1), new Ailment.Slow(Duration.ZERO), FOREVER),
                        "its latency and jitter are both zero"),
                fault(
                        new Fault.SplitNetwork(Split.of(Split.Shape.ISOLATE).around(new Target.AllBrokers()), FOREVER),
                        "with every broker on one side nobody is on the other"),
                fault(
                        new Fault.SplitNetwork(Split.of(Split.Shape.BRIDGE).withClients(), FOREVER),
                        "with BRIDGE there is no larger side for clients to stay with"),
                fault(
                        new Fault.SplitNetwork(
                                Split.of(Split.Shape.ISOLATE).around(new Target.ActiveController()), FOREVER),
                        "the links of controllers stay whole"),
                fault(
                        new Fault.ThrottleNetwork(Target.broker(1), Target.broker(2), true, 0, FOREVER),
                        "a link cannot let 0 bytes a second pass"),
                fault(
                        new Fault.ResetConnections(new Target.AllClients(), Target.parse("client:a")),
                        "clients never talk to each other"),
                fault(
                        new Fault.SkewClock(Target.broker(1), Duration.ZERO, FOREVER),
                        "a clock that is wrong by nothing is right"),
                fault(new Fault.RollingRestart(new Target.AllBrokers(), false, 0), "rounds = 0 restarts nobody"),
                fault(new Fault.CrashBroker(Target.parse("controller:9"), FOREVER), "there is no controller 9"),
                fault(new Fault.CrashBroker(Target.parse("controllers-minority"), FOREVER), "none can be lost"),
                fault(new Fault.CrashBroker(Target.parse("member:g"), FOREVER), "is no node"),
                fault(
                        new Fault.CrashBroker(Target.parse("txn-coordinator: "), FOREVER),
                        "the id of its target is blank"),
                fault(new Fault.CrashBroker(Target.parse("replicas:orders-4"), FOREVER), "names partition orders-4"),
                fault(
                        new Fault.CutNetwork(Target.parse("producer:tx"), Target.broker(1), true, FOREVER),
                        "is no end of a link"),
                fault(
                        new Fault.OnRequests(Requests.to(Target.broker(1), "Produce"), new WireRule.Act.Note()),
                        "it breaks nothing"),
                fault(
                        new Fault.OnRequests(
                                Requests.to(Target.broker(1), "Produce"), new WireRule.Act.DelayRequest(Duration.ZERO)),
                        "delay nothing"));
    }

    static Stream<Arguments> clientsAndCode() {
        ApplicationRule.Where order = new ApplicationRule.Where("Shop", "order", ApplicationRule.At.ENTRY, 0);
        return Stream.of(
                fault(new Fault.OnClients(Target.broker(1), new ClientAct.Crash()), "is no client"),
                fault(new Fault.OnClients(Target.parse("producer:tx"), new ClientAct.Storm(3)), "names none"),
                fault(new Fault.OnClients(Target.parse("member:g"), new ClientAct.Storm(0)), "nobody joins"),
                fault(
                        new Fault.OnClients(Target.parse("member:g"), new ClientAct.SlowHandler(Duration.ZERO)),
                        "its delay is no time at all"),
                fault(
                        new Fault.OnClients(
                                Target.parse("member:g"),
                                new ClientAct.Crash(),
                                ClientPoint.AFTER_POLL,
                                new Passages(-1, 0),
                                FOREVER),
                        "less than no passage"),
                fault(new Fault.InApplication(new ApplicationRule.Raw("x"), FOREVER), "its rule is none"),
                fault(
                        new Fault.InApplication(
                                new ApplicationRule.AtMethod(
                                        order, new ApplicationRule.Act.Throw("no class", "m"), Passages.all()),
                                FOREVER),
                        "'no class' is no name of an exception"));
    }

    static Stream<Arguments> administrators() {
        return Stream.of(
                admin(new AdminAct.MoveLeader(ORDERS_0, OptionalInt.of(4)), "names broker 4"),
                admin(
                        new AdminAct.MoveLeader(PartitionId.parse("single-0"), OptionalInt.empty()),
                        "single-0 has a single replica, and nobody else can lead it"),
                admin(new AdminAct.Reassign(ORDERS_0, List.of(1, 1)), "cannot be on the brokers [1, 1]"),
                admin(new AdminAct.AddPartitions("orders", 3), "has 3 partitions already, and cannot have 3"),
                admin(new AdminAct.CreateTopic("orders", 1, 1), "topic orders is there already"),
                admin(new AdminAct.CreateTopic("new", 0, 1), "at least one partition"),
                admin(new AdminAct.CreateTopic("new", 1, 4), "the cluster has only 3 brokers"),
                admin(new AdminAct.DeleteRecords(ORDERS_0, -2), "no offset lies before -2"),
                admin(new AdminAct.DeleteTopic("payments"), "names topic payments"),
                admin(new AdminAct.RecreateTopic("payments"), "names topic payments"),
                admin(new AdminAct.SetTopicConfig("orders", " ", Optional.empty()), "its key is blank"),
                admin(new AdminAct.SetBrokerConfig(OptionalInt.of(9), "k", Optional.empty()), "names broker 9"),
                admin(new AdminAct.RemoveMembers(""), "its group is blank"),
                admin(new AdminAct.AbortTransaction(""), "its transactional id is blank"),
                admin(
                        new AdminAct.SetQuota(Optional.empty(), Optional.of("c"), "produce_rate", OptionalDouble.of(1)),
                        "Did you mean producer_byte_rate?"),
                admin(
                        new AdminAct.SetQuota(
                                Optional.empty(), Optional.of("c"), "producer_byte_rate", OptionalDouble.of(0)),
                        "lets nothing pass ever"));
    }

    @ParameterizedTest
    @MethodSource({"ends", "waiting", "faults", "clientsAndCode", "administrators"})
    void impossiblePlanIsRefusedWithTheReason(List<PlannedFault> faults, String why) {
        assertThatThrownBy(() -> new Plan(1, faults).check(SPEC))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(why);
    }

    @Test
    void crashOfAllBrokersMayEndByWhatNeedsNoBroker() {
        Plan plan = new Plan(
                1,
                List.of(new PlannedFault(
                        "f",
                        new Fault.CrashBroker(new Target.AllBrokers(), FOREVER),
                        NOW,
                        Optional.of(
                                new Trigger.AnyOf(List.of(Trigger.acks(1), Trigger.after(Duration.ofSeconds(1))))))));
        assertThatCode(() -> plan.check(SPEC)).doesNotThrowAnyException();
    }
}
