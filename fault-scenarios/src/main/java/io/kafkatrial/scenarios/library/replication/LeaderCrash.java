/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
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
import org.apache.kafka.clients.producer.Producer;

/**
 * A leader whose followers do not fetch acknowledges, and dies. Under {@code acks=1} it does so by itself: the followers
 * are still in the in-sync set, for they have been slow for less than {@code replica.lag.time.max.ms}, so one of them is
 * elected, and what only the old leader had is gone; when it comes back it truncates its log to the new leader's. Under
 * {@code acks=all} it had to wait for them, so it acknowledged nothing that could get lost.
 *
 * <p>The cut of the followers makes certain what otherwise is a race of milliseconds.
 */
final class LeaderCrash implements Scenario {
    private static final String CUT = "followers cut off";
    private static final String CRASH = "crash of the leader";
    private static final int AFTER_THE_CUT = 200;

    @Override
    public Page page() {
        return Page.of("leader-crash", Chapter.REPLICATION, "acks", "crash", "network", "producer")
                .idea("Under acks=1 the leader alone acknowledges; what its followers have not fetched when it dies is"
                        + " lost, although the producer was told it is stored. Under acks=all every in-sync replica has"
                        + " it, so whichever of them leads next has it too.")
                .fault("the followers of the partition are cut off from its leader after 100 acknowledged records; when"
                        + " the fourth produce request after that arrives the leader is killed")
                .advice("Use acks=all, the default since Kafka 3.0, on three replicas with min.insync.replicas=2.")
                .application("Send at least 500 records to the topic `orders`.")
                .source("Kafka documentation, Producer Configs, acks; Design, Replication; KIP-679");
    }

    @Override
    public Half dangerous() {
        return half(
                "acks=1 (which also switches the idempotent producer off)",
                // the fourth request comes when the third is acknowledged: at least three get lost
                Orders.oneByOne("acks", "1"),
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    @Override
    public Half guarded() {
        return half(
                "acks=all and enable.idempotence=true (both the defaults), replication.factor=3,"
                        + " min.insync.replicas=2",
                Workload.producer("acks", "all", "enable.idempotence", "true", "batch.size", "1000"),
                Orders.safe());
    }

    private static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        return new Half(
                configuration,
                Orders.onThree(),
                Half.faults(
                        Orders.cut(CUT),
                        new PlannedFault(
                                CRASH,
                                new Fault.CrashBroker(Orders.LEADER, Optional.empty()),
                                Orders.then(Orders.fired(CUT), Orders.produce(4)))),
                stage -> work(stage, producer),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> settings) {
        Producer<String, String> producer = stage.clients().producer(settings);
        int cut = Orders.REPLICATED;
        Workload.send(producer, Orders.TOPIC, 0, cut);
        stage.awaitFired(CUT);
        Workload.send(producer, Orders.TOPIC, cut, cut + AFTER_THE_CUT);
        stage.awaitFired(CRASH);
        Workload.send(producer, Orders.TOPIC, cut + AFTER_THE_CUT, cut + AFTER_THE_CUT + 50);
        producer.flush();
    }
}
