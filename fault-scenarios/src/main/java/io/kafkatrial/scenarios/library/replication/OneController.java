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
 * The only controller dies, and nobody notices: brokers serve what they lead. Then a follower is out of reach, and its
 * leader asks in vain to have it taken out of the in-sync set. With three controllers another one answers.
 */
final class OneController implements Scenario {
    private static final String CRASH = "crash of the controller";
    private static final String CUT = "a follower cut off";

    @Override
    public Page page() {
        return Page.of("one-controller", Chapter.REPLICATION, "availability", "controller", "crash")
                .idea("A cluster without a controller goes on until something changes: no leader is elected, no in-sync"
                        + " set shrinks or grows, no topic is made, no broker comes back. Three brokers with one"
                        + " controller survive the loss of any one broker, and the loss of no controller.")
                .fault(
                        "the active controller is killed after 100 acknowledged records, then the link between the leader"
                                + " and one follower is cut")
                .advice(
                        "Run three controllers, or five, on machines of their own in production; a quorum of three loses"
                                + " one without anybody waiting much longer than its election takes.")
                .application("Send at least 150 records to the topic `orders` under acks=all, some of them after the"
                        + " first 100 are acknowledged.")
                .source("Kafka documentation, KRaft, Deploying Considerations; Controller Configs,"
                        + " controller.quorum.fetch.timeout.ms; KIP-595; KIP-631");
    }

    @Override
    public Half dangerous() {
        return half(
                1,
                List.of(
                        Expected.broken(Patience.CLAIM, Anomaly.Kind.AVAILABILITY_GAP),
                        Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    @Override
    public Half guarded() {
        return half(3, Orders.safe(Patience.CLAIM));
    }

    private static Half half(int controllers, List<Expected> expected) {
        Target follower = Target.followerOf(Orders.PARTITION.toString());
        return new Half(
                "acks=all, min.insync.replicas=2, three brokers, controllers: " + controllers,
                cluster -> Orders.onThreeImpatient().apply(cluster).controllers(controllers),
                Half.faults(
                        new PlannedFault(
                                CRASH,
                                new Fault.CrashBroker(new Target.ActiveController(), Optional.empty()),
                                Trigger.acks(Orders.REPLICATED, Orders.TOPIC)),
                        new PlannedFault(
                                CUT,
                                new Fault.CutNetwork(follower, Orders.LEADER, /* bothWays= */ true, Optional.empty()),
                                Orders.fired(CRASH))),
                stage -> Patience.work(stage, CUT),
                expected);
    }
}
