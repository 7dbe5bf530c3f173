/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.engine.PartitionId;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * A follower is down while the leader goes on alone, and a group commits what it read there. Then the leader dies, the
 * follower comes back and is elected uncleanly: its log is shorter than the committed offset. Before the group comes back
 * the log has grown past that offset again, with other records. Only the leader epoch in the commit tells that those before
 * it are not the ones the group has read.
 */
final class UnnoticedTruncation implements Scenario {
    private static final String FOLLOWER = "crash of the follower";
    private static final String LEADER = "crash of the leader";
    private static final int REPLICATED = 50;
    private static final int LOST = 50;
    private static final int NEW = 60;

    private static final Claim ALL_OF_THE_LOG =
            Claim.named("every record in the log takes effect", Anomaly.Kind.MISSED_EFFECT);

    @Override
    public Page page() {
        return Page.of("unnoticed-truncation", Chapter.OFFSETS, "commit", "crash", "unclean-election", "leader-epoch")
                .idea("After an unclean election the log may end below a committed offset, and grow past it again. A"
                        + " consumer that goes on there skips all new records below. If the commit carries the leader"
                        + " epoch of the last record read, the consumer asks where that epoch ended, and goes back to"
                        + " there.")
                .fault("the follower is killed after 50 records, and the leader after 51 more that it alone has, of"
                        + " which the group has read and committed 50; then the follower comes back and leads")
                .advice("Commit with commitSync() or commitAsync() without arguments, or with new"
                        + " OffsetAndMetadata(offset, record.leaderEpoch(), metadata): the constructor with the offset"
                        + " alone leaves the epoch out. And keep unclean.leader.election.enable=false: what was lost"
                        + " stays lost in either half.")
                .source("KIP-320; KAFKA-7747; OffsetAndMetadata javadoc");
    }

    @Override
    public Half dangerous() {
        return half(
                "commitSync of new OffsetAndMetadata(offset)",
                last -> new OffsetAndMetadata(last.offset() + 1),
                Expected.broken(ALL_OF_THE_LOG, Anomaly.Kind.MISSED_EFFECT));
    }

    @Override
    public Half guarded() {
        return half(
                "commitSync of new OffsetAndMetadata(offset, record.leaderEpoch(), \"\")",
                last -> new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), ""),
                Expected.holds(ALL_OF_THE_LOG));
    }

    private static Half half(
            String configuration,
            Function<ConsumerRecord<String, String>, OffsetAndMetadata> behind,
            Expected expected) {
        PartitionId orders = new PartitionId(Shop.TOPIC, 0);
        Trigger read = new Trigger.Sequence(List.of(
                new Trigger.OffsetCommitted(Shop.GROUP, orders, REPLICATED + LOST), Trigger.acks(1, Shop.TOPIC)));
        return new Half(
                configuration,
                cluster -> cluster.brokers(3)
                        .topic(
                                Shop.TOPIC,
                                1,
                                2,
                                Map.of("unclean.leader.election.enable", "true", "min.insync.replicas", "1")),
                Half.faults(
                        new PlannedFault(
                                FOLLOWER,
                                new Fault.CrashBroker(Target.followersOf(Shop.TOPIC + "-0"), Optional.empty()),
                                Trigger.acks(REPLICATED, Shop.TOPIC),
                                Optional.of(new Trigger.Following(LEADER))),
                        new PlannedFault(
                                LEADER,
                                new Fault.CrashBroker(Target.leaderOf(Shop.TOPIC + "-0"), Optional.empty()),
                                read)),
                stage -> work(stage, behind),
                List.of(expected));
    }

    private static void work(Stage stage, Function<ConsumerRecord<String, String>, OffsetAndMetadata> behind) {
        Workload.publish(stage, Shop.TOPIC, 0, REPLICATED);
        stage.awaitFired(FOLLOWER);
        Workload.publish(stage, Shop.TOPIC, REPLICATED, REPLICATED + LOST);
        RecordingConsumer<String, String> first = Shop.member(stage);
        bill(stage, first, REPLICATED + LOST, behind);
        first.close(); // which all replicas know by now, so that nobody waits for this member
        Workload.publish(stage, Shop.TOPIC, REPLICATED + LOST, REPLICATED + LOST + 1);
        stage.awaitFired(LEADER);
        Workload.publish(stage, Shop.TOPIC, REPLICATED + LOST + 1, REPLICATED + LOST + 1 + NEW);
        bill(stage, Shop.member(stage), REPLICATED + NEW, behind);
    }

    private static void bill(
            Stage stage,
            RecordingConsumer<String, String> member,
            long end,
            Function<ConsumerRecord<String, String>, OffsetAndMetadata> behind) {
        Workload.poll(member, () -> Workload.stands(member, Shop.ORDERS, end), batch -> {
            batch.forEach(stage.effects()::done);
            List<ConsumerRecord<String, String>> orders = batch.records(Shop.ORDERS);
            member.commitSync(Map.of(Shop.ORDERS, behind.apply(orders.get(orders.size() - 1))));
        });
    }
}
