/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Ailment;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every fault, act and trigger there is has an annotation, and it means what it says. */
class FaultAnnotationsTest {

    private static final ClusterSpec SPEC = new ClusterSpec(
            3,
            1,
            List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of())),
            Map.of(),
            Map.of(),
            OptionalInt.empty(),
            7);

    private static Plan plan(AnnotatedElement... elements) {
        return FaultDeclarations.plan("test", List.of(elements), SPEC);
    }

    private static PlannedFault only(AnnotatedElement element) {
        assertThat(plan(element).faults()).hasSize(1);
        return plan(element).faults().get(0);
    }

    @CrashBroker(broker = 1, restartAfter = "1s")
    @StopBroker(on = "broker:2", restartAfter = "1s")
    @PauseBroker(on = "controller", resumeAfter = "1s")
    @LosePower(on = "leader:orders-0", restartAfter = "1s")
    @WipeDisk(on = "follower:orders-0", restartAfter = "1s")
    @FullDisk(on = "broker:3")
    @FailedDisk(on = "broker:2", healAfter = "1s")
    @SlowDisk(on = "brokers", latency = "20ms")
    @ClockSkew(on = "broker:1", by = "-10s")
    @RollingRestart(when = @When(acks = 5))
    @NetworkPartition(from = "broker:1", to = "broker:2")
    @NetworkDelay(from = "clients", to = "brokers", latency = "5ms")
    @NetworkThrottle(from = "clients", to = "brokers", bytesPerSecond = 1000)
    @ResetConnections(from = "clients", to = "brokers")
    @NetworkSplit(shape = Split.Shape.ISOLATE, around = "broker:1", clients = true)
    @BrokerCodeFault(on = "brokers", at = "before-append", delay = "5ms")
    @InjectRule("RULE r CLASS Shop METHOD order IF true DO traceln(1) ENDRULE")
    static class Faults {}

    @CrashClient(who = "member:g", until = @When(handled = 5))
    @CrashClient(who = "member:g", leak = true)
    @PauseClient(who = "member:g/1")
    @ZombieClient(who = "producer:tx")
    @SlowHandler(who = "member:g", by = "5ms")
    @SlowHandler(who = "member:g", by = "5ms", poll = true)
    @FailHandler(who = "member:g", message = "broken")
    @LeaveGroup(who = "member:g")
    @RebalanceStorm(group = "g", joins = 2)
    static class Clients {}

    @Test
    void everyActOnClientsHasAnAnnotation() {
        Set<Class<?>> acts = new LinkedHashSet<>();
        plan(Clients.class)
                .faults()
                .forEach(planned ->
                        acts.add(((Fault.OnClients) planned.fault()).act().getClass()));
        assertThat(acts).containsExactlyInAnyOrder(ClientAct.class.getPermittedSubclasses());
        assertThat(plan(Clients.class).faults().get(0).until()).contains(new Trigger.Handled(Optional.empty(), 5));
    }

    @Test
    void everyFaultHasAnAnnotation() {
        // Given
        Set<Class<?>> kinds = new LinkedHashSet<>();
        kinds.add(Fault.OnRequests.class);
        kinds.add(Fault.Administer.class);
        kinds.add(Fault.OnClients.class);
        // When
        plan(Faults.class).faults().forEach(planned -> kinds.add(planned.fault().getClass()));
        // Then
        assertThat(kinds).containsExactlyInAnyOrder(Fault.class.getPermittedSubclasses());
        assertThat(plan(Faults.class).faults())
                .extracting(PlannedFault::fault)
                .contains(
                        new Fault.SkewClock(Target.broker(1), Duration.ofSeconds(-10), Optional.empty()),
                        new Fault.SplitNetwork(
                                Split.of(Split.Shape.ISOLATE)
                                        .around(Target.broker(1))
                                        .withClients(),
                                Optional.empty()),
                        new Fault.LosePower(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1))));
        assertThat(plan(Faults.class).faults())
                .extracting(PlannedFault::fault)
                .filteredOn(Fault.SickDisk.class::isInstance)
                .extracting(fault -> (Object) ((Fault.SickDisk) fault).ailment().getClass())
                .containsExactlyInAnyOrder((Object[]) Ailment.class.getPermittedSubclasses());
    }

    @DropRequest(api = "Produce")
    @DropResponse(api = "Produce")
    @HoldRequest(api = "Produce")
    @HoldResponse(api = "Produce")
    @DuplicateRequest(api = "Produce")
    @FailRequest(api = "Produce", error = "NOT_LEADER_OR_FOLLOWER")
    @StaleMetadata
    @DelayRequest(api = "Produce", time = "5ms")
    @DelayResponse(api = "Produce", time = "5ms")
    @ReorderRequests(api = "Produce")
    static class Requests {}

    @Test
    void everyActOnRequestsHasAnAnnotation() {
        Set<Class<?>> acts = new LinkedHashSet<>(Set.of(WireRule.Act.Note.class)); // breaks nothing
        plan(Requests.class)
                .faults()
                .forEach(planned ->
                        acts.add(((Fault.OnRequests) planned.fault()).act().getClass()));
        assertThat(acts).containsExactlyInAnyOrder(WireRule.Act.class.getPermittedSubclasses());
    }

    @Administer(moveLeader = "orders-0", to = 2)
    @Administer(electPreferred = "orders-0")
    @Administer(
            reassign = "orders-0",
            to = {2, 3})
    @Administer(addPartitions = "orders", total = 6)
    @Administer(createTopic = "other")
    @Administer(deleteTopic = "orders")
    @Administer(recreateTopic = "orders")
    @Administer(deleteRecords = "orders-0", before = 5)
    @Administer(topicConfig = "orders", config = "retention.ms=1000")
    @Administer(brokerConfig = "all", config = "log.cleaner.threads=2")
    @Administer(deleteOffsets = "g", topic = "orders")
    @Administer(removeMembers = "g")
    @Administer(quota = "app", config = "producer_byte_rate=1000")
    @Administer(abortTransaction = "tx")
    static class Administrators {}

    @Test
    void everyActOfAdministratorsHasAnAttribute() {
        Set<Class<?>> acts = new LinkedHashSet<>();
        plan(Administrators.class)
                .faults()
                .forEach(planned ->
                        acts.add(((Fault.Administer) planned.fault()).act().getClass()));
        assertThat(acts).containsExactlyInAnyOrder(AdminAct.class.getPermittedSubclasses());
    }

    @CrashBroker(name = "first", broker = 1, restartAfter = "1s")
    @StopBroker(on = "broker:1", when = @When(acks = 5, topic = "orders"))
    @StopBroker(on = "broker:1", when = @When(after = "1s"))
    @StopBroker(on = "broker:1", when = @When(request = "EndTxn", nth = 2))
    @StopBroker(on = "broker:1", when = @When(isrOf = "orders-0", isrSize = 2))
    @StopBroker(on = "broker:1", when = @When(leaderElected = "orders-0"))
    @StopBroker(on = "broker:1", when = @When(commits = 5, group = "g"))
    @StopBroker(on = "broker:1", when = @When(committed = "orders-0", offset = 5, group = "g"))
    @StopBroker(on = "broker:1", when = @When(groupState = "Stable", group = "g"))
    @StopBroker(on = "broker:1", when = @When(delivered = 5, group = "g"))
    @StopBroker(on = "broker:1", when = @When(handled = 5, by = "application"))
    @StopBroker(on = "broker:1", when = @When(transaction = "tx", transactionState = "Ongoing"))
    @StopBroker(on = "broker:1", when = @When(point = "before-append", in = "leader:orders-0", nth = 3))
    @StopBroker(on = "broker:1", when = @When(method = "com.example.Shop#order"))
    @StopBroker(on = "broker:1", when = @When(fired = "first"))
    @StopBroker(on = "broker:1", when = @When(healed = "first"))
    @StopBroker(
            on = "broker:1",
            when = {@When(acks = 1), @When(acks = 2)})
    @StopBroker(on = "broker:1", when = @When(acks = 10, after = "9s", any = true))
    @StopBroker(on = "broker:1", when = @When(acks = 11, after = "9s", all = true))
    static class Moments {}

    @Test
    void everyTriggerHasAnAttribute() {
        Set<Class<?>> triggers = new LinkedHashSet<>();
        plan(Moments.class)
                .faults()
                .forEach(planned -> triggers.add(planned.trigger().getClass()));
        assertThat(triggers).containsExactlyInAnyOrder(Trigger.class.getPermittedSubclasses());
    }

    @Retention(RetentionPolicy.RUNTIME)
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 20), until = @When(leaderElected = "orders-0"))
    @interface LeaderCrash {}

    @LeaderCrash
    static class OfClass {

        @NetworkDelay(from = "clients", to = "brokers", latency = "5ms")
        @NetworkDelay(from = "brokers", to = "clients", latency = "5ms")
        void method() {}
    }

    @Test
    void annotationsOfOnesOwnAndOfTheClassHoldToo() throws NoSuchMethodException {
        // When
        Plan plan = plan(OfClass.class, OfClass.class.getDeclaredMethod("method"));
        // Then
        assertThat(plan.faults())
                .extracting(PlannedFault::name)
                .containsExactly(
                        "@CrashBroker(leaderOf = orders-0)",
                        "@NetworkDelay(from = clients, to = brokers)",
                        "@NetworkDelay(from = brokers, to = clients)");
        assertThat(plan.faults().get(0).until())
                .contains(new Trigger.LeaderElected(io.kafkatrial.engine.PartitionId.parse("orders-0")));
    }

    @FromPlan("lost-leader.json")
    @StopBroker(on = "broker:2", when = @When(fired = "crash the leader"))
    static class FromFile {}

    @FromPlan("none.json")
    static class FromNowhere {}

    @Test
    void planFileIsTheSamePlanWithItsSeed() {
        // When
        Plan plan = plan(FromFile.class);
        // Then
        assertThat(plan.seed()).isEqualTo(99);
        assertThat(plan.faults())
                .extracting(PlannedFault::name)
                .containsExactly("crash the leader", "@StopBroker(on = broker:2)");
        assertThatThrownBy(() -> plan(FromNowhere.class))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("@FromPlan on test: ")
                .hasMessageContaining("none.json");
    }

    @StopBroker(on = "broker:1", when = @When(acks = 1, any = true, all = true))
    static class AnyAndAll {}

    @StopBroker(on = "broker:1", when = @When(acks = 1, clientId = "a"))
    static class ClientOfNoRequest {}

    @StopBroker(on = "broker:1", when = @When(committed = "orders-0", offset = 1))
    static class NoGroup {}

    @StopBroker(on = "broker:1", when = @When(method = "Shop"))
    static class NoMethod {}

    @Administer(deleteTopic = "orders", recreateTopic = "orders")
    static class TwoActs {}

    @Administer(topicConfig = "orders")
    static class NoConfig {}

    @Test
    void mistakesAreToldWithTheAnnotation() {
        Map<Class<?>, String> mistakes = Map.of(
                AnyAndAll.class,
                "@StopBroker(on = broker:1) on test: @When waits for any and for all",
                ClientOfNoRequest.class,
                "@When(clientId = a) says nothing without request",
                NoGroup.class,
                "@When(committed = orders-0) says nothing without group",
                NoMethod.class,
                "method = 'Shop' is no method. Write CLASS#METHOD.",
                TwoActs.class,
                "it says more than one thing: [deleteTopic, recreateTopic]. Give exactly one of",
                NoConfig.class,
                "topicConfig = orders says not what is changed");
        mistakes.forEach((type, why) -> assertThatThrownBy(() -> only(type))
                .as(Arrays.toString(type.getAnnotations()))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(why));
    }
}
