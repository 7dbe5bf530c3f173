/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.ConsumerGroupState;

/**
 * A group of two: one member is busy with a batch, the other reads on and on. A third one joins. In an eager rebalance
 * every member gives all its partitions away and waits until the last one has come to the rebalance, which is the busy
 * one, when it polls again. In a cooperative one, members keep what they have meanwhile.
 */
final class StopTheWorld implements Scenario {
    private static final Duration MAX_GAP = Duration.ofSeconds(3);
    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration SHORT_TURN = Duration.ofMillis(2);

    /** So many turns of two polls without a record are longer than {@link #MAX_GAP}. */
    private static final int QUIET_TURNS = 80;

    private static final int TURNS_AT_MOST = 2_000;
    private static final int OF_BUSY = 20;
    private static final int OF_STEADY = 200;

    /** Read during the rebalance, in polls of five, it is proof that the reader does not stand still. */
    private static final int DURING_REBALANCE = 100;

    @Override
    public Page page() {
        return Page.of("stop-the-world", Chapter.CONSUMERS, "rebalance", "availability", "assignor")
                .idea(
                        "In an eager rebalance nobody in the group reads anything until the slowest member polls again, up"
                                + " to max.poll.interval.ms. A cooperative one takes only those partitions away that move, and"
                                + " lets members read on meanwhile.")
                .fault("a member joins while another one is busy with what it polled")
                .advice("Use group.protocol=consumer (KIP-848), or partition.assignment.strategy with"
                        + " CooperativeStickyAssignor alone: as long as RangeAssignor is in the list too, as it is by"
                        + " default, rebalances are eager. Poll often.")
                .source("KIP-429; KIP-848; Kafka documentation, Consumer Configs, partition.assignment.strategy");
    }

    @Override
    public Half dangerous() {
        return half(
                "partition.assignment.strategy=RangeAssignor, which is eager and comes first in the default",
                RangeAssignor.class,
                List.of(
                        Expected.holds(Guarantee.AT_LEAST_ONCE),
                        Expected.broken(Claim.available(MAX_GAP), Anomaly.Kind.AVAILABILITY_GAP)));
    }

    @Override
    public Half guarded() {
        return half(
                "partition.assignment.strategy=CooperativeStickyAssignor",
                CooperativeStickyAssignor.class,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Claim.available(MAX_GAP))));
    }

    private static Half half(String configuration, Class<?> assignor, List<Expected> expected) {
        return new Half(
                configuration, Pair::cluster, Half.faults(), stage -> work(stage, assignor.getName()), expected);
    }

    private static void work(Stage stage, String assignor) throws Exception {
        RecordingConsumer<String, String> one = member(stage, assignor);
        RecordingConsumer<String, String> two = member(stage, assignor);
        Pair.awaitAssigned(one, two, 1);
        boolean first = one.assignment().contains(Billing.ORDERS);
        RecordingConsumer<String, String> busy = first ? one : two;
        RecordingConsumer<String, String> steady = first ? two : one;
        Billing.orders(stage, 0, OF_BUSY);
        Billing.orders(stage, 1, OF_STEADY);
        Turns turns = new Turns(stage);
        turns.until(() -> Workload.stands(busy, Billing.ORDERS, OF_BUSY), TURN, busy);

        RecordingConsumer<String, String> third = member(stage, assignor);
        Admin admin = stage.clients().admin(Map.of());
        turns.until(() -> isRebalancing(admin), TURN, steady, third);
        int enough = turns.booked.size() + DURING_REBALANCE;
        turns.until(() -> turns.quiet == QUIET_TURNS || turns.booked.size() >= enough, TURN, steady, third);
        turns.until(() -> turns.booked.size() == OF_BUSY + OF_STEADY, SHORT_TURN, busy, steady, third);
    }

    private static RecordingConsumer<String, String> member(Stage stage, String assignor) {
        return Billing.member(stage, "partition.assignment.strategy", assignor, "max.poll.records", "5");
    }

    @SuppressWarnings("removal") // the one form that 3.6 and 4.4 share
    private static boolean isRebalancing(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(Billing.GROUP)).all().get().values().stream()
                .anyMatch(group -> group.state() == ConsumerGroupState.PREPARING_REBALANCE);
    }

    /** What turns wait for. */
    @FunctionalInterface
    private interface Done {
        boolean come() throws Exception;
    }

    /** Members that poll in turns. Confined to the workload's thread. */
    private static final class Turns {
        private final Stage stage;
        private final Set<String> booked = new HashSet<>();
        private int quiet;

        Turns(Stage stage) {
            this.stage = stage;
        }

        /** Let these poll one after the other until it is done, which is asked before each turn. */
        @SafeVarargs
        final void until(Done done, Duration each, RecordingConsumer<String, String>... members) throws Exception {
            quiet = 0;
            for (int turn = 0; turn < TURNS_AT_MOST && !done.come(); turn++) {
                int before = booked.size();
                for (RecordingConsumer<String, String> member : members) {
                    process(member, member.poll(each));
                }
                quiet = booked.size() > before ? 0 : quiet + 1;
            }
        }

        private void process(RecordingConsumer<String, String> member, ConsumerRecords<String, String> batch) {
            for (ConsumerRecord<String, String> order : batch) {
                stage.effects().done(order);
                booked.add(order.key());
            }
            if (!batch.isEmpty()) {
                member.commitAsync();
            }
        }
    }
}
