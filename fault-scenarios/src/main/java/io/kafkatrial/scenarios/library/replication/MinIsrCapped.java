/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code min.insync.replicas=2} on a topic with one replica: Kafka takes it for 1, since no more replicas can ever be in
 * sync, and every acknowledgement under {@code acks=all} is given by a single machine. Nobody is warned.
 */
final class MinIsrCapped implements Scenario {
    private static final String LOSS = "power loss of the leader";

    /** What whoever sets min.insync.replicas believes. */
    private static final Claim AS_CONFIGURED = Claim.named("ACKED_BY_MIN_ISR", Anomaly.Kind.ACK_BELOW_MIN_ISR);

    @Override
    public Page page() {
        return Page.of("min-isr-capped", Chapter.REPLICATION, "acks", "disk", "min.insync.replicas")
                .idea("min.insync.replicas cannot make replicas: on a topic with one replica Kafka quietly takes any"
                        + " value of it for 1. The broker's default of 2 protects no topic that was created with"
                        + " replication factor 1, by a test's leftover or by default.replication.factor, whose own"
                        + " default is 1.")
                .fault(
                        "the leader loses its power after 100 acknowledged records, and comes back without a part of what"
                                + " it had not forced to its disk")
                .advice("Check the replication factor of every topic, not only min.insync.replicas; set"
                        + " default.replication.factor=3 where topics are created by themselves.")
                .source("Kafka documentation, Broker Configs, default.replication.factor and min.insync.replicas;"
                        + " KIP-966, effective min.insync.replicas");
    }

    @Override
    public Half dangerous() {
        return half(
                1,
                List.of(
                        Expected.broken(AS_CONFIGURED, Anomaly.Kind.ACK_BELOW_MIN_ISR),
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    @Override
    public Half guarded() {
        return half(3, Orders.safe(AS_CONFIGURED));
    }

    private static Half half(int replicas, List<Expected> expected) {
        return new Half(
                "acks=all, min.insync.replicas=2 (for every broker), replication.factor=" + replicas,
                // the brokers of the harness have min.insync.replicas=2
                cluster -> cluster.brokers(3).topic(Orders.TOPIC, 1, replicas).topic(Orders.SIGNALS, 1),
                Half.faults(new PlannedFault(
                        LOSS,
                        new Fault.LosePower(Orders.LEADER, Optional.of(Duration.ofMillis(200))),
                        Orders.signalled())),
                stage -> Orders.sendAroundPowerLoss(stage, LOSS),
                expected);
    }
}
