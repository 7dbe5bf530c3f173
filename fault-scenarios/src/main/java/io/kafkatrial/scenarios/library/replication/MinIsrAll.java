/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * A broker is stopped for maintenance. With {@code min.insync.replicas} as large as the replication factor no record can
 * be written under {@code acks=all} until it is back; with one less nobody notices. Nothing is lost either way.
 */
final class MinIsrAll implements Scenario {
    private static final String STOP = "a follower is stopped";

    @Override
    public Page page() {
        return Page.of("min-isr-all", Chapter.REPLICATION, "availability", "min.insync.replicas", "restart")
                .idea(
                        "min.insync.replicas equal to the replication factor looks like the safest choice, and makes every"
                                + " broker a single point of failure: while one of three is away, for an upgrade perhaps,"
                                + " producers are refused with NOT_ENOUGH_REPLICAS until their delivery.timeout.ms is over.")
                .fault("an in-sync follower is stopped in good order after 100 acknowledged records and stays away")
                .advice("Leave room for one: replication.factor=3 with min.insync.replicas=2. Who needs to lose two"
                        + " brokers without loss takes more replicas, not a larger minimum.")
                .application("Send at least 150 records to the topic `orders` under acks=all, and go on after the"
                        + " broker has stopped.")
                .source(
                        "Kafka documentation, Topic Configs, min.insync.replicas; Producer Configs, delivery.timeout.ms");
    }

    @Override
    public Half dangerous() {
        return half(
                "3",
                List.of(
                        Expected.broken(Patience.CLAIM, Anomaly.Kind.AVAILABILITY_GAP),
                        Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    @Override
    public Half guarded() {
        return half("2", Orders.safe(Patience.CLAIM));
    }

    private static Half half(String minIsr, List<Expected> expected) {
        Target follower = Target.followerOf(Orders.PARTITION.toString());
        return new Half(
                "acks=all, replication.factor=3, min.insync.replicas=" + minIsr,
                Orders.onThree("min.insync.replicas", minIsr),
                Half.faults(new PlannedFault(
                        STOP,
                        new Fault.StopBroker(follower, Optional.empty()),
                        Trigger.acks(Orders.REPLICATED, Orders.TOPIC))),
                stage -> Patience.work(stage, STOP),
                expected);
    }
}
