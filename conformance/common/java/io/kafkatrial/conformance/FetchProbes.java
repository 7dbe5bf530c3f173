/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Fetch without sessions. */
final class FetchProbes {
    private FetchProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("fetch: inside, at the end, beyond both ends", FetchProbes::offsets),
                new Probe("fetch: below the log start", FetchProbes::belowStart),
                new Probe("fetch: limits of bytes", FetchProbes::limits),
                new Probe("fetch: from the middle of a batch", FetchProbes::middle),
                new Probe("fetch: unknown topic, id, partition", FetchProbes::unknown),
                new Probe("fetch: leader epochs", FetchProbes::epochs),
                new Probe("fetch: last fetched epochs", FetchProbes::lastFetchedEpochs),
                new Probe("fetch: from a follower", FetchProbes::follower),
                new Probe("fetch: isolation levels and versions", FetchProbes::versions),
                new Probe("fetch: as a replica that is none", FetchProbes::replica));
    }

    static FetchRequestData request(FetchTopic topic, FetchPartition... partitions) {
        return new FetchRequestData()
                .setReplicaState(new FetchRequestData.ReplicaState())
                .setMaxWaitMs(100)
                .setMinBytes(1)
                .setMaxBytes(10_000_000)
                .setSessionEpoch(-1)
                .setTopics(List.of(topic.setPartitions(List.of(partitions))));
    }

    static FetchPartition partition(int index, long offset) {
        return new FetchPartition().setPartition(index).setFetchOffset(offset).setPartitionMaxBytes(1_000_000);
    }

    static String text(Lab lab, PartitionData it) {
        int records = 0;
        int batches = 0;
        long first = -1;
        if (it.records() instanceof MemoryRecords memory) {
            for (RecordBatch batch : memory.batches()) {
                first = batches++ == 0 ? batch.baseOffset() : first;
                records += batch.countOrNull() == null ? 0 : batch.countOrNull();
            }
        }
        var diverging = it.divergingEpoch();
        var leader = it.currentLeader();
        return Lab.error(it.errorCode()) + " hw " + it.highWatermark() + " lso " + it.lastStableOffset() + " start " + it.logStartOffset()
                + " batches " + batches + (batches == 0 ? "" : " from " + first + " records " + records)
                + " aborted " + (it.abortedTransactions() == null ? "null" : it.abortedTransactions().size())
                + (it.preferredReadReplica() == -1 ? "" : " preferred " + lab.name(it.preferredReadReplica()))
                + (diverging.epoch() == -1 && diverging.endOffset() == -1 ? "" : " diverging " + diverging.epoch() + "@" + diverging.endOffset())
                + (leader.leaderId() == -1 && leader.leaderEpoch() == -1 ? "" : " leader " + lab.name(leader.leaderId()) + " epoch " + leader.leaderEpoch());
    }

    static String fetch(Lab lab, int place, int version, FetchRequestData request) throws Exception {
        var response = lab.ask(place, ApiKeys.FETCH, version, request, FetchResponseData.class);
        List<String> all = new ArrayList<>();
        response.responses().forEach(topic -> topic.partitions().forEach(it -> all.add(it.partitionIndex() + ": " + text(lab, it))));
        return (response.errorCode() == 0 ? "" : Lab.error(response.errorCode()) + " ") + all
                + (response.nodeEndpoints().isEmpty() ? "" : " endpoints " + response.nodeEndpoints().stream().map(it -> lab.name(it.nodeId())).toList());
    }

    private static String at(Lab lab, String topic, long offset) throws Exception {
        return fetch(lab, 1, 12, request(new FetchTopic().setTopic(topic), partition(0, offset)));
    }

    /** The batches of partition 0. */
    static List<RecordBatch> batches(Lab lab, String topic) throws Exception {
        var request = request(new FetchTopic().setTopic(topic), partition(0, 0));
        var found = lab.ask(ApiKeys.FETCH, 12, request, FetchResponseData.class).responses().get(0).partitions().get(0);
        List<RecordBatch> all = new ArrayList<>();
        if (found.records() instanceof MemoryRecords memory) {
            memory.batches().forEach(all::add);
        }
        return all;
    }

    private static void three(Lab lab, String topic) throws Exception {
        for (String value : List.of("a", "b", "c")) {
            ProduceProbes.send(lab, topic, ProduceProbes.records(value));
        }
    }

    private static void offsets(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("fe-offsets", 1);
        notes.ask("of an empty log", () -> at(lab, "fe-offsets", 0));
        three(lab, "fe-offsets");
        for (long offset : new long[] {0, 1, 3, 4, 1_000_000, -1, -5}) {
            notes.ask("at " + offset, () -> at(lab, "fe-offsets", offset));
        }
        notes.ask("by id", () -> fetch(lab, 1, 17, request(new FetchTopic().setTopicId(id), partition(0, 0))));
    }

    private static void belowStart(Lab lab, Notes notes) throws Exception {
        lab.topic("fe-start", 1);
        three(lab, "fe-start");
        notes.ask("deleted to", () -> OffsetProbes.deleteRecords(lab, 1, "fe-start", 0, 2));
        for (long offset : new long[] {0, 1, 2, 3}) {
            notes.ask("at " + offset, () -> at(lab, "fe-start", offset));
        }
    }

    private static void limits(Lab lab, Notes notes) throws Exception {
        lab.topic("fe-limits", 4);
        three(lab, "fe-limits");
        ProduceProbes.send(lab, 12, ProduceProbes.request(-1, "fe-limits", 3, ProduceProbes.records("x", "y")));
        var topic = new FetchTopic().setTopic("fe-limits");
        notes.ask("partition max 1", () -> fetch(lab, 1, 12, request(topic, partition(0, 0).setPartitionMaxBytes(1))));
        notes.ask("max 1, two partitions", () -> fetch(lab, 1, 12, request(topic, partition(0, 0), partition(3, 0)).setMaxBytes(1)));
        notes.ask("partition max 100", () -> fetch(lab, 1, 12, request(topic, partition(0, 0).setPartitionMaxBytes(100))));
        notes.ask("partition max 200", () -> fetch(lab, 1, 12, request(topic, partition(0, 0).setPartitionMaxBytes(200))));
        notes.ask("max 150, two partitions", () -> fetch(lab, 1, 12, request(topic, partition(0, 0), partition(3, 0)).setMaxBytes(150)));
        notes.ask("max 0", () -> fetch(lab, 1, 12, request(topic, partition(0, 0)).setMaxBytes(0)));
        notes.ask("partition max 0", () -> fetch(lab, 1, 12, request(topic, partition(0, 0).setPartitionMaxBytes(0), partition(3, 0).setPartitionMaxBytes(0))));
        notes.ask("min above what is there", () -> fetch(lab, 1, 12, request(topic, partition(0, 0)).setMinBytes(100_000)));
        notes.ask("a small first, the rest", () -> fetch(lab, 1, 12, request(topic, partition(3, 0), partition(0, 1))));
        notes.ask("no partitions", () -> fetch(lab, 1, 12, request(topic)));
    }

    private static void middle(Lab lab, Notes notes) throws Exception {
        lab.topic("fe-middle", 1);
        ProduceProbes.send(lab, "fe-middle", ProduceProbes.records("a", "b", "c"));
        ProduceProbes.send(lab, "fe-middle", ProduceProbes.records("d"));
        notes.ask("at 1", () -> at(lab, "fe-middle", 1));
        notes.ask("at 3", () -> at(lab, "fe-middle", 3));
    }

    private static void unknown(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("fe-known", 1);
        notes.ask("topic", () -> fetch(lab, 1, 12, request(new FetchTopic().setTopic("fe-none"), partition(0, 0))));
        notes.ask("partition", () -> fetch(lab, 1, 12, request(new FetchTopic().setTopic("fe-known"), partition(7, 0))));
        notes.ask("id", () -> fetch(lab, 1, 17, request(new FetchTopic().setTopicId(new Uuid(4, 4)), partition(0, 0))));
        notes.ask("zero id", () -> fetch(lab, 1, 17, request(new FetchTopic(), partition(0, 0))));
        notes.ask("partition by id", () -> fetch(lab, 1, 17, request(new FetchTopic().setTopicId(id), partition(7, 0))));
        notes.ask("one known, one not", () -> fetch(lab, 1, 12, request(new FetchTopic().setTopic("fe-known"), partition(7, 0), partition(0, 0))));
    }

    private static void epochs(Lab lab, Notes notes) throws Exception {
        lab.topic("fe-epochs", 1);
        three(lab, "fe-epochs");
        for (int epoch : new int[] {-1, 0, 1, 99, -2}) {
            notes.ask("epoch " + epoch, () -> fetch(lab, 1, 12, request(new FetchTopic().setTopic("fe-epochs"), partition(0, 0).setCurrentLeaderEpoch(epoch))));
        }
    }

    private static void lastFetchedEpochs(Lab lab, Notes notes) throws Exception {
        lab.topic("fe-last", 1);
        three(lab, "fe-last");
        for (int epoch : new int[] {0, 5, -2}) {
            for (long offset : new long[] {3, 9}) {
                notes.ask("epoch " + epoch + " at " + offset, () -> fetch(lab, 1, 12, request(new FetchTopic().setTopic("fe-last"), partition(0, offset).setLastFetchedEpoch(epoch))));
            }
        }
    }

    private static void follower(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("fe-follower", 1);
        three(lab, "fe-follower");
        notes.ask("version 12", () -> awaited(lab, 12, new FetchTopic().setTopic("fe-follower")));
        notes.ask("version 10", () -> fetch(lab, 2, 10, request(new FetchTopic().setTopic("fe-follower"), partition(0, 0)).setReplicaId(-1)));
        notes.ask("version 17", () -> awaited(lab, 17, new FetchTopic().setTopicId(id)));
        notes.ask("a wrong epoch", () -> fetch(lab, 2, 12, request(new FetchTopic().setTopic("fe-follower"), partition(0, 0).setCurrentLeaderEpoch(9))));
        notes.ask("beyond the end", () -> fetch(lab, 2, 12, request(new FetchTopic().setTopic("fe-follower"), partition(0, 99))));
    }

    /** What a follower answers once it has heard of the high watermark. */
    private static String awaited(Lab lab, int version, FetchTopic topic) throws Exception {
        lab.await(() -> fetch(lab, 2, version, request(topic, partition(0, 0))).contains("hw 3"));
        return fetch(lab, 2, version, request(topic, partition(0, 0)));
    }

    private static void versions(Lab lab, Notes notes) throws Exception {
        lab.topic("fe-versions", 1);
        three(lab, "fe-versions");
        for (int version : new int[] {4, 5, 7, 9, 11, 12}) {
            notes.ask("read uncommitted " + version, () -> fetch(lab, 1, version, request(new FetchTopic().setTopic("fe-versions"), partition(0, 1))));
            notes.ask("read committed " + version, () -> fetch(lab, 1, version, request(new FetchTopic().setTopic("fe-versions"), partition(0, 1)).setIsolationLevel((byte) 1)));
        }
    }

    private static void replica(Lab lab, Notes notes) throws Exception {
        lab.topic("fe-replica", 1);
        three(lab, "fe-replica");
        notes.ask("id 77, version 12", () -> fetch(lab, 1, 12, request(new FetchTopic().setTopic("fe-replica"), partition(0, 0)).setReplicaId(77)));
        notes.ask("id -2, version 12", () -> fetch(lab, 1, 12, request(new FetchTopic().setTopic("fe-replica"), partition(0, 0)).setReplicaId(-2)));
    }
}
