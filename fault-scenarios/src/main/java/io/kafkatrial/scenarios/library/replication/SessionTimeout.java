/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * A leader is killed. Nobody says goodbye for it, so the controllers learn of it by its silence, after
 * {@code broker.session.timeout.ms}; until then its partitions have a leader that is not there. Starting it again at once
 * does not help: while its old session lasts the controllers refuse the new one.
 */
final class SessionTimeout implements Scenario {
    private static final String CRASH = "crash of the leader";

    @Override
    public Page page() {
        return Page.of("session-timeout", Chapter.REPLICATION, "availability", "configuration", "crash", "election")
                .idea("How long a crash is felt is a setting: nobody else can lead before the dead broker's session is"
                        + " over, broker.session.timeout.ms, 9 seconds by default, and neither can it come back before."
                        + " A broker that is stopped in good order hands over at once.")
                .fault("the leader is killed after 100 acknowledged records")
                .advice("Keep broker.session.timeout.ms as short as the pauses of your brokers allow, with at least two"
                        + " heartbeats in it (broker.heartbeat.interval.ms), and delivery.timeout.ms of producers longer"
                        + " than both. Stop brokers with SIGTERM, never with SIGKILL.")
                .application("Send at least 150 records to the topic `orders` under acks=all, some of them after the"
                        + " first 100 are acknowledged.")
                .source("Kafka documentation, Broker Configs, broker.session.timeout.ms and"
                        + " broker.heartbeat.interval.ms; KIP-631");
    }

    @Override
    public Half dangerous() {
        return half(
                "4000",
                List.of(
                        Expected.broken(Patience.CLAIM, Anomaly.Kind.AVAILABILITY_GAP),
                        Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    @Override
    public Half guarded() {
        return half("400", Orders.safe(Patience.CLAIM));
    }

    private static Half half(String sessionMs, List<Expected> expected) {
        return new Half(
                "acks=all, min.insync.replicas=2, broker.session.timeout.ms=" + sessionMs,
                cluster -> Orders.onThree()
                        .apply(cluster)
                        .config("broker.session.timeout.ms", sessionMs)
                        .config("broker.heartbeat.interval.ms", "100"),
                Half.faults(new PlannedFault(
                        CRASH,
                        new Fault.CrashBroker(Orders.LEADER, Optional.empty()),
                        Trigger.acks(Orders.REPLICATED, Orders.TOPIC))),
                stage -> Patience.work(stage, CRASH),
                expected);
    }
}
