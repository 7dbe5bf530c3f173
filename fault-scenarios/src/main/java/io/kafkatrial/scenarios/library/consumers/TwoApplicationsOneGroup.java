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
import io.kafkatrial.scenarios.recording.Effects;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;

/**
 * Two applications, each of which needs every order, have the same {@code group.id}. To Kafka they are members of one
 * group, and share the partitions: each gets half of the orders.
 */
final class TwoApplicationsOneGroup implements Scenario {

    @Override
    public Page page() {
        return Page.of("two-applications-one-group", Chapter.CONSUMERS, "group-id", "configuration")
                .idea(
                        "A group is handed each record once. Two applications with one group.id, copied from an example or"
                                + " left at a framework's default, each miss what the other gets; neither sees an error.")
                .fault("none; the group.id is what is wrong")
                .advice("Give each application a group.id of its own, named after what it does, and forbid others by"
                        + " access lists on groups.")
                .source(
                        "Kafka documentation, Introduction to consumer groups; KafkaConsumer javadoc, Consumer Groups and"
                                + " Topic Subscriptions");
    }

    @Override
    public Half dangerous() {
        return half(
                "group.id=shop in both applications",
                List.of("shop", "shop"),
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.MISSED_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "group.id=billing in one, group.id=shipping in the other",
                List.of("billing", "shipping"),
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    private static Half half(String configuration, List<String> groups, List<Expected> expected) {
        return new Half(configuration, Pair::cluster, Half.faults(), stage -> work(stage, groups), expected);
    }

    private static void work(Stage stage, List<String> groups) {
        int each = groups.get(0).equals(groups.get(1)) ? 1 : Pair.PARTITIONS;
        RecordingConsumer<String, String> biller = Billing.member(stage, "group.id", groups.get(0));
        RecordingConsumer<String, String> shipper = Billing.member(stage, "group.id", groups.get(1));
        Pair.awaitAssigned(biller, shipper, each);
        Pair.publish(stage);
        Effects billed = stage.effects().of("billing");
        Effects shipped = stage.effects().of("shipping");
        Pair.readAll(biller, batch -> batch.forEach(billed::done));
        Pair.readAll(shipper, batch -> batch.forEach(shipped::done));
    }
}
