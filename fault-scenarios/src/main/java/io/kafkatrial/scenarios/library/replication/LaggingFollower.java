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
 * One follower no longer gets through to its leader, though it lives and tells the controllers so. Until it leaves the
 * in-sync set every record under {@code acks=all} waits for it: for {@code replica.lag.time.max.ms}.
 */
final class LaggingFollower implements Scenario {
    private static final String CUT = "a follower cut off";

    @Override
    public Page page() {
        return Page.of("lagging-follower", Chapter.REPLICATION, "availability", "configuration", "network")
                .idea("acks=all is as fast as the slowest replica in sync. One that stands still holds all producers of"
                        + " the partition up for replica.lag.time.max.ms, 30 seconds by default, although two of three"
                        + " replicas would do.")
                .fault("the link between the leader and one follower is cut after 100 acknowledged records")
                .advice("Choose replica.lag.time.max.ms by how long producers may wait, not shorter than followers need"
                        + " after a pause: one that leaves and joins again all the time costs more than it saves, and"
                        + " the producers' delivery.timeout.ms has to be longer.")
                .application("Send at least 150 records to the topic `orders` under acks=all, some of them after the"
                        + " first 100 are acknowledged.")
                .source("Kafka documentation, Broker Configs, replica.lag.time.max.ms; Design, Replication; KIP-537");
    }

    @Override
    public Half dangerous() {
        return half(
                "30000",
                List.of(
                        Expected.broken(Patience.CLAIM, Anomaly.Kind.AVAILABILITY_GAP),
                        Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    @Override
    public Half guarded() {
        return half("300", Orders.safe(Patience.CLAIM));
    }

    private static Half half(String lagMs, List<Expected> expected) {
        Target follower = Target.followerOf(Orders.PARTITION.toString());
        return new Half(
                "acks=all, min.insync.replicas=2, replica.lag.time.max.ms=" + lagMs,
                cluster -> Orders.onThree()
                        .apply(cluster)
                        .config("replica.lag.time.max.ms", lagMs)
                        .config("replica.fetch.wait.max.ms", "100"),
                Half.faults(new PlannedFault(
                        CUT,
                        new Fault.CutNetwork(follower, Orders.LEADER, /* bothWays= */ true, Optional.empty()),
                        Trigger.acks(Orders.REPLICATED, Orders.TOPIC))),
                stage -> Patience.work(stage, CUT),
                expected);
    }
}
