/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.Producer;

/**
 * Leadership is moved, as preferred-leader elections, rebalancers and rolling restarts do all day. Nothing fails. The
 * new leader is in sync, that is: it has all that is committed; what the old one acknowledged under {@code acks=1} and
 * nobody had fetched yet was never committed, and is cut off its log as it becomes a follower.
 */
final class LeaderMove implements Scenario {
    private static final String CUT = "followers slow";
    private static final String MOVE = "another leader";

    @Override
    public Page page() {
        return Page.of("leader-move", Chapter.REPLICATION, "acks", "election", "maintenance", "producer")
                .idea("acks=1 loses records without any crash: each planned change of leadership may do it, since a"
                        + " follower counts as in sync while it has lagged for less than replica.lag.time.max.ms,"
                        + " 30 seconds. Under acks=all there is nothing that only the old leader has acknowledged.")
                .fault("the followers get nothing from their leader after 100 acknowledged records; when the fourth"
                        + " produce request after that arrives an administrator lets a follower in sync lead")
                .advice("Use acks=all. Clusters are maintained, and a producer cannot know when.")
                .application("Send at least 500 records to the topic `orders`.")
                .source("Kafka documentation, Basic Kafka Operations, Balancing leadership; Producer Configs, acks;"
                        + " Design, Replication");
    }

    @Override
    public Half dangerous() {
        return half(
                "acks=1 (which also switches the idempotent producer off)",
                Orders.oneByOne("acks", "1"),
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    @Override
    public Half guarded() {
        return half("acks=all, the default", Workload.producer("acks", "all", "batch.size", "1000"), Orders.safe());
    }

    private static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        return new Half(
                configuration,
                Orders.onThree(),
                Half.faults(
                        Orders.cut(CUT, new Trigger.LeaderElected(Orders.PARTITION)),
                        new PlannedFault(
                                MOVE,
                                new Fault.Administer(
                                        new AdminAct.MoveLeader(Orders.PARTITION, OptionalInt.empty()),
                                        Optional.empty()),
                                Orders.then(Orders.fired(CUT), Orders.produce(4)))),
                stage -> work(stage, producer),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> settings) {
        Producer<String, String> producer = stage.clients().producer(settings);
        Workload.send(producer, Orders.TOPIC, 0, Orders.REPLICATED);
        stage.awaitFired(CUT);
        Workload.send(producer, Orders.TOPIC, Orders.REPLICATED, Orders.REPLICATED + 1);
        stage.awaitBitten(CUT); // else the fourth request might come before anything was on its way to a follower
        Workload.send(producer, Orders.TOPIC, Orders.REPLICATED + 1, Orders.REPLICATED + 200);
        stage.awaitFired(MOVE);
        Workload.send(producer, Orders.TOPIC, Orders.REPLICATED + 200, Orders.REPLICATED + 250);
        producer.flush();
    }
}
