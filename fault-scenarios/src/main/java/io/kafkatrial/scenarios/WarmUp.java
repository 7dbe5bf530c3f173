/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A small workload before the first run in a JVM, of which nobody hears: with it the classes of brokers and clients are
 * loaded, which on a busy machine takes seconds. The time-outs and limits of workloads are meant for what comes after
 * that. Safe for use by several threads: the first does it, the others wait.
 */
final class WarmUp {

    private static final String TOPIC = "warm-up";
    private static final String CRASH = "crash of the leader";
    private static final int RECORDS = 20;

    private static boolean done;

    private WarmUp() {}

    static synchronized void once() {
        if (!done) {
            done = true;
            try {
                work();
            } catch (TrialException | KafkaException cold) {
                // whatever it is, the run that follows says it better
            }
        }
    }

    private static void work() {
        try (Cluster cluster = Cluster.builder()
                        .engine("embedded")
                        .brokers(3)
                        .topic(TOPIC, 1, 3)
                        .start();
                Trial trial = Trial.on(cluster, Recording.CLIENTS)) {
            Fault crash = new Fault.CrashBroker(Target.leaderOf(TOPIC + "-0"), Optional.of(Duration.ofMillis(1)));
            PlannedFault planned = new PlannedFault(CRASH, crash, Trigger.acks(RECORDS, TOPIC));
            Stage stage = new Stage(cluster, trial, trial.arm(new Plan(0, List.of(planned))));
            Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
            Workload.sendAfterFirst(producer, TOPIC, 0, RECORDS);
            stage.awaitFired(CRASH);
            Workload.send(producer, TOPIC, RECORDS, 2 * RECORDS);
            producer.flush();
            RecordingConsumer<String, String> member = Workload.member(stage, "readers");
            member.subscribe(List.of(TOPIC));
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            Workload.poll(member, () -> Workload.stands(member, partition, 2L * RECORDS), batch -> member.commitSync());
        }
    }
}
