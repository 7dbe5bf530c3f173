/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeResponseData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** One share group of one partition, led by B1, asked by hand. */
record ShareLab(Lab lab, String group, String topic, Uuid id, int coordinator) {

    /** A topic with this many batches of five, a group that begins at their start, and its first member {@code a}. */
    static ShareLab of(Lab lab, String name, int batches) throws Exception {
        Uuid id = lab.topic(name, 1);
        ShareLab shared = new ShareLab(lab, name + "-group", name, id, ClassicGroupProbes.coordinator(lab, name + "-group"));
        shared.set("share.auto.offset.reset", "earliest");
        for (int i = 0; i < batches; i++) {
            shared.produce(5);
        }
        shared.join("a");
        return shared;
    }

    /** Let a member join and wait until it has the partition; its epoch then. */
    int join(String member) throws Exception {
        int[] epoch = {0};
        lab.await(() -> {
            var it = beat(member, epoch[0]);
            epoch[0] = it.errorCode() == 0 ? it.memberEpoch() : epoch[0];
            return it.assignment() != null && !it.assignment().topicPartitions().isEmpty();
        });
        return epoch[0];
    }

    void set(String key, String value) throws Exception {
        lab.admin().incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group),
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)))).all().get();
    }

    void produce(int records) throws Exception {
        SimpleRecord[] all = new SimpleRecord[records];
        for (int i = 0; i < records; i++) {
            all[i] = new SimpleRecord(1_000L + i, new byte[] {1}, new byte[] {(byte) i});
        }
        ProduceProbes.send(lab, topic, MemoryRecords.withRecords(RecordBatch.MAGIC_VALUE_V2, 0, Compression.NONE, TimestampType.CREATE_TIME, all));
    }

    ShareGroupHeartbeatResponseData beat(String member, int epoch) throws Exception {
        var request = new ShareGroupHeartbeatRequestData().setGroupId(group).setMemberId(member).setMemberEpoch(epoch).setSubscribedTopicNames(epoch == 0 ? List.of(topic) : null);
        return lab.ask(coordinator, ApiKeys.SHARE_GROUP_HEARTBEAT, 1, request, ShareGroupHeartbeatResponseData.class);
    }

    ShareFetchRequestData wanted(String member, int epoch) {
        var request = new ShareFetchRequestData().setGroupId(group).setMemberId(member).setShareSessionEpoch(epoch).setMaxWaitMs(300).setMinBytes(1)
                .setMaxBytes(1_000_000).setMaxRecords(500).setBatchSize(500);
        if (epoch == 0) {
            request.topics().add(new ShareFetchRequestData.FetchTopic().setTopicId(id));
            request.topics().find(id).partitions().add(new ShareFetchRequestData.FetchPartition().setPartitionIndex(0));
        }
        return request;
    }

    ShareFetchResponseData fetch(String member, int epoch, int maxRecords) throws Exception {
        return send(wanted(member, epoch).setMaxRecords(maxRecords));
    }

    ShareFetchResponseData send(ShareFetchRequestData request) throws Exception {
        return lab.ask(1, ApiKeys.SHARE_FETCH, 2, request, ShareFetchResponseData.class);
    }

    /** What a member acquires by a session that begins or goes on. */
    String acquire(String member, int epoch, int maxRecords) throws Exception {
        return text(fetch(member, epoch, maxRecords));
    }

    static String text(ShareFetchResponseData response) {
        List<String> parts = new ArrayList<>();
        response.responses().forEach(topic -> topic.partitions().forEach(it -> parts.add(Lab.error(it.errorCode()) + "/" + Lab.error(it.acknowledgeErrorCode()) + " "
                + it.acquiredRecords().stream().map(range -> range.firstOffset() + "-" + range.lastOffset() + "x" + range.deliveryCount()).toList()
                + " bytes " + (it.records() == null ? "null" : it.records().sizeInBytes()) + " leader " + it.currentLeader().leaderEpoch())));
        return Lab.error(response.errorCode()) + " " + response.errorMessage() + " " + parts + " lock " + response.acquisitionLockTimeoutMs();
    }

    ShareAcknowledgeRequestData ends(String member, int epoch, long first, long last, int... types) {
        List<Byte> bytes = new ArrayList<>();
        for (int type : types) {
            bytes.add((byte) type);
        }
        var request = new ShareAcknowledgeRequestData().setGroupId(group).setMemberId(member).setShareSessionEpoch(epoch);
        request.topics().add(new ShareAcknowledgeRequestData.AcknowledgeTopic().setTopicId(id));
        request.topics().find(id).partitions().add(new ShareAcknowledgeRequestData.AcknowledgePartition().setPartitionIndex(0).setAcknowledgementBatches(
                List.of(new ShareAcknowledgeRequestData.AcknowledgementBatch().setFirstOffset(first).setLastOffset(last).setAcknowledgeTypes(bytes))));
        return request;
    }

    String acknowledge(String member, int epoch, long first, long last, int... types) throws Exception {
        return acknowledge(2, ends(member, epoch, first, last, types));
    }

    String acknowledge(int version, ShareAcknowledgeRequestData request) throws Exception {
        var it = lab.ask(1, ApiKeys.SHARE_ACKNOWLEDGE, version, request, ShareAcknowledgeResponseData.class);
        List<String> parts = new ArrayList<>();
        it.responses().forEach(topic -> topic.partitions().forEach(part -> parts.add(Lab.error(part.errorCode()) + " " + part.errorMessage())));
        return Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + parts;
    }
}
