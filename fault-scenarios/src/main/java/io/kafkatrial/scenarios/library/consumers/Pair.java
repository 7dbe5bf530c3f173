/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Two consumers, used by one thread in turns, beside a topic of two partitions. */
final class Pair {

    static final int PARTITIONS = 2;

    /** Records in each partition. */
    static final int EACH = 20;

    private static final Duration TURN = Duration.ofMillis(10);

    private Pair() {}

    static ClusterBuilder cluster(ClusterBuilder cluster) {
        return cluster.brokers(1).topic(Billing.TOPIC, PARTITIONS, 1);
    }

    static List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Billing.TOPIC, partition))
                .toList();
    }

    static void publish(Stage stage) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Billing.orders(stage, partition, EACH);
        }
    }

    /** Let both poll, before there is anything to be read, until each has that many partitions. */
    static void awaitAssigned(RecordingConsumer<String, String> one, RecordingConsumer<String, String> two, int each) {
        Workload.poll(
                one,
                () -> {
                    two.poll(TURN);
                    return one.assignment().size() == each && two.assignment().size() == each;
                },
                batch -> {});
    }

    /** Let one of them read all that it owns. */
    static void readAll(
            RecordingConsumer<String, String> member, Consumer<ConsumerRecords<String, String>> application) {
        Workload.poll(
                member,
                () -> member.assignment().stream().allMatch(partition -> Workload.stands(member, partition, EACH)),
                application);
    }
}
