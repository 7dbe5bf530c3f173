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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The last replica in sync loses its power. All replicas have what was acknowledged; two were cut off and left the
 * in-sync set, below {@code min.insync.replicas}, where nothing more is acknowledged. Without eligible leader replicas
 * only the last one may lead: it comes back with a shorter log, leads, and the others cut theirs to its length. With
 * them (KIP-966) one of the others leads, because it has all that is committed.
 */
final class LastReplicaStanding implements Scenario {
    private static final String CUT = "followers cut off";
    private static final String LOSS = "power loss of the leader";

    /** Each is cut at a place of its own, so that one where nothing acknowledged is behind the cut does not matter. */
    private static final int PARTITIONS = 6;

    private static final int OF_EACH = 40;

    @Override
    public Page page() {
        return Page.of("last-replica-standing", Chapter.REPLICATION, "disk", "election", "min.insync.replicas", "power")
                .idea("The in-sync set shrinks to the last replica, however large min.insync.replicas is, and Kafka"
                        + " without eligible leader replicas trusts that one alone. If it was killed uncleanly and lost"
                        + " what it had not flushed, that is lost on all replicas, although two healthy ones had it.")
                .fault("the followers are cut off from the leader, and leave the in-sync set; then the leader loses its"
                        + " power, and comes back without a part of what it had not forced to its disk")
                .advice("Enable eligible leader replicas: eligible.leader.replicas.version=1, the default of clusters"
                        + " that began with Kafka 4.1 or later, not of those that were upgraded. kafka-features.sh"
                        + " describe tells; kafka-features.sh upgrade enables it.")
                .source("KIP-966; Kafka documentation, Eligible Leader Replicas");
    }

    @Override
    public Half dangerous() {
        return half("0", List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    @Override
    public Half guarded() {
        return half("1", Orders.safe());
    }

    private static Half half(String elr, List<Expected> expected) {
        return new Half(
                "acks=all, replication.factor=3, min.insync.replicas=2, eligible.leader.replicas.version=" + elr,
                cluster -> Orders.impatient(cluster.brokers(3))
                        .topic(Orders.TOPIC, PARTITIONS, 3)
                        .config("trial.feature.eligible.leader.replicas.version", elr),
                Half.faults(
                        new PlannedFault(
                                CUT,
                                Orders.cutFollowers(),
                                Trigger.acks(PARTITIONS * OF_EACH, Orders.TOPIC),
                                Optional.of(new Trigger.Healed(LOSS))),
                        new PlannedFault(
                                LOSS,
                                new Fault.LosePower(Orders.LEADER, Optional.of(Duration.ofMillis(200))),
                                Orders.then(Orders.fired(CUT), Orders.alone()))),
                LastReplicaStanding::work,
                expected);
    }

    private static void work(Stage stage) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        send(producer, 0, PARTITIONS);
        producer.flush(); // the leaders know the producer before they may refuse requests
        send(producer, PARTITIONS, PARTITIONS * OF_EACH);
        stage.awaitFired(CUT);
        // a follower leaves the in-sync set only if there is something it lacks
        for (int partition = 0; partition < PARTITIONS; partition++) {
            producer.send(new ProducerRecord<>(Orders.TOPIC, partition, "unseen", ""));
        }
        producer.flush();
    }

    private static void send(Producer<String, String> producer, int from, int to) {
        for (int number = from; number < to; number++) {
            producer.send(new ProducerRecord<>(Orders.TOPIC, number % PARTITIONS, "key-" + number, Orders.LARGE));
        }
    }
}
