/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Share groups: their members, their offsets, what becomes of them. */
final class ShareGroupProbes {

    private ShareGroupProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("share group: join, beat, leave", ShareGroupProbes::life),
                new Probe("share group: requests that cannot be", ShareGroupProbes::invalid),
                new Probe("share group: two members share a partition", ShareGroupProbes::two),
                new Probe("share group: described", ShareGroupProbes::described),
                new Probe("share group: offsets and lag", ShareGroupProbes::offsets),
                new Probe("share group: offsets altered and deleted", ShareGroupProbes::altered),
                new Probe("share group: its topic is deleted", ShareGroupProbes::topicDeleted),
                new Probe("share group: the state topic", ShareGroupProbes::stateTopic));
    }

    private static String beat(Lab lab, int at, ShareGroupHeartbeatRequestData request) throws Exception {
        var it = lab.ask(at, ApiKeys.SHARE_GROUP_HEARTBEAT, 1, request, ShareGroupHeartbeatResponseData.class);
        return Lab.error(it.errorCode()) + " " + it.errorMessage() + " member " + it.memberId() + " epoch " + it.memberEpoch() + " every " + it.heartbeatIntervalMs();
    }

    private static ShareGroupHeartbeatRequestData of(String group, String member, int epoch, String... topics) {
        return new ShareGroupHeartbeatRequestData().setGroupId(group).setMemberId(member).setMemberEpoch(epoch).setSubscribedTopicNames(topics.length == 0 ? null : List.of(topics));
    }

    private static void life(Lab lab, Notes notes) throws Exception {
        lab.topic("shg-1", 2);
        int at = ClassicGroupProbes.coordinator(lab, "share-life");
        notes.ask("join", () -> beat(lab, at, of("share-life", "a", 0, "shg-1")));
        notes.ask("stranger", () -> beat(lab, at, of("share-life", "x", 1)));
        notes.ask("epoch ahead", () -> beat(lab, at, of("share-life", "a", 99)));
        notes.ask("leave", () -> beat(lab, at, of("share-life", "a", -1)));
        notes.ask("beat after", () -> beat(lab, at, of("share-life", "a", 1)));
    }

    private static void invalid(Lab lab, Notes notes) throws Exception {
        lab.topic("shg-2", 1);
        int at = ClassicGroupProbes.coordinator(lab, "share-invalid");
        notes.ask("no group", () -> beat(lab, at, of("", "a", 0, "shg-2")));
        notes.ask("no member", () -> beat(lab, at, of("share-invalid", "", 0, "shg-2")));
        notes.ask("long member", () -> beat(lab, at, of("share-invalid", "x".repeat(37), 0, "shg-2")));
        notes.ask("no subscription", () -> beat(lab, at, of("share-invalid", "a", 0)));
        notes.ask("epoch -2", () -> beat(lab, at, of("share-invalid", "a", -2)));
        notes.ask("not the coordinator", () -> beat(lab, at % 3 + 1, of("share-invalid", "a", 0, "shg-2")));
        ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("share-invalid", "a", "shg-2"));
        notes.ask("of a consumer group", () -> beat(lab, at, of("share-invalid", "b", 0, "shg-2")));
    }

    private static void two(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shg-3", 0);
        shared.join("b");
        notes.ask("both", () -> describe(lab, shared));
    }

    private static String describe(Lab lab, ShareLab shared) throws Exception {
        var request = new ShareGroupDescribeRequestData().setGroupIds(List.of(shared.group()));
        return lab.ask(shared.coordinator(), ApiKeys.SHARE_GROUP_DESCRIBE, 1, request, ShareGroupDescribeResponseData.class).groups().get(0).members().stream()
                .map(it -> it.memberId() + "/" + it.assignment().topicPartitions().stream().map(t -> t.topicName() + t.partitions()).toList()).sorted().toList().toString();
    }

    private static void described(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shg-4", 0);
        var request = new ShareGroupDescribeRequestData().setGroupIds(List.of(shared.group(), "share-none")).setIncludeAuthorizedOperations(true);
        lab.ask(shared.coordinator(), ApiKeys.SHARE_GROUP_DESCRIBE, 1, request, ShareGroupDescribeResponseData.class).groups().stream()
                .filter(it -> it.groupId().equals(shared.group()))
                .forEach(it -> notes.note(it.groupId(), Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + it.groupState() + " " + it.assignorName()
                        + " " + it.authorizedOperations() + " " + it.members().stream().map(m -> m.memberId() + "/" + m.clientId() + "/" + m.clientHost() + "/" + m.subscribedTopicNames()).toList()));
        notes.ask("as a consumer group", () -> ConsumerGroupProbes.describe(lab, shared.coordinator(), shared.group()));
    }

    private static String offsets(Lab lab, ShareLab shared, DescribeShareGroupOffsetsRequestData request) throws Exception {
        return lab.ask(shared.coordinator(), ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS, 1, request, DescribeShareGroupOffsetsResponseData.class).groups().stream()
                .map(group -> Lab.error(group.errorCode()) + " " + group.topics().stream().map(topic -> topic.topicName() + topic.partitions().stream()
                        .map(it -> it.partitionIndex() + " " + Lab.error(it.errorCode()) + " from " + it.startOffset() + " lag " + it.lag()).toList()).toList()).toList().toString();
    }

    private static DescribeShareGroupOffsetsRequestData of(ShareLab shared, String topic, Integer... partitions) {
        return new DescribeShareGroupOffsetsRequestData().setGroups(List.of(new DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup().setGroupId(shared.group())
                .setTopics(List.of(new DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestTopic().setTopicName(topic).setPartitions(List.of(partitions))))));
    }

    private static void offsets(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shg-5", 2);
        notes.ask("before", () -> offsets(lab, shared, of(shared, "shg-5", 0)));
        shared.fetch("a", 0, 500);
        notes.ask("acquired", () -> offsets(lab, shared, of(shared, "shg-5", 0)));
        shared.acknowledge("a", 1, 0, 4, 1);
        notes.ask("five done", () -> offsets(lab, shared, of(shared, "shg-5", 0)));
        shared.acknowledge("a", 2, 7, 7, 1);
        notes.ask("one more", () -> offsets(lab, shared, of(shared, "shg-5", 0)));
        shared.produce(5);
        notes.ask("five came", () -> offsets(lab, shared, of(shared, "shg-5", 0)));
        notes.ask("no such topic", () -> offsets(lab, shared, of(shared, "shg-none", 0)));
    }

    private static String alter(Lab lab, ShareLab shared, String topic, int partition, long offset) throws Exception {
        var request = new AlterShareGroupOffsetsRequestData().setGroupId(shared.group());
        request.topics().add(new AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic().setTopicName(topic)
                .setPartitions(List.of(new AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestPartition().setPartitionIndex(partition).setStartOffset(offset))));
        var it = lab.ask(shared.coordinator(), ApiKeys.ALTER_SHARE_GROUP_OFFSETS, 0, request, AlterShareGroupOffsetsResponseData.class);
        return Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + it.responses().stream().map(t -> t.topicName() + t.partitions().stream().map(p -> Lab.error(p.errorCode()) + " " + p.errorMessage()).toList()).toList();
    }

    private static String delete(Lab lab, ShareLab shared, String topic) throws Exception {
        var request = new DeleteShareGroupOffsetsRequestData().setGroupId(shared.group())
                .setTopics(List.of(new DeleteShareGroupOffsetsRequestData.DeleteShareGroupOffsetsRequestTopic().setTopicName(topic)));
        var it = lab.ask(shared.coordinator(), ApiKeys.DELETE_SHARE_GROUP_OFFSETS, 0, request, DeleteShareGroupOffsetsResponseData.class);
        return Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + it.responses().stream().map(t -> t.topicName() + " " + Lab.error(t.errorCode()) + " " + t.errorMessage()).toList();
    }

    private static void altered(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shg-6", 2);
        notes.ask("of a live group", () -> alter(lab, shared, "shg-6", 0, 3));
        notes.ask("deleted of a live group", () -> delete(lab, shared, "shg-6"));
        shared.fetch("b", 0, 500);
        shared.acknowledge("b", 1, 0, 9, 1);
        shared.beat("a", -1);
        notes.ask("of an empty group", () -> alter(lab, shared, "shg-6", 0, 3));
        notes.ask("seen", () -> offsets(lab, shared, of(shared, "shg-6", 0)));
        notes.ask("of no such topic", () -> alter(lab, shared, "shg-none", 0, 3));
        notes.ask("of no such partition", () -> alter(lab, shared, "shg-6", 5, 3));
        shared.produce(5);
        notes.ask("the old state is fenced", () -> shared.acquire("b", 2, 500));
        notes.ask("acknowledged to the old state", () -> shared.acknowledge("b", 3, 10, 14, 1));
        notes.ask("from the new offset", () -> shared.acquire("b", 4, 500));
        notes.ask("deleted", () -> delete(lab, shared, "shg-6"));
        notes.ask("deleted again", () -> delete(lab, shared, "shg-6"));
        notes.ask("gone", () -> offsets(lab, shared, of(shared, "shg-6", 0)));
        notes.ask("group deleted", () -> lab.admin().deleteShareGroups(List.of(shared.group())).all().get());
        notes.ask("group gone", () -> lab.admin().deleteShareGroups(List.of(shared.group())).all().get());
    }

    private static void topicDeleted(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shg-7", 1);
        notes.ask("acquired", () -> shared.acquire("a", 0, 500));
        lab.admin().deleteTopics(List.of("shg-7")).all().get();
        notes.note("unknown", lab.await(() -> shared.acknowledge("b", 0, 0, 0, 1) != null && lab.metadata(1, "shg-7").errorCode() != 0));
        notes.note("no offsets", lab.await(() -> lab.admin().listShareGroupOffsets(Map.of(shared.group(), new ListShareGroupOffsetsSpec())).partitionsToOffsetInfo(shared.group()).get()
                .get(new TopicPartition("shg-7", 0)) == null));
    }

    private static void stateTopic(Lab lab, Notes notes) throws Exception {
        ShareLab.of(lab, "shg-8", 0);
        var topic = lab.metadata(1, "__share_group_state");
        notes.note("internal", topic.isInternal());
        notes.note("partitions", topic.partitions().size());
        notes.note("replicas", topic.partitions().get(0).replicaNodes().size());
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "__share_group_state");
        var configs = lab.admin().describeConfigs(List.of(resource)).all().get().get(resource);
        for (String key : new String[] {"cleanup.policy", "compression.type", "segment.bytes", "min.insync.replicas", "retention.ms"}) {
            notes.note(key, configs.get(key).value() + " " + configs.get(key).source());
        }
    }
}
