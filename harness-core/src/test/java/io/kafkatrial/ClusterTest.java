/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.FakeCluster;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterTest {

    private final Cluster cluster = Cluster.builder()
            .brokers(3)
            .topic("orders", 3)
            .port(19092)
            .seed(7)
            .engine("fake")
            .start();
    private final FakeCluster fake = (FakeCluster) cluster.running();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void clusterTellsWhereItIsAndWhatRepeatsIt() {
        assertThat(cluster.bootstrapServers()).isEqualTo("127.0.0.1:19092,127.0.0.1:19093,127.0.0.1:19094");
        assertThat(cluster.clientProperties()).containsEntry("bootstrap.servers", cluster.bootstrapServers());
        assertThat(cluster.spec().seed()).isEqualTo(7);
        assertThat(cluster.engine()).isEqualTo("fake");
        assertThat(cluster.activeController()).isEqualTo(OptionalInt.of(3000));
        assertThat(cluster.startedIn()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(cluster).hasToString("cluster of 3 on fake, seed 7");
    }

    @Test
    void handlesPullTheLeversOfTheirBroker() {
        // When
        Broker two = cluster.broker(2);
        two.crash();
        assertThat(two.state()).isEqualTo(NodeState.CRASHED);
        two.restart();
        two.stop();
        two.restart();
        two.pause();
        two.resume();
        // Then
        assertThat(fake.pulled())
                .containsExactly(
                        new Lever.Crash(2),
                        new Lever.Restart(2),
                        new Lever.Stop(2),
                        new Lever.Restart(2),
                        new Lever.Pause(2),
                        new Lever.Resume(2));
        assertThat(two.port()).isEqualTo(19093);
        assertThat(two).hasToString("broker 2").isEqualTo(cluster.broker(2));
    }

    @Test
    void rolesAreFoundInTheCommittedMetadata() {
        assertThat(cluster.leaderOf("orders", 1)).isEqualTo(cluster.broker(2));
        cluster.leaderOf("orders-1").crash();
        assertThat(cluster.leaderOf("orders-1")).isEqualTo(cluster.broker(3));
        assertThat(cluster.partition("orders-1").leaderEpoch()).isEqualTo(1);
        assertThat(cluster.coordinatorOf("g")).isEmpty();
        fake.coordinate("g", 1);
        assertThat(cluster.coordinatorOf("g")).contains(cluster.broker(1));
    }

    @Test
    void askingForWhatDoesNotExistComplains() {
        assertThatThrownBy(() -> cluster.broker(4))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("broker 4, which does not exist");
        assertThatThrownBy(() -> cluster.leaderOf("payments-0"))
                .hasMessage(
                        "partition payments-0 does not exist: the cluster has the topics orders. Correct the name or"
                                + " the number, or create it first.");
        assertThatThrownBy(() -> cluster.leaderOf("orders"))
                .hasMessage("'orders' is no partition: a partition is a topic, a dash and a number. Write TOPIC-NUMBER,"
                        + " for example orders-0.");
        cluster.brokers().forEach(Broker::crash);
        assertThatThrownBy(() -> cluster.leaderOf("orders-0")).hasMessageContaining("orders-0 has no leader now");
    }

    @Test
    void linksAreCutByRole() {
        // When
        cluster.network().cut("leader:orders-0", "followers:orders-0");
        cluster.network().delay("clients", "broker:1", Duration.ofMillis(50), Duration.ZERO);
        cluster.network().mend(Endpoint.broker(1), Endpoint.broker(2));
        // Then
        assertThat(fake.pulled())
                .containsExactly(
                        new Lever.Cut(Endpoint.broker(1), Endpoint.broker(2)),
                        new Lever.Cut(Endpoint.broker(1), Endpoint.broker(3)),
                        new Lever.Delay(Endpoint.clients(), Endpoint.broker(1), Duration.ofMillis(50), Duration.ZERO),
                        new Lever.Mend(Endpoint.broker(1), Endpoint.broker(2)));
        assertThatThrownBy(() -> cluster.network().cut("coordinator:g", "clients"))
                .hasMessage(
                        "target 'coordinator:g' means nobody now: group g has no coordinator. Heal the cluster or name"
                                + " another target.");
    }

    @Test
    void planRunsAndLeavesItsTraceInTheHistory() {
        // Given
        Recorder recorder = cluster.startHistory();
        Fault crash = new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.empty());
        Injection injection = cluster.inject(Plan.of(7, "crash", crash, Trigger.acks(2)));
        // When
        fake.ack("orders-0", 2);
        assertThat(injection.awaitFired(Duration.ofSeconds(20))).isTrue();
        List<Bite> bites = cluster.heal();
        // Then
        assertThat(bites).hasSize(1);
        assertThat(bites.get(0).bit()).isTrue();
        assertThat(cluster.broker(1).state()).isEqualTo(NodeState.RUNNING);
        assertThat(recorder).isSameAs(cluster.recorder());
        assertThat(cluster.history().events())
                .hasAtLeastOneElementOfType(Event.FaultDeclared.class)
                .hasAtLeastOneElementOfType(Event.FaultFired.class)
                .hasAtLeastOneElementOfType(Event.LeaderChanged.class)
                .hasAtLeastOneElementOfType(Event.IsrChanged.class)
                .hasAtLeastOneElementOfType(Event.FaultHealed.class)
                .filteredOn(Event.BrokerChanged.class::isInstance)
                .extracting(event -> ((Event.BrokerChanged) event).state())
                .endsWith("running", "crashed", "running");
    }

    @Test
    void singleFaultIsPulledAtOnce() {
        Injection injection = cluster.inject(new Fault.PauseBroker(Target.broker(3), Optional.empty()));
        assertThat(cluster.broker(3).state()).isEqualTo(NodeState.PAUSED);
        assertThat(injection.bites().get(0).evidence())
                .isEqualTo("broker 3 paused at once; broker 1 leads orders-2 in epoch 1");
    }

    @Test
    void groupOffsetsReachTheHistoryAndAcksDoNot() {
        cluster.startHistory();
        int before = cluster.history().events().size();
        fake.ack("orders-0", 3);
        fake.commit("g", "orders-0", 3);
        assertThat(cluster.history()
                        .events()
                        .subList(before, cluster.history().events().size()))
                .singleElement()
                .isInstanceOf(Event.GroupOffset.class);
    }

    @Test
    void newHistoryStartsWithTheBrokersAndLeadersOfTheMoment() {
        cluster.broker(1).crash();
        cluster.startHistory();
        List<Event> events = cluster.history().events();
        assertThat(events)
                .filteredOn(Event.BrokerChanged.class::isInstance)
                .extracting(event -> ((Event.BrokerChanged) event).state())
                .startsWith("crashed")
                .hasSize(cluster.running().brokers().size());
        assertThat(events)
                .filteredOn(Event.LeaderChanged.class::isInstance)
                .hasSize(cluster.running().partitions().size())
                .isNotEmpty();
    }

    @Test
    void planThatNeedsAMissingLeverIsRefused() {
        Fault fault = new Fault.CutNetwork(Target.parse("controller"), Target.broker(1), true, Optional.empty());
        assertThatThrownBy(() -> cluster.inject(fault))
                .hasMessage("engine 'fake' cannot run this plan: it has no levers for CONTROLLER_LINKS. Choose another"
                        + " engine or leave those faults out.");
    }

    @Test
    void waitingForHealthInVainSaysWhatIsMissing() {
        cluster.broker(2).crash();
        assertThatThrownBy(() -> cluster.awaitHealthy(Duration.ofMillis(50)))
                .hasMessage(
                        "the cluster is not healthy after 50ms: broker 2 is crashed; the ISR of orders-0 is [1, 3] of"
                                + " [1, 2, 3]; the ISR of orders-1 is [3, 1] of [2, 3, 1]; the ISR of orders-2 is [3, 1] of [3, 1,"
                                + " 2]. Heal the faults that still hold, or wait longer.");
    }

    @Test
    void closedClusterSaysSoAndClosesOnce() {
        cluster.close();
        cluster.close();
        assertThat(fake.isClosed()).isTrue();
        assertThatThrownBy(cluster::bootstrapServers).hasMessageContaining("the cluster is closed");
        assertThatThrownBy(() -> cluster.heal()).hasMessageContaining("the cluster is closed");
    }

    @Test
    void unknownEngineComplainsWithTheKnownOnes() {
        assertThatThrownBy(() -> Cluster.builder().engine("warp").start())
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("engine 'warp' is not known; perhaps '")
                .hasMessageContaining("fake")
                .hasMessageEndingWith(". Choose one of them with engine(..), -Dtrial.engine or TRIAL_ENGINE.");
    }

    @Test
    void engineIsChosenByCallThenPropertyThenEnvironmentThenDefault() {
        assertThat(Engines.choose(Optional.of("a"), key -> "b", key -> "c")).isEqualTo("a");
        assertThat(Engines.choose(Optional.empty(), key -> "b", key -> "c")).isEqualTo("b");
        assertThat(Engines.choose(Optional.empty(), key -> null, key -> "c")).isEqualTo("c");
        assertThat(Engines.choose(Optional.empty(), key -> null, key -> null)).isEqualTo("embedded");
        assertThat(Engines.choose(Optional.empty(), key -> " ", key -> null)).isEqualTo("embedded");
    }

    @Test
    void builderWithoutASeedDrawsANewOne() {
        assertThat(Cluster.builder().spec().seed()).isBetween(100_000L, 1_000_000_000L);
    }
}
