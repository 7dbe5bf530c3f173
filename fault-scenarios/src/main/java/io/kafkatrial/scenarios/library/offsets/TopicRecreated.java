/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topic is emptied of what was sent while all was tried out, by deleting and creating it again. The group's offsets
 * go with it, and where the group begins is a matter of {@code auto.offset.reset} again.
 */
final class TopicRecreated implements Scenario {
    private static final String AGAIN = "created again";
    private static final int TRIED_OUT = 20;
    private static final int BEFORE = 30;
    private static final int AFTER = 10;

    @Override
    public Page page() {
        return Page.of("topic-recreated", Chapter.OFFSETS, "admin", "auto-offset-reset", "delete-topic")
                .idea(
                        "With a topic Kafka deletes what groups have committed for it. A group that has been in production"
                                + " for years is a new one for the topic of the same name: under auto.offset.reset=latest it"
                                + " skips what was sent before it came back.")
                .fault("the topic is deleted and created again when the group has read it to its end and has left")
                .advice("Empty a topic with kafka-delete-records.sh, or take a topic of another name. After a topic was"
                        + " created again set the offsets of its groups before they start (kafka-consumer-groups.sh"
                        + " --reset-offsets --to-earliest --execute), and use auto.offset.reset=earliest, or none, in"
                        + " all that must not skip anything.")
                .source("Kafka documentation, Consumer Configs, auto.offset.reset; KIP-516; KAFKA-12257");
    }

    @Override
    public Half dangerous() {
        return half(
                "auto.offset.reset=latest (the default)",
                admin -> {},
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.SILENT_RESET)));
    }

    @Override
    public Half guarded() {
        return half(
                "the same, and the group's offsets are set to the beginning before it starts",
                admin -> Shop.get(
                        admin.alterConsumerGroupOffsets(Shop.GROUP, Map.of(Shop.ORDERS, new OffsetAndMetadata(0)))
                                .all()),
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(
            String configuration, java.util.function.Consumer<Admin> operator, List<Expected> expected) {
        return new Half(
                configuration,
                Shop::cluster,
                Half.faults(new PlannedFault(
                        AGAIN,
                        new Fault.Administer(new AdminAct.RecreateTopic(Shop.TOPIC), Optional.empty()),
                        Shop.left(Shop.GROUP, TRIED_OUT))),
                stage -> work(stage, operator),
                expected);
    }

    private static void work(Stage stage, java.util.function.Consumer<Admin> operator) {
        tryOut(stage);
        RecordingConsumer<String, String> first = member(stage, "earliest");
        Workload.poll(first, () -> Workload.stands(first, Shop.ORDERS, TRIED_OUT), batch -> {});
        first.commitSync();
        first.close();
        stage.awaitFired(AGAIN);

        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        operator.accept(stage.clients().admin(Map.of()));
        RecordingConsumer<String, String> second = member(stage, "latest");
        Shop.bill(stage, second, BEFORE);
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + AFTER);
        Shop.bill(stage, second, BEFORE + AFTER);
    }

    /** Orders that nobody will miss. */
    private static void tryOut(Stage stage) {
        try (KafkaProducer<String, String> tester = new KafkaProducer<>(
                stage.cluster().clientProperties(), new StringSerializer(), new StringSerializer())) {
            for (int number = 0; number < TRIED_OUT; number++) {
                tester.send(new ProducerRecord<>(Shop.TOPIC, "trial-" + number, "trial"));
            }
        }
    }

    private static RecordingConsumer<String, String> member(Stage stage, String reset) {
        return Shop.member(stage, "auto.offset.reset", reset);
    }
}
