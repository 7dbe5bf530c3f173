/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.offsets;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What the scenarios of this chapter share: orders in a topic of one partition, and the group that bills them and commits
 * after each poll.
 */
final class Shop {

    static final String TOPIC = "orders";
    static final TopicPartition ORDERS = new TopicPartition(TOPIC, 0);
    static final String GROUP = "billing";

    private Shop() {}

    static ClusterBuilder cluster(ClusterBuilder cluster) {
        return cluster.brokers(1).topic(TOPIC, 1, 1);
    }

    /** A member that has subscribed; {@code settings} are pairs of name and value. */
    static RecordingConsumer<String, String> member(Stage stage, String... settings) {
        RecordingConsumer<String, String> member = Workload.member(stage, GROUP, settings);
        member.subscribe(List.of(TOPIC));
        return member;
    }

    /** Read the orders before {@code end}, book each, and commit after each poll. */
    static void bill(Stage stage, RecordingConsumer<String, String> member, long end) {
        Workload.poll(member, () -> Workload.stands(member, ORDERS, end), batch -> {
            batch.forEach(stage.effects()::done);
            member.commitSync();
        });
    }

    /**
     * When this group has committed up to there and has no members any more. What it committed may be told before or
     * after the group's states.
     */
    static Trigger left(String group, long committed) {
        return new Trigger.Sequence(List.of(
                new Trigger.GroupState(group, "Stable"),
                new Trigger.GroupState(group, "Empty"),
                new Trigger.OffsetCommitted(group, new PartitionId(TOPIC, 0), committed)));
    }

    /** Whether this group has committed an offset for the orders. */
    static boolean hasCommitted(Admin admin, String group) {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                        .get(ORDERS)
                != null;
    }

    /** Where the log of a partition begins. */
    static long logStart(Admin admin, TopicPartition partition) {
        return get(admin.listOffsets(Map.of(partition, OffsetSpec.earliest())).partitionResult(partition))
                .offset();
    }

    /** What an administrator was answered. */
    static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException refused) {
            throw new TrialException(
                    "an administrator's question failed: " + refused.getCause()
                            + ". Look at the report's timeline for what the brokers were at.",
                    refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TrialException("interrupted while an administrator's question was open. Ask again.");
        }
    }
}
