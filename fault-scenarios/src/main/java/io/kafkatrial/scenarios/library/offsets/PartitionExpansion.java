/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

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
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic gets a second partition. A producer knows of it before the consumers do, and they begin there, where nothing is
 * committed, as {@code auto.offset.reset} says.
 */
final class PartitionExpansion implements Scenario {
    private static final String EXPANSION = "a second partition";
    private static final TopicPartition NEW = new TopicPartition(Shop.TOPIC, 1);
    private static final int IN_OLD = 20;
    private static final int UNNOTICED = 20;
    private static final int LATER = 10;

    @Override
    public Page page() {
        return Page.of("partition-expansion", Chapter.OFFSETS, "partitions", "auto-offset-reset", "metadata")
                .idea("Consumers learn of new partitions when they next refresh their metadata, up to"
                        + " metadata.max.age.ms (five minutes) later. What producers write there until then is before"
                        + " their position, if they begin at the end of the log.")
                .fault("when 21 records are acknowledged, the topic's partitions are raised from one to two")
                .advice(
                        "Set auto.offset.reset=earliest: in a partition that is new it loses nothing and repeats nothing."
                                + " A small metadata.max.age.ms only shortens the time. Keys move to other partitions as well:"
                                + " better create a topic with the partitions it will need.")
                .application(
                        "Send records to the topic `orders` for a second or more, and process all of them as one group."
                                + " Let the producer's metadata.max.age.ms be short, or it does not know of the new partition"
                                + " before it ends.")
                .source("KIP-1327 and KAFKA-20539, where this is to change; Kafka documentation, Operations, Modifying"
                        + " topics");
    }

    @Override
    public Half dangerous() {
        return half(
                "latest",
                "auto.offset.reset=latest (the default)",
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.SILENT_RESET)));
    }

    @Override
    public Half guarded() {
        return half(
                "earliest",
                "auto.offset.reset=earliest",
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(String reset, String configuration, List<Expected> expected) {
        return new Half(
                configuration,
                Shop::cluster,
                Half.faults(new PlannedFault(
                        EXPANSION,
                        new Fault.Administer(new AdminAct.AddPartitions(Shop.TOPIC, 2), Optional.empty()),
                        Trigger.acks(IN_OLD + 1, Shop.TOPIC))),
                stage -> work(stage, reset),
                expected);
    }

    private static void work(Stage stage, String reset) {
        RecordingConsumer<String, String> member =
                Shop.member(stage, "auto.offset.reset", reset, "metadata.max.age.ms", "100");
        Shop.bill(stage, member, 0);
        Workload.publish(stage, Shop.TOPIC, 0, IN_OLD);
        Shop.bill(stage, member, IN_OLD);
        // the consumer refreshes its metadata in polls only, and does not poll from here
        Workload.publish(stage, Shop.TOPIC, IN_OLD, IN_OLD + 1);
        stage.awaitFired(EXPANSION);
        sendToNew(stage, UNNOTICED);
        billNew(stage, member, UNNOTICED);
        sendToNew(stage, LATER);
        billNew(stage, member, UNNOTICED + LATER);
        Shop.bill(stage, member, IN_OLD + 1);
    }

    private static void sendToNew(Stage stage, int count) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        for (int number = 0; number < count; number++) {
            producer.send(new ProducerRecord<>(Shop.TOPIC, NEW.partition(), null, "order " + number));
        }
        producer.flush();
    }

    private static void billNew(Stage stage, RecordingConsumer<String, String> member, long end) {
        Workload.poll(member, () -> Workload.stands(member, NEW, end), batch -> {
            batch.forEach(stage.effects()::done);
            member.commitSync();
        });
    }
}
