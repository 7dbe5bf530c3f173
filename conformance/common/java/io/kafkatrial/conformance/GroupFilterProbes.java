/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The administration of groups, in more versions and combinations. */
final class GroupFilterProbes {
    private GroupFilterProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("describe groups: every version", GroupFilterProbes::describe),
                new Probe("describe groups: a group that rebalances", GroupFilterProbes::rebalancing),
                new Probe("list groups: several filters at once", GroupFilterProbes::filters),
                new Probe("delete groups: every version, twice in one request", GroupFilterProbes::delete),
                new Probe("remove members: by id, by instance, all, from the admin", GroupFilterProbes::remove),
                new Probe("offset commit: larger than the offsets topic takes", GroupFilterProbes::large),
                new Probe("alter offsets: of groups in use, empty and new, from the admin", GroupFilterProbes::alter));
    }

    /** The lines of groups whose names begin so. */
    static String list(Lab lab, int place, int version, String prefix, List<String> states, List<String> types) throws Exception {
        var request = new ListGroupsRequestData().setStatesFilter(states).setTypesFilter(types);
        var response = lab.ask(place, ApiKeys.LIST_GROUPS, version, request, ListGroupsResponseData.class);
        return Lab.error(response.errorCode()) + response.groups().stream().filter(it -> it.groupId().startsWith(prefix))
                .map(it -> it.groupId() + "/" + it.protocolType() + "/" + it.groupState() + "/" + it.groupType()).sorted().toList();
    }

    static String describe(Lab lab, int place, int version, String... groups) throws Exception {
        var request = new DescribeGroupsRequestData().setGroups(List.of(groups));
        var response = lab.ask(place, ApiKeys.DESCRIBE_GROUPS, version, request, DescribeGroupsResponseData.class);
        return response.groups().stream().map(it -> it.groupId() + " " + Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + it.groupState() + " " + it.protocolType() + "/" + it.protocolData()
                + " members " + it.members().stream().map(m -> m.groupInstanceId() + "/" + m.memberMetadata().length + "/" + m.memberAssignment().length).sorted().toList()).sorted().toList().toString();
    }

    private static void describe(Lab lab, Notes notes) throws Exception {
        int at = ClassicGroupProbes.coordinator(lab, "gv-1");
        ClassicGroupProbes.alone(lab, at, "gv-1");
        String none = ownedBy(lab, at, "gv-none");
        for (int version = 0; version <= 6; version++) {
            int asked = version;
            notes.ask("version " + version, () -> describe(lab, at, asked, "gv-1", "gv-1", none).replace(none, "gv-none"));
        }
        notes.ask("none", () -> describe(lab, at, 6));
    }

    private static void rebalancing(Lab lab, Notes notes) throws Exception {
        int at = ClassicGroupProbes.coordinator(lab, "gv-2");
        String member = ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("gv-2", "")).memberId();
        notes.ask("a member id given", () -> describe(lab, at, 6, "gv-2"));
        var joined = ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("gv-2", member).setGroupInstanceId(null));
        notes.ask("joined, not synced", () -> describe(lab, at, 6, "gv-2"));
        notes.ask("listed", () -> list(lab, at, 4, "gv-2", List.of("CompletingRebalance"), List.of()));
        notes.ask("second is given an id", () -> Lab.error(ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("gv-2", "")).errorCode()));
        notes.note("generation", joined.generationId());
    }

    private static void filters(Lab lab, Notes notes) throws Exception {
        lab.topic("gf-topic", 1);
        int at = ClassicGroupProbes.coordinator(lab, "gf-1");
        ClassicGroupProbes.alone(lab, at, "gf-1");
        String empty = ownedBy(lab, at, "gf-e");
        OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed(empty, "gf-topic", 0, 1));
        String modern = ownedBy(lab, at, "gf-m");
        ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join(modern, "a", "gf-topic"));
        List<List<String>> states = List.of(List.of(), List.of("Stable", "Empty"), List.of("Empty"), List.of("Stable", "nonsense"), List.of(""));
        List<List<String>> types = List.of(List.of(), List.of("classic"), List.of("classic", "consumer"), List.of("CONSUMER"), List.of("nonsense", "classic"), List.of("unknown"));
        for (List<String> state : states) {
            for (List<String> type : types) {
                notes.ask(state + " " + type, () -> list(lab, at, 5, "gf-", state, type).replace(empty, "gf-empty").replace(modern, "gf-modern"));
            }
        }
    }

    /** A group of this name, numbered, that the same broker coordinates. */
    static String ownedBy(Lab lab, int at, String name) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (ClassicGroupProbes.coordinator(lab, name + i) == at) {
                return name + i;
            }
        }
        throw new IllegalStateException("no group of B" + at);
    }

    private static void delete(Lab lab, Notes notes) throws Exception {
        lab.topic("gx-topic", 1);
        int at = ClassicGroupProbes.coordinator(lab, "gx-1");
        for (int version = 0; version <= 2; version++) {
            OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("gx-1", "gx-topic", 0, 1));
            int asked = version;
            notes.ask("version " + version, () -> {
                var request = new DeleteGroupsRequestData().setGroupsNames(List.of("gx-1", "gx-1", "gx-none"));
                var results = new ArrayList<String>();
                lab.ask(at, ApiKeys.DELETE_GROUPS, asked, request, DeleteGroupsResponseData.class).results().forEach(it -> {
                    if (!it.groupId().equals("gx-none")) {
                        results.add(it.groupId() + " " + Lab.error(it.errorCode()));
                    }
                });
                return results;
            });
        }
        ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("gx-1", "a", "gx-topic"));
        notes.ask("modern, in use", () -> lab.ask(at, ApiKeys.DELETE_GROUPS, 2, new DeleteGroupsRequestData().setGroupsNames(List.of("gx-1")), DeleteGroupsResponseData.class)
                .results().stream().map(it -> Lab.error(it.errorCode())).toList());
    }

    private static void remove(Lab lab, Notes notes) throws Exception {
        int at = ClassicGroupProbes.coordinator(lab, "gr-1");
        var first = ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("gr-1", "").setGroupInstanceId("i1"));
        notes.ask("two of whom one is unknown", () -> ClassicGroupProbes.leave(lab, at, 5, "gr-1", new MemberIdentity().setMemberId("stranger"),
                new MemberIdentity().setMemberId("").setGroupInstanceId("i1")));
        notes.note("was there", Lab.error(first.errorCode()));
        ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("gr-1", "").setGroupInstanceId("i2"));
        notes.ask("another id for the instance", () -> ClassicGroupProbes.leave(lab, at, 5, "gr-1", new MemberIdentity().setMemberId("wrong").setGroupInstanceId("i2")));
        notes.ask("admin, unknown instance", () -> removed(lab, "gr-1", new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove("i9")))));
        notes.ask("admin, instance", () -> removed(lab, "gr-1", new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove("i2")))));
        lab.topic("gr-topic", 1);
        GroupMigrationProbes.alone(lab, at, "gr-1", "gr-topic", 1);
        notes.ask("admin, all", () -> removed(lab, "gr-1", new RemoveMembersFromConsumerGroupOptions()));
        notes.ask("after", () -> describe(lab, at, 6, "gr-1"));
        int other = ClassicGroupProbes.coordinator(lab, "gr-2");
        ConsumerGroupProbes.send(lab, other, ConsumerGroupProbes.join("gr-2", "a", "gr-topic").setInstanceId("i1"));
        ConsumerGroupProbes.send(lab, other, ConsumerGroupProbes.join("gr-2", "b", "gr-topic"));
        notes.ask("of a modern group by id", () -> ClassicGroupProbes.leave(lab, other, 5, "gr-2", new MemberIdentity().setMemberId("b")));
        notes.ask("of a modern group by instance", () -> ClassicGroupProbes.leave(lab, other, 5, "gr-2", new MemberIdentity().setMemberId("").setGroupInstanceId("i1")));
        notes.ask("of a modern group, a stranger", () -> ClassicGroupProbes.leave(lab, other, 5, "gr-2", new MemberIdentity().setMemberId("x")));
    }

    private static String removed(Lab lab, String group, RemoveMembersFromConsumerGroupOptions options) throws Exception {
        lab.admin().removeMembersFromConsumerGroup(group, options).all().get();
        return "removed";
    }

    private static void large(Lab lab, Notes notes) throws Exception {
        lab.topic("ol-topic", 1);
        int at = ClassicGroupProbes.coordinator(lab, "ol-1");
        var request = OffsetStoreProbes.committed("ol-1", "ol-topic", 0, 5);
        request.topics().get(0).partitions().get(0).setCommittedMetadata("x".repeat(2000));
        notes.ask("before", () -> OffsetStoreProbes.commit(lab, at, 9, request.duplicate()));
        limit(lab, AlterConfigOp.OpType.SET);
        notes.note("refused", lab.await(() -> !OffsetStoreProbes.commit(lab, at, 9, request.duplicate()).equals("[0:NONE]")));
        notes.ask("with", () -> OffsetStoreProbes.commit(lab, at, 9, request.duplicate()));
        limit(lab, AlterConfigOp.OpType.DELETE);
        notes.note("taken again", lab.await(() -> OffsetStoreProbes.commit(lab, at, 9, request.duplicate()).equals("[0:NONE]")));
    }

    private static void limit(Lab lab, AlterConfigOp.OpType how) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, "__consumer_offsets");
        lab.admin().incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", "1000"), how)))).all().get();
    }

    private static void alter(Lab lab, Notes notes) throws Exception {
        lab.topic("ga-topic", 2);
        TopicPartition partition = new TopicPartition("ga-topic", 0);
        int at = ClassicGroupProbes.coordinator(lab, "ga-1");
        notes.ask("of a group that is not", () -> altered(lab, "ga-1", partition));
        notes.ask("of a topic that is not", () -> altered(lab, "ga-1", new TopicPartition("ga-none", 0)));
        notes.ask("listed", () -> lab.admin().listConsumerGroupOffsets("ga-1").partitionsToOffsetAndMetadata().get());
        ClassicGroupProbes.alone(lab, at, "ga-1");
        notes.ask("of a group in use", () -> altered(lab, "ga-1", partition));
        notes.ask("deleted", () -> {
            lab.admin().deleteConsumerGroupOffsets("ga-1", Set.of(partition)).all().get();
            return "deleted";
        });
        int other = ClassicGroupProbes.coordinator(lab, "ga-2");
        ConsumerGroupProbes.send(lab, other, ConsumerGroupProbes.join("ga-2", "a", "ga-topic"));
        notes.ask("of a modern group in use", () -> altered(lab, "ga-2", partition));
        ConsumerGroupProbes.send(lab, other, new org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData().setGroupId("ga-2").setMemberId("a").setMemberEpoch(-1));
        notes.ask("of a modern group that is empty", () -> altered(lab, "ga-2", partition));
        notes.ask("listed then", () -> lab.admin().listConsumerGroupOffsets("ga-2").partitionsToOffsetAndMetadata().get());
    }

    private static String altered(Lab lab, String group, TopicPartition partition) throws Exception {
        lab.admin().alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(7, "why"))).all().get();
        return "altered";
    }
}
