/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.junit.FromCluster;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The programmatic twins of docs/faults.md. */
@KafkaCluster
@Topic(name = "orders", partitions = 3)
class FaultsByCodeTest {

    @FromCluster
    Cluster cluster;

    @Test
    void everyFaultIsAValue() {
        Duration second = Duration.ofSeconds(1);
        // tag::values
        List<Fault> faults = List.of(
                new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.of(second)),
                new Fault.StopBroker(Target.broker(2), Optional.of(second)),
                new Fault.PauseBroker(Target.coordinatorOf("billing"), Optional.of(second)),
                new Fault.CutNetwork(
                        Target.leaderOf("orders-0"),
                        Target.followersOf("orders-0"),
                        /* bothWays= */ true,
                        Optional.of(second)),
                new Fault.DelayNetwork(
                        Target.parse("clients"),
                        Target.parse("brokers"),
                        /* bothWays= */ false,
                        /* latency= */ Duration.ofMillis(10),
                        /* jitter= */ Duration.ofMillis(5),
                        Optional.empty()),
                new Fault.OnRequests(
                        Requests.to(Target.leaderOf("orders-0"), "Produce").by("shop"),
                        new WireRule.Act.DropResponse(),
                        /* skip= */ 10,
                        /* times= */ 1,
                        Optional.empty()));
        // end::values

        assertThat(faults).extracting(Fault::describe).doesNotHaveDuplicates();
    }

    @Test
    void aPlanIsInjectedAndItsEvidenceRead() {
        long seed = cluster.spec().seed();
        // tag::plan
        Plan plan = new Plan(
                seed,
                List.of(
                        new PlannedFault(
                                "freeze",
                                new Fault.PauseBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1))),
                                Trigger.immediately()),
                        new PlannedFault(
                                "crash",
                                new Fault.CrashBroker(Target.followerOf("orders-1"), Optional.empty()),
                                new Trigger.Following("freeze"))));
        Injection injection = cluster.inject(plan);
        injection.awaitFired(Duration.ofSeconds(10));
        // … your application …
        List<Bite> bites = cluster.heal();
        // end::plan

        assertThat(bites).hasSize(2).allMatch(Bite::bit);
    }

    @Test
    void disksFailByHand() {
        // tag::disks
        cluster.broker(1).slowDisk(Duration.ofMillis(20));
        cluster.broker(1).healDisk(); // as before

        cluster.broker(2).losePower(); // down, and what was not flushed may be gone
        cluster.broker(2).restart();

        cluster.network().split(Split.of(Split.Shape.ISOLATE).around(Target.broker(3)));
        // end::disks

        assertThat(cluster.broker(2).state()).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void administratorsWorkByHand() {
        assumeTrue(cluster.capabilities().contains(Capability.ADMIN));

        // tag::admin
        cluster.admin().moveLeader("orders-0");
        cluster.admin().setTopicConfig("orders", "retention.ms", "1000");
        // end::admin
    }

    @Test
    void leversArePulledByHand() {
        // tag::levers
        var leader = cluster.leaderOf("orders-0");
        leader.crash();
        leader.restart();

        cluster.broker(2).pause();
        cluster.broker(2).resume();

        cluster.network().cut("leader:orders-0", "followers:orders-0");
        cluster.network().delay("clients", "brokers", Duration.ofMillis(20), Duration.ZERO);

        cluster.heal(); // undoes everything, waits until the cluster is healthy
        // end::levers

        assertThat(cluster.brokers()).allMatch(broker -> broker.state() == NodeState.RUNNING);
    }
}
