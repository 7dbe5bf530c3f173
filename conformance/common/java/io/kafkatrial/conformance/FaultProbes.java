/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import java.util.Set;

/** A broker stops in good order and comes back. */
final class FaultProbes {
    private FaultProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("stop a leader: another leads, epochs grow, nothing is lost", FaultProbes::leader),
                new Probe("stop a follower: the leader goes on without it", FaultProbes::follower),
                new Probe("stop two of three: acks all is refused, acks 1 is not", FaultProbes::two),
                new Probe("stop a coordinator: committed offsets are found at the next", FaultProbes::coordinator),
                new Probe("stop a coordinator: generations and epochs go on at the next", GroupWalkProbes::failover),
                new Probe("stop the leader of a partition in a transaction that ends", TransactionFlowProbes::leaderAway),
                new Probe("stop all replicas: offline until one is back", FaultProbes::offline));
    }

    private static MetadataResponsePartition partition(Lab lab, int place, String topic) throws Exception {
        return lab.metadata(place, topic).partitions().get(0);
    }

    private static String text(Lab lab, MetadataResponsePartition it) {
        return Lab.error(it.errorCode()) + " leader " + lab.name(it.leaderId()) + " epoch " + it.leaderEpoch() + " replicas " + lab.names(it.replicaNodes())
                + " isr " + lab.names(it.isrNodes().stream().sorted().toList()) + " offline " + lab.names(it.offlineReplicas());
    }

    private static void back(Lab lab, int place, String topic) throws Exception {
        lab.restart(place);
        lab.await(() -> partition(lab, place % 3 + 1, topic).isrNodes().size() == 3 && partition(lab, place, topic).isrNodes().size() == 3);
    }

    private static void leader(Lab lab, Notes notes) throws Exception {
        lab.topic("st-leader", 1);
        ProduceProbes.send(lab, "st-leader", ProduceProbes.records("a", "b"));
        lab.stop(1);
        lab.await(() -> partition(lab, 2, "st-leader").leaderId() == lab.id(2) && partition(lab, 3, "st-leader").leaderId() == lab.id(2)
                && partition(lab, 2, "st-leader").isrNodes().size() == 2);
        notes.note("after", text(lab, partition(lab, 2, "st-leader")));
        notes.ask("brokers", () -> lab.admin().describeCluster().nodes().get().size());
        notes.ask("send", () -> ProduceProbes.send(lab, 2, 12, ProduceProbes.request(-1, "st-leader", 0, ProduceProbes.records("c"))));
        notes.ask("fetch", () -> FetchProbes.fetch(lab, 2, 12, FetchProbes.request(new FetchTopic().setTopic("st-leader"), FetchProbes.partition(0, 0))));
        notes.ask("with the old epoch", () -> FetchProbes.fetch(lab, 2, 12,
                FetchProbes.request(new FetchTopic().setTopic("st-leader"), FetchProbes.partition(0, 0).setCurrentLeaderEpoch(0))));
        back(lab, 1, "st-leader");
        notes.note("back", text(lab, partition(lab, 2, "st-leader")));
        notes.ask("end of epoch 0", () -> OffsetProbes.epochEnd(lab, 2, "st-leader", 0, -1, 0));
        notes.ask("preferred", () -> lab.admin().electLeaders(ElectionType.PREFERRED, Set.of(new TopicPartition("st-leader", 0))).partitions().get().values());
        lab.await(() -> partition(lab, 1, "st-leader").leaderId() == lab.id(1));
        notes.note("again", text(lab, partition(lab, 1, "st-leader")));
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "st-leader", 0));
    }

    private static void follower(Lab lab, Notes notes) throws Exception {
        lab.topic("st-follower", 1);
        lab.stop(2);
        lab.await(() -> partition(lab, 1, "st-follower").isrNodes().size() == 2);
        notes.note("after", text(lab, partition(lab, 1, "st-follower")));
        notes.ask("send", () -> ProduceProbes.send(lab, "st-follower", ProduceProbes.records("c")));
        notes.ask("new topic of three", () -> {
            lab.admin().createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic("st-three", 1, (short) 3))).all().get();
            return "made";
        });
        back(lab, 2, "st-follower");
        notes.note("back", text(lab, partition(lab, 1, "st-follower")));
    }

    private static void two(Lab lab, Notes notes) throws Exception {
        lab.topic("st-two", 1);
        lab.stop(2);
        lab.stop(3);
        lab.await(() -> partition(lab, 1, "st-two").isrNodes().size() == 1);
        notes.note("after", text(lab, partition(lab, 1, "st-two")));
        notes.ask("acks all", () -> ProduceProbes.send(lab, "st-two", ProduceProbes.records("a")));
        notes.ask("acks 1", () -> ProduceProbes.send(lab, 12, ProduceProbes.request(1, "st-two", 0, ProduceProbes.records("b"))));
        lab.restart(2);
        back(lab, 3, "st-two");
        notes.note("back", text(lab, partition(lab, 1, "st-two")));
        notes.ask("send", () -> ProduceProbes.send(lab, "st-two", ProduceProbes.records("c")));
    }

    private static void coordinator(Lab lab, Notes notes) throws Exception {
        lab.topic("st-offsets", 1);
        int at = ClassicGroupProbes.coordinator(lab, "st-group");
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("st-group", "st-offsets", 0, 42)));
        lab.stop(at);
        int asked = at % 3 + 1;
        int[] next = new int[1];
        notes.note("another", lab.await(() -> {
            for (int place = 1; place <= 3; place++) {
                if (place != at && OffsetStoreProbes.fetch(lab, place, 9, OffsetStoreProbes.wanted("st-group", "st-offsets", 0)).contains("@42")) {
                    next[0] = place;
                    return true;
                }
            }
            return false;
        }));
        notes.ask("read", () -> OffsetStoreProbes.fetch(lab, next[0], 9, OffsetStoreProbes.wanted("st-group", "st-offsets", 0)));
        lab.restart(at);
        lab.await(() -> partition(lab, asked, "st-offsets").isrNodes().size() == 3);
    }

    private static void offline(Lab lab, Notes notes) throws Exception {
        lab.admin().createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic("st-one", java.util.Map.of(0, List.of(lab.id(3)))))).all().get();
        lab.await(() -> lab.metadata(3, "st-one").errorCode() == 0 && lab.metadata(1, "st-one").errorCode() == 0);
        notes.ask("send", () -> ProduceProbes.send(lab, 3, 12, ProduceProbes.request(1, "st-one", 0, ProduceProbes.records("a"))));
        lab.stop(3);
        lab.await(() -> partition(lab, 1, "st-one").leaderId() == -1);
        notes.note("after", text(lab, partition(lab, 1, "st-one")));
        notes.ask("send to another", () -> ProduceProbes.send(lab, 1, 12, ProduceProbes.request(1, "st-one", 0, ProduceProbes.records("a"))));
        lab.restart(3);
        lab.await(() -> partition(lab, 3, "st-one").leaderId() == lab.id(3));
        notes.note("back", text(lab, partition(lab, 3, "st-one")));
        notes.ask("next offset", () -> ProduceProbes.sendWithClient(lab, "st-one", 0));
    }
}
