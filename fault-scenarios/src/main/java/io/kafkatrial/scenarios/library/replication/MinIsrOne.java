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
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The followers fall behind and leave the in-sync set, and the leader's machine loses its power. With
 * {@code min.insync.replicas=1} the leader had acknowledged alone what it never forced to its disk, and it is the only
 * one that may lead. With 2 it acknowledges nothing alone, and the followers it dropped remain eligible (KIP-966): one
 * of them takes over with all that was ever acknowledged.
 */
final class MinIsrOne implements Scenario {
    private static final String CUT = "followers cut off";
    private static final String LOSS = "power loss of the leader";
    private static final int ALONE = 50;

    @Override
    public Page page() {
        return Page.of("min-isr-one", Chapter.REPLICATION, "acks", "disk", "min.insync.replicas", "network")
                .idea("acks=all means all replicas that are in sync, and with min.insync.replicas=1, Kafka's default,"
                        + " that may be the leader alone. Three replicas then are worth one.")
                .fault("the followers are cut off from the leader after 100 acknowledged records, and leave the in-sync"
                        + " set; then the leader loses its power, and comes back without a part of what it had not"
                        + " forced to its disk")
                .advice(
                        "Set min.insync.replicas=2 with three replicas: a producer under acks=all then is refused rather"
                                + " than deceived. Have eligible leader replicas enabled (the default of new clusters since"
                                + " Kafka 4.1), else the last replica in sync can still take with it what was acknowledged: see"
                                + " last-replica-standing.")
                .source("Kafka documentation, Topic Configs, min.insync.replicas; Design, Availability and Durability"
                        + " Guarantees; KIP-966");
    }

    @Override
    public Half dangerous() {
        return half(
                "1",
                Duration.ofSeconds(10),
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    /** What cannot come is not waited for. */
    @Override
    public Half guarded() {
        return half("2", Duration.ofMillis(200), Orders.safe());
    }

    private static Half half(String minIsr, Duration patience, List<Expected> expected) {
        Trigger alone = Orders.then(Orders.fired(CUT), Orders.alone(), Orders.signalled());
        return new Half(
                "acks=all, replication.factor=3, min.insync.replicas=" + minIsr,
                cluster -> Orders.onThreeImpatient("min.insync.replicas", minIsr)
                        .apply(cluster)
                        .topic(Orders.SIGNALS, 1, 1),
                Half.faults(
                        Orders.cut(CUT, new Trigger.Healed(LOSS)),
                        new PlannedFault(
                                LOSS, new Fault.LosePower(Orders.LEADER, Optional.of(Duration.ofMillis(200))), alone)),
                stage -> work(stage, patience),
                expected);
    }

    private static void work(Stage stage, Duration patience) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        Orders.sendLarge(producer, 0, 1);
        producer.flush(); // the leader knows the producer before it may refuse requests
        Orders.sendLarge(producer, 1, Orders.REPLICATED);
        stage.awaitFired(CUT);
        AtomicInteger acked = new AtomicInteger();
        for (int number = 0; number < ALONE; number++) {
            producer.send(new ProducerRecord<>(Orders.TOPIC, "alone-" + number, "value"), (metadata, error) -> {
                if (error == null) {
                    acked.incrementAndGet();
                }
            });
        }
        Orders.awaitInSync(stage, 1);
        Orders.await(patience, () -> acked.get() == ALONE);
        Orders.signal(producer);
        stage.awaitFired(LOSS);
        producer.flush();
    }
}
