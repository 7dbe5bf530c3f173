/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** How cost grows with the cluster and with what is put into it. */
final class Growth {
    private static final int BYTES = 100;

    private Growth() {}

    /** Start to the first ack and stop, in ms, of a warm cluster of so many brokers (three replicas need three). */
    static void brokers(Rival.Make make, int brokers) throws Exception {
        long startedAt = System.nanoTime();
        Rival rival = make.with(brokers, Map.of());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", rival.start()))) {
            while (admin.describeCluster().nodes().get().size() < brokers) {
                Thread.onSpinWait();
            }
        }
        rival.stop();
        Bench.say("growth.brokers." + brokers, (System.nanoTime() - startedAt) / 1e6);
    }

    /** From the request for a topic of so many partitions with three replicas to leaders and full ISRs of all, in ms. */
    static void partitions(String at, int partitions) throws Exception {
        Client.firstAck(at);
        long startedAt = System.nanoTime();
        Client.createTopic(at, "wide", partitions);
        long createdAt = System.nanoTime();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", at))) {
            while (!isWhole(admin, partitions)) {
                Thread.onSpinWait();
            }
        }
        Bench.say("growth.partitions." + partitions, (System.nanoTime() - startedAt) / 1e6);
        Bench.say("growth.created." + partitions, (createdAt - startedAt) / 1e6);
    }

    private static boolean isWhole(Admin admin, int partitions) throws Exception {
        TopicDescription topic =
                admin.describeTopics(List.of("wide")).allTopicNames().get().get("wide");
        return topic.partitions().size() == partitions
                && topic.partitions().stream().allMatch(Growth::isWhole);
    }

    private static boolean isWhole(TopicPartitionInfo partition) {
        return partition.leader() != null && partition.isr().size() == 3;
    }

    /** What a record costs, in ns, while so many are produced by one producer; after a tenth as many unmeasured. */
    static void records(String at, int records) throws Exception {
        Bench.say("growth.records." + records, 1e9 * Traffic.seconds(at, BYTES, records) / records);
    }
}
