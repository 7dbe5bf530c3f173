/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All machines lose their power at once. Kafka acknowledges when the replicas in sync have a record in their page
 * caches, not on their disks: replication is what makes it durable, as long as not all replicas fail together. With
 * {@code flush.messages=1} each append is forced to the disk first, which costs most of the throughput.
 */
final class PowerLoss implements Scenario {
    private static final String LOSS = "power loss of all brokers";

    @Override
    public Page page() {
        return Page.of("power-loss", Chapter.REPLICATION, "disk", "flush", "power")
                .idea("Kafka does not fsync before it acknowledges. A process that dies loses nothing by that, nor does"
                        + " one machine of three; but where one rack, one room or one hypervisor takes all replicas"
                        + " down at once, acknowledged records are gone, and nothing in the logs says so.")
                .fault("all brokers lose their power at the same time, 100 acknowledged records after the start, and"
                        + " come back without a part of what they had not forced to their disks")
                .advice(
                        "Spread the replicas over zones that do not fail together (broker.rack). Where there is one zone"
                                + " only, and no record may be lost, flush.messages=1 on that topic; measure what it costs.")
                .source("Kafka documentation, Topic Configs, flush.messages; Design, Replication; Hardware and OS,"
                        + " Application vs. OS Flush Management");
    }

    @Override
    public Half dangerous() {
        return half(
                "acks=all, replication.factor=3, min.insync.replicas=2, flushing left to the operating system",
                Orders.onThree(),
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    @Override
    public Half guarded() {
        return half("the same with flush.messages=1", Orders.onThree("flush.messages", "1"), Orders.safe());
    }

    private static Half half(String configuration, UnaryOperator<ClusterBuilder> shape, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> shape.apply(cluster).topic(Orders.SIGNALS, 1),
                Half.faults(new PlannedFault(
                        LOSS,
                        new Fault.LosePower(new Target.AllBrokers(), Optional.of(Duration.ofMillis(200))),
                        Orders.signalled())),
                stage -> Orders.sendAroundPowerLoss(stage, LOSS),
                expected);
    }
}
