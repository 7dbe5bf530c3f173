/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

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
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The coordinator of a group loses its power, and what of its log was not on its disk yet. Where that log has one copy,
 * commits that were acknowledged are gone; where it has three, another broker has them. How much is lost is drawn from
 * the seed; each order is committed by itself, so that it is hardly ever nothing.
 */
final class OffsetsTopicPowerLoss implements Scenario {
    private static final String CUT = "power cut";
    private static final int BEFORE = 150;
    private static final int AFTER = 10;

    @Override
    public Page page() {
        return Page.of("offsets-topic-power-loss", Chapter.OFFSETS, "power-loss", "internal-topics", "replication")
                .idea(
                        "Committed offsets are records in __consumer_offsets, and are as safe as that topic is. Kafka does"
                                + " not wait for the disk: with one replica a power cut takes acknowledged commits, and the"
                                + " group begins again where it was some time ago.")
                .fault(
                        "the consumer dies; when more orders have come the power of the broker that coordinates its group"
                                + " is cut, and comes back")
                .advice(
                        "Keep offsets.topic.replication.factor=3, the default. The configuration that Kafka's quick start"
                                + " comes with sets it to 1, and it stays with the topic: raise it by reassigning the replicas.")
                .application("Send " + BEFORE + " records to `" + Shop.TOPIC + "`, bill and commit each as group `"
                        + Shop.GROUP + "`, reporting effects, and stop without leaving; send " + AFTER + " more, and"
                        + " start again.")
                .source("Kafka documentation, Broker Configs, offsets.topic.replication.factor; Design, Replication");
    }

    @Override
    public Half dangerous() {
        return half(
                "offsets.topic.replication.factor=1",
                "1",
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.NO_COMMIT_BEYOND_PROCESSED, Anomaly.Kind.COMMIT_LOST)));
    }

    @Override
    public Half guarded() {
        return half(
                "offsets.topic.replication.factor=3 (the default)",
                "3",
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(Guarantee.NO_COMMIT_BEYOND_PROCESSED)));
    }

    private static Half half(String configuration, String replicas, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> cluster.brokers(3)
                        .topic(Shop.TOPIC, 1, 3)
                        .config("offsets.topic.num.partitions", "1")
                        .config("offsets.topic.replication.factor", replicas),
                Half.faults(new PlannedFault(
                        CUT,
                        new Fault.LosePower(Target.coordinatorOf(Shop.GROUP), Optional.of(Duration.ofMillis(100))),
                        Trigger.acks(BEFORE + AFTER, Shop.TOPIC))),
                OffsetsTopicPowerLoss::work,
                expected);
    }

    private static void work(Stage stage) {
        Workload.publish(stage, Shop.TOPIC, 0, BEFORE);
        RecordingConsumer<String, String> first = member(stage);
        Workload.poll(
                first,
                () -> Workload.stands(first, Shop.ORDERS, BEFORE),
                batch -> batch.forEach(order -> {
                    stage.effects().done(order);
                    first.commitSync(Map.of(Shop.ORDERS, new OffsetAndMetadata(order.offset() + 1)));
                }));
        first.crash();
        Workload.publish(stage, Shop.TOPIC, BEFORE, BEFORE + AFTER);
        stage.awaitFired(CUT);
        Shop.bill(stage, member(stage), BEFORE + AFTER);
    }

    /** It keeps its place in the group when it is started again. */
    private static RecordingConsumer<String, String> member(Stage stage) {
        return Shop.member(stage, "group.instance.id", "biller");
    }
}
