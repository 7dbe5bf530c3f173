/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The leader acknowledges by itself and then dies before its followers have fetched. They are still in
 * the in-sync set, for they have been slow for less than {@code replica.lag.time.max.ms}, so one of them
 * is elected, and what only the old leader had is gone: when it comes back it truncates its log to the new
 * leader's. The producer was told that every one of these records is safe.
 *
 * <p>The cut of the followers makes certain what otherwise is a race of milliseconds.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class LeaderCrashAcksOne implements Scenario {

    private static final String TOPIC = "orders";
    private static final String CUT = "followers cut off";
    private static final String CRASH = "crash of the leader";
    private static final int REPLICATED = 100;
    private static final int LEADER_ONLY = 200;

    @Override
    public Page page() {
        return new Page(
                "leader-crash-acks-one",
                "Under acks=1 the leader alone acknowledges; what its followers have not fetched when it dies is lost,"
                        + " although the producer was told it is stored.",
                "acks=1 (which also switches the idempotent producer off)",
                "the followers of the partition are cut off from its leader after 100 acknowledged records; after 200"
                        + " more the leader is killed",
                "Use acks=all with min.insync.replicas=2 on three replicas.",
                "Kafka documentation, Producer Configs, acks; Design, Replication");
    }

    @Override
    public List<Expected> expected() {
        return List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE));
    }

    @Override
    public ClusterBuilder shape(ClusterBuilder cluster) {
        return cluster.brokers(3).topic(TOPIC, 1, 3);
    }

    @Override
    public Plan plan(long seed) {
        Target leader = Target.leaderOf(TOPIC + "-0");
        Target followers = Target.followersOf(TOPIC + "-0");
        return new Plan(
                seed,
                List.of(
                        new PlannedFault(
                                CUT,
                                new Fault.CutNetwork(followers, leader, /* bothWays= */ true, Optional.empty()),
                                Trigger.acks(REPLICATED, TOPIC)),
                        new PlannedFault(
                                CRASH,
                                new Fault.CrashBroker(leader, Optional.empty()),
                                Trigger.acks(REPLICATED + LEADER_ONLY, TOPIC))));
    }

    @Override
    public void run(Stage stage) {
        Producer<String, String> producer =
                stage.clients().producer(Workload.producer("acks", "1", "enable.idempotence", "false"));
        Workload.send(producer, TOPIC, 0, REPLICATED);
        stage.awaitFired(CUT);
        Workload.send(producer, TOPIC, REPLICATED, REPLICATED + LEADER_ONLY);
        stage.awaitFired(CRASH);
        Workload.send(producer, TOPIC, REPLICATED + LEADER_ONLY, REPLICATED + LEADER_ONLY + 50);
        producer.flush();
    }
}
