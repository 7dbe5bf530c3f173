/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** ListOffsets, OffsetForLeaderEpoch, DeleteRecords. */
final class OffsetProbes {
    private OffsetProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("list offsets: every form", OffsetProbes::forms),
                new Probe("list offsets: of an empty log", OffsetProbes::empty),
                new Probe("list offsets: by version", OffsetProbes::versions),
                new Probe("list offsets: what cannot be", OffsetProbes::wrong),
                new Probe("list offsets: leader epochs and followers", OffsetProbes::epochs),
                new Probe("offset for leader epoch", OffsetProbes::leaderEpochs),
                new Probe("delete records: to an offset, to the high watermark, beyond", OffsetProbes::deletions),
                new Probe("delete records: where it is not allowed", OffsetProbes::notAllowed));
    }

    private static String list(Lab lab, int place, int version, String topic, ListOffsetsPartition... partitions) throws Exception {
        var request = new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(new ListOffsetsTopic().setName(topic).setPartitions(List.of(partitions))));
        if (version >= 10) {
            request.setTimeoutMs(5000);
        }
        var response = lab.ask(place, ApiKeys.LIST_OFFSETS, version, request, ListOffsetsResponseData.class);
        return response.topics().stream().flatMap(it -> it.partitions().stream())
                .map(it -> Lab.error(it.errorCode()) + " offset " + it.offset() + " time " + it.timestamp() + " epoch " + it.leaderEpoch())
                .toList()
                .toString();
    }

    private static ListOffsetsPartition at(int partition, long timestamp) {
        return new ListOffsetsPartition().setPartitionIndex(partition).setTimestamp(timestamp);
    }

    private static void forms(Lab lab, Notes notes) throws Exception {
        lab.topic("lo-forms", 1);
        ProduceProbes.send(lab, "lo-forms", ProduceProbes.records("a", "b", "c"));
        ProduceProbes.send(lab, "lo-forms", ProduceProbes.records("d"));
        for (long timestamp : new long[] {-2, -1, -3, -4, -5, -6, -7, -99}) {
            notes.ask("form " + timestamp, () -> list(lab, 1, 11, "lo-forms", at(0, timestamp)));
        }
        for (long plus : new long[] {-1, 0, 1, 2, 3, 1_000_000}) {
            notes.ask("time + " + plus, () -> list(lab, 1, 9, "lo-forms", at(0, ProduceProbes.TIME + plus)));
        }
        notes.ask("time 0", () -> list(lab, 1, 9, "lo-forms", at(0, 0)));
        deleteRecords(lab, 1, "lo-forms", 0, 2);
        for (long timestamp : new long[] {-2, -1, -3, ProduceProbes.TIME, ProduceProbes.TIME + 1, ProduceProbes.TIME + 2}) {
            notes.ask("after deletion " + (timestamp < 0 ? timestamp : timestamp - ProduceProbes.TIME), () -> list(lab, 1, 9, "lo-forms", at(0, timestamp)));
        }
    }

    private static void empty(Lab lab, Notes notes) throws Exception {
        lab.topic("lo-empty", 1);
        for (long timestamp : new long[] {-2, -1, -3, -4, -5, -6, 0}) {
            notes.ask("form " + timestamp, () -> list(lab, 1, 11, "lo-empty", at(0, timestamp)));
        }
    }

    private static void versions(Lab lab, Notes notes) throws Exception {
        lab.topic("lo-versions", 1);
        ProduceProbes.send(lab, "lo-versions", ProduceProbes.records("a", "b", "c"));
        for (int version = 1; version <= 11; version++) {
            int v = version;
            notes.ask("latest " + v, () -> list(lab, 1, v, "lo-versions", at(0, -1)));
        }
        notes.ask("max timestamp 6", () -> list(lab, 1, 6, "lo-versions", at(0, -3)));
        notes.ask("earliest local 7", () -> list(lab, 1, 7, "lo-versions", at(0, -4)));
        notes.ask("latest tiered 8", () -> list(lab, 1, 8, "lo-versions", at(0, -5)));
    }

    private static void wrong(Lab lab, Notes notes) throws Exception {
        lab.topic("lo-wrong", 1);
        notes.ask("unknown topic", () -> list(lab, 1, 9, "lo-none", at(0, -1)));
        notes.ask("unknown partition", () -> list(lab, 1, 9, "lo-wrong", at(4, -1)));
        notes.ask("twice", () -> list(lab, 1, 9, "lo-wrong", at(0, -1), at(0, -2)));
        notes.ask("no partition", () -> list(lab, 1, 9, "lo-wrong"));
    }

    private static void epochs(Lab lab, Notes notes) throws Exception {
        lab.topic("lo-epochs", 1);
        for (int epoch : new int[] {0, 5, -1}) {
            notes.ask("epoch " + epoch, () -> list(lab, 1, 9, "lo-epochs", at(0, -1).setCurrentLeaderEpoch(epoch)));
        }
        notes.ask("from a follower", () -> list(lab, 2, 9, "lo-epochs", at(0, -1)));
        notes.ask("from a follower, wrong epoch", () -> list(lab, 2, 9, "lo-epochs", at(0, -1).setCurrentLeaderEpoch(9)));
    }

    static String epochEnd(Lab lab, int place, String topic, int partition, int current, int epoch) throws Exception {
        var topics = new OffsetForLeaderTopicCollection();
        topics.add(new OffsetForLeaderTopic().setTopic(topic).setPartitions(List.of(
                new OffsetForLeaderPartition().setPartition(partition).setCurrentLeaderEpoch(current).setLeaderEpoch(epoch))));
        var request = new OffsetForLeaderEpochRequestData().setReplicaId(-1).setTopics(topics);
        var response = lab.ask(place, ApiKeys.OFFSET_FOR_LEADER_EPOCH, 4, request, OffsetForLeaderEpochResponseData.class);
        var it = response.topics().iterator().next().partitions().get(0);
        return Lab.error(it.errorCode()) + " epoch " + it.leaderEpoch() + " end " + it.endOffset();
    }

    private static void leaderEpochs(Lab lab, Notes notes) throws Exception {
        lab.topic("le-1", 1);
        notes.ask("empty log", () -> epochEnd(lab, 1, "le-1", 0, -1, 0));
        ProduceProbes.send(lab, "le-1", ProduceProbes.records("a", "b"));
        for (int epoch : new int[] {0, 1, 9, -1}) {
            notes.ask("epoch " + epoch, () -> epochEnd(lab, 1, "le-1", 0, -1, epoch));
        }
        notes.ask("current 5", () -> epochEnd(lab, 1, "le-1", 0, 5, 0));
        notes.ask("current 0", () -> epochEnd(lab, 1, "le-1", 0, 0, 0));
        notes.ask("follower", () -> epochEnd(lab, 2, "le-1", 0, -1, 0));
        notes.ask("unknown partition", () -> epochEnd(lab, 1, "le-1", 3, -1, 0));
        notes.ask("unknown topic", () -> epochEnd(lab, 1, "le-none", 0, -1, 0));
    }

    static String deleteRecords(Lab lab, int place, String topic, int partition, long offset) throws Exception {
        var request = new DeleteRecordsRequestData().setTimeoutMs(10_000).setTopics(List.of(new DeleteRecordsTopic().setName(topic)
                .setPartitions(List.of(new DeleteRecordsPartition().setPartitionIndex(partition).setOffset(offset)))));
        var response = lab.ask(place, ApiKeys.DELETE_RECORDS, 2, request, DeleteRecordsResponseData.class);
        var it = response.topics().iterator().next().partitions().iterator().next();
        return Lab.error(it.errorCode()) + " low " + it.lowWatermark();
    }

    private static void deletions(Lab lab, Notes notes) throws Exception {
        lab.topic("dr-1", 1);
        ProduceProbes.send(lab, "dr-1", ProduceProbes.records("a", "b", "c"));
        ProduceProbes.send(lab, "dr-1", ProduceProbes.records("d"));
        for (long offset : new long[] {1, 0, 9, -2, -1}) {
            notes.ask("to " + offset, () -> deleteRecords(lab, 1, "dr-1", 0, offset));
            notes.ask("earliest", () -> list(lab, 1, 9, "dr-1", at(0, -2)));
        }
        notes.ask("next", () -> ProduceProbes.send(lab, "dr-1", ProduceProbes.records("e")));
    }

    private static void notAllowed(Lab lab, Notes notes) throws Exception {
        lab.topic("dr-2", 1, "cleanup.policy", "compact");
        ProduceProbes.send(lab, "dr-2", ProduceProbes.records("a"));
        notes.ask("compacted", () -> deleteRecords(lab, 1, "dr-2", 0, 1));
        lab.topic("dr-3", 1, "cleanup.policy", "compact,delete");
        ProduceProbes.send(lab, "dr-3", ProduceProbes.records("a"));
        notes.ask("compacted and deleted", () -> deleteRecords(lab, 1, "dr-3", 0, 1));
        notes.ask("unknown topic", () -> deleteRecords(lab, 1, "dr-none", 0, 1));
        notes.ask("unknown partition", () -> deleteRecords(lab, 1, "dr-3", 6, 1));
        notes.ask("follower", () -> deleteRecords(lab, 2, "dr-3", 0, 1));
    }
}
