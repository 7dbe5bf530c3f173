/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Committed offsets. */
final class OffsetStoreProbes {
    private OffsetStoreProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("offset commit: without a group", OffsetStoreProbes::simple),
                new Probe("offset commit: of members", OffsetStoreProbes::members),
                new Probe("offset commit: what cannot be", OffsetStoreProbes::wrong),
                new Probe("offset fetch: every form", OffsetStoreProbes::fetches),
                new Probe("offset commit and fetch: by topic id", OffsetStoreProbes::byId));
    }

    static OffsetCommitRequestData committed(String group, String topic, int partition, long offset) {
        return new OffsetCommitRequestData().setGroupId(group).setGenerationIdOrMemberEpoch(-1).setTopics(List.of(new OffsetCommitRequestTopic().setName(topic)
                .setPartitions(List.of(new OffsetCommitRequestPartition().setPartitionIndex(partition).setCommittedOffset(offset).setCommittedMetadata("m")))));
    }

    static String commit(Lab lab, int place, int version, OffsetCommitRequestData request) throws Exception {
        var response = lab.ask(place, ApiKeys.OFFSET_COMMIT, version, request, OffsetCommitResponseData.class);
        return response.topics().stream().flatMap(it -> it.partitions().stream()).map(it -> it.partitionIndex() + ":" + Lab.error(it.errorCode())).toList().toString();
    }

    static OffsetFetchRequestData wanted(String group, String topic, int... partitions) {
        var topics = topic == null ? null : List.of(new OffsetFetchRequestTopics().setName(topic).setPartitionIndexes(java.util.stream.IntStream.of(partitions).boxed().toList()));
        return new OffsetFetchRequestData().setGroups(List.of(new OffsetFetchRequestGroup().setGroupId(group).setMemberEpoch(-1).setTopics(topics)));
    }

    static String fetch(Lab lab, int place, int version, OffsetFetchRequestData request) throws Exception {
        var response = lab.ask(place, ApiKeys.OFFSET_FETCH, version, request, OffsetFetchResponseData.class);
        return response.groups().stream().map(group -> group.groupId() + ":" + Lab.error(group.errorCode()) + group.topics().stream().flatMap(it -> it.partitions().stream())
                .map(it -> it.partitionIndex() + "@" + it.committedOffset() + "/" + it.committedLeaderEpoch() + "/" + it.metadata() + "/" + Lab.error(it.errorCode())).sorted().toList()).toList().toString();
    }

    private static void simple(Lab lab, Notes notes) throws Exception {
        lab.topic("oc-1", 2);
        int at = ClassicGroupProbes.coordinator(lab, "oc-simple");
        notes.ask("commit", () -> commit(lab, at, 9, committed("oc-simple", "oc-1", 0, 5)));
        notes.ask("back", () -> commit(lab, at, 9, committed("oc-simple", "oc-1", 0, 3)));
        notes.ask("read", () -> fetch(lab, at, 9, wanted("oc-simple", "oc-1", 0, 1)));
        notes.ask("unknown topic", () -> commit(lab, at, 9, committed("oc-simple", "oc-none", 0, 5)));
        notes.ask("unknown partition", () -> commit(lab, at, 9, committed("oc-simple", "oc-1", 9, 5)));
        notes.ask("beyond the end", () -> commit(lab, at, 9, committed("oc-simple", "oc-1", 1, 1_000_000)));
        notes.ask("negative", () -> commit(lab, at, 9, committed("oc-simple", "oc-1", 1, -5)));
        notes.ask("version 2", () -> commit(lab, at, 2, committed("oc-simple", "oc-1", 0, 6)));
        notes.ask("empty group", () -> commit(lab, at, 9, committed("", "oc-1", 0, 6)));
    }

    private static void members(Lab lab, Notes notes) throws Exception {
        lab.topic("oc-2", 1);
        int at = ClassicGroupProbes.coordinator(lab, "oc-members");
        String member = ClassicGroupProbes.alone(lab, at, "oc-members");
        notes.ask("right", () -> commit(lab, at, 9, committed("oc-members", "oc-2", 0, 5).setMemberId(member).setGenerationIdOrMemberEpoch(1)));
        notes.ask("another generation", () -> commit(lab, at, 9, committed("oc-members", "oc-2", 0, 5).setMemberId(member).setGenerationIdOrMemberEpoch(4)));
        notes.ask("a stranger", () -> commit(lab, at, 9, committed("oc-members", "oc-2", 0, 5).setMemberId("stranger").setGenerationIdOrMemberEpoch(1)));
        notes.ask("without a member", () -> commit(lab, at, 9, committed("oc-members", "oc-2", 0, 5)));
        notes.ask("to a group that is not", () -> commit(lab, at, 9, committed("oc-members", "oc-2", 0, 5).setGroupId(sibling(lab, at, "oc-other")).setMemberId("m").setGenerationIdOrMemberEpoch(1)));
        notes.ask("an unknown instance", () -> commit(lab, at, 9, committed("oc-members", "oc-2", 0, 5).setMemberId(member).setGroupInstanceId("i").setGenerationIdOrMemberEpoch(1)));
        ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("oc-members", ""));
        notes.ask("read", () -> fetch(lab, at, 9, wanted("oc-members", "oc-2", 0)));
    }

    /** A group of this name, numbered, that the same broker coordinates. */
    private static String sibling(Lab lab, int at, String name) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (ClassicGroupProbes.coordinator(lab, name + i) == at) {
                return name + i;
            }
        }
        throw new IllegalStateException("no group of B" + at);
    }

    private static void wrong(Lab lab, Notes notes) throws Exception {
        lab.topic("oc-3", 1);
        int at = ClassicGroupProbes.coordinator(lab, "oc-wrong");
        var large = committed("oc-wrong", "oc-3", 0, 5);
        large.topics().get(0).partitions().get(0).setCommittedMetadata("x".repeat(5000));
        notes.ask("metadata too large", () -> commit(lab, at, 9, large));
        var none = committed("oc-wrong", "oc-3", 0, 5);
        none.topics().get(0).partitions().get(0).setCommittedMetadata(null);
        notes.ask("no metadata", () -> commit(lab, at, 9, none));
        var epoch = committed("oc-wrong", "oc-3", 0, 6);
        epoch.topics().get(0).partitions().get(0).setCommittedLeaderEpoch(0);
        notes.ask("with a leader epoch", () -> commit(lab, at, 9, epoch));
        notes.ask("read", () -> fetch(lab, at, 9, wanted("oc-wrong", "oc-3", 0)));
    }

    private static void fetches(Lab lab, Notes notes) throws Exception {
        lab.topic("of-1", 2);
        int at = ClassicGroupProbes.coordinator(lab, "of-group");
        commit(lab, at, 9, committed("of-group", "of-1", 0, 5));
        notes.ask("all", () -> fetch(lab, at, 9, wanted("of-group", null)));
        notes.ask("stable", () -> fetch(lab, at, 9, wanted("of-group", null).setRequireStable(true)));
        notes.ask("unknown topic", () -> fetch(lab, at, 9, wanted("of-group", "of-none", 0)));
        notes.ask("unknown partition", () -> fetch(lab, at, 9, wanted("of-group", "of-1", 7)));
        notes.ask("unknown group", () -> fetch(lab, at, 9, wanted(sibling(lab, at, "of-nobody"), "of-1", 0)));
        notes.ask("all of an unknown group", () -> fetch(lab, at, 9, wanted(sibling(lab, at, "of-nobody"), null)));
        notes.ask("two groups", () -> fetch(lab, at, 8, new OffsetFetchRequestData().setGroups(List.of(
                new OffsetFetchRequestGroup().setGroupId("of-group").setTopics(null), new OffsetFetchRequestGroup().setGroupId(sibling(lab, at, "of-nobody")).setTopics(null)))));
        notes.ask("a member of a group that has none", () -> {
            var request = wanted("of-group", null);
            request.groups().get(0).setMemberId("m").setMemberEpoch(1);
            return fetch(lab, at, 9, request);
        });
        notes.ask("version 5", () -> {
            var request = new OffsetFetchRequestData().setGroupId("of-group").setTopics(null);
            var it = lab.ask(at, ApiKeys.OFFSET_FETCH, 5, request, OffsetFetchResponseData.class);
            return Lab.error(it.errorCode()) + it.topics().stream().map(t -> t.name() + t.partitions().get(0).committedOffset()).toList();
        });
    }

    private static void byId(Lab lab, Notes notes) throws Exception {
        Uuid id = lab.topic("oi-1", 1);
        int at = ClassicGroupProbes.coordinator(lab, "oi-group");
        for (Uuid topic : List.of(id, new Uuid(6, 6), Uuid.ZERO_UUID)) {
            var request = committed("oi-group", "", 0, 4);
            request.topics().get(0).setTopicId(topic);
            notes.ask(topic.equals(id) ? "commit" : "commit to another id", () -> commit(lab, at, 10, request));
        }
        for (Uuid topic : List.of(id, new Uuid(6, 6), Uuid.ZERO_UUID)) {
            var request = wanted("oi-group", "", 0);
            request.groups().get(0).topics().get(0).setTopicId(topic);
            notes.ask(topic.equals(id) ? "read" : "read another id", () -> fetch(lab, at, 10, request));
        }
    }
}
