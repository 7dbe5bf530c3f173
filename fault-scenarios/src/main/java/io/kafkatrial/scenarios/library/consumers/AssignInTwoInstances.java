/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.function.Consumer;

/**
 * An application that assigns itself all partitions is scaled to two instances. Nobody shares the partitions out: both
 * process everything, although they have the same {@code group.id}.
 */
final class AssignInTwoInstances implements Scenario {

    @Override
    public Page page() {
        return Page.of("assign-in-two-instances", Chapter.CONSUMERS, "assign", "scaling")
                .idea("assign() asks for partitions and gets them, whoever else has them. A group.id beside it names"
                        + " committed offsets only: there is no membership, no rebalance, no fencing.")
                .fault("none; a second instance is started")
                .advice("Use subscribe(). If an instance must choose its partitions, let something choose for all"
                        + " instances, and never let two have the same one.")
                .source("KafkaConsumer javadoc, Manual Partition Assignment");
    }

    @Override
    public Half dangerous() {
        return half(
                "assign() of all partitions in each instance",
                Pair.PARTITIONS,
                instance -> instance.assign(Pair.partitions()),
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.DUPLICATE_EFFECT),
                        Expected.broken(Guarantee.AT_MOST_ONCE, Anomaly.Kind.DUPLICATE_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "subscribe() in each instance",
                1,
                instance -> instance.subscribe(List.of(Billing.TOPIC)),
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.holds(Guarantee.EXACTLY_ONCE),
                        Expected.holds(Guarantee.AT_MOST_ONCE)));
    }

    private static Half half(
            String configuration, int each, Consumer<RecordingConsumer<String, String>> asks, List<Expected> expected) {
        return new Half(configuration, Pair::cluster, Half.faults(), stage -> work(stage, each, asks), expected);
    }

    private static void work(Stage stage, int each, Consumer<RecordingConsumer<String, String>> asks) {
        RecordingConsumer<String, String> one = instance(stage, asks);
        RecordingConsumer<String, String> two = instance(stage, asks);
        Pair.awaitAssigned(one, two, each);
        Pair.publish(stage);
        Pair.readAll(one, batch -> Billing.book(stage, batch));
        Pair.readAll(two, batch -> Billing.book(stage, batch));
        one.commitSync();
        two.commitSync();
    }

    private static RecordingConsumer<String, String> instance(
            Stage stage, Consumer<RecordingConsumer<String, String>> asks) {
        RecordingConsumer<String, String> instance = Billing.consumer(stage);
        asks.accept(instance);
        return instance;
    }
}
