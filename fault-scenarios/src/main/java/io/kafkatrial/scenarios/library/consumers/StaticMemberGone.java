/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;

/**
 * A static member dies, and another instance is started in its place. Under a new name it has to wait until the session of
 * the dead one times out; under the name of the dead one it gets the partitions at once, without a rebalance.
 */
final class StaticMemberGone implements Scenario {
    private static final Duration MAX_GAP = Duration.ofSeconds(3);

    /** Longer than the gap allowed by more than the pause between two heartbeats. */
    private static final Duration SESSION = Duration.ofMillis(3_600);

    @Override
    public Page page() {
        return Page.of("static-member-gone", Chapter.CONSUMERS, "crash", "static-membership", "availability")
                .idea(
                        "The partitions of a static member wait for it while its session lasts, which is why static members"
                                + " are given long sessions. If it never comes back under its name, nobody reads them until"
                                + " then.")
                .fault("the first member of the group, a static one, is killed after its first commit, and another"
                        + " instance is started")
                .advice("Give an instance that replaces another the same group.instance.id (a stable name, such as that"
                        + " of a pod of a StatefulSet). When scaling in, remove the member:"
                        + " Admin.removeMembersFromConsumerGroup.")
                .source("KIP-345; Kafka documentation, Consumer Configs, group.instance.id");
    }

    @Override
    public Half dangerous() {
        return half(
                "group.instance.id is a name made up at each start; session.timeout.ms=3600",
                "billing-7f9c",
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Claim.available(MAX_GAP), Anomaly.Kind.AVAILABILITY_GAP)));
    }

    @Override
    public Half guarded() {
        return half(
                "group.instance.id is the same for the instance that takes the place of another",
                "billing-0",
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Claim.available(MAX_GAP))));
    }

    private static Half half(String configuration, String successor, List<Expected> expected) {
        return new Half(
                configuration,
                cluster -> Billing.cluster(cluster).config("group.min.session.timeout.ms", "500"),
                Half.faults(Billing.crash(ClientPoint.AFTER_COMMIT, 1)),
                stage -> work(stage, successor),
                expected);
    }

    private static void work(Stage stage, String successor) {
        Workload.publish(stage, Billing.TOPIC, 0, Billing.RECORDS);
        RecordingConsumer<String, String> first = member(stage, "billing-0");
        stage.awaitFired(Billing.CRASH);
        Billing.Application booking = (member, batch) -> {
            Billing.book(stage, batch);
            member.commitSync();
        };
        try {
            Billing.readAll(first, booking);
        } catch (ClientCrashedException dead) {
            Billing.readAll(member(stage, successor), booking);
        }
    }

    private static RecordingConsumer<String, String> member(Stage stage, String instance) {
        return Billing.member(
                stage, "group.instance.id", instance, "session.timeout.ms", String.valueOf(SESSION.toMillis()));
    }
}
