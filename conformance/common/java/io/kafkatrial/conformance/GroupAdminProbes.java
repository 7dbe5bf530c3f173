/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** What an admin does with groups. */
final class GroupAdminProbes {
    private GroupAdminProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("describe groups: classic, empty, dead, modern", GroupAdminProbes::describe),
                new Probe("list groups: filters", GroupAdminProbes::list),
                new Probe("delete groups: empty, in use, unknown", GroupAdminProbes::delete),
                new Probe("delete offsets: of a group in use and of one that is not", GroupAdminProbes::offsets));
    }

    private static String describe(Lab lab, int place, int version, String... groups) throws Exception {
        var request = new DescribeGroupsRequestData().setGroups(List.of(groups)).setIncludeAuthorizedOperations(version >= 3);
        var response = lab.ask(place, ApiKeys.DESCRIBE_GROUPS, version, request, DescribeGroupsResponseData.class);
        return response.groups().stream().map(it -> it.groupId() + " " + Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + it.groupState() + " " + it.protocolType() + "/"
                + it.protocolData() + " " + Integer.toBinaryString(it.authorizedOperations()) + " members " + it.members().stream()
                        .map(m -> m.clientId() + m.clientHost() + m.memberMetadata().length + "/" + m.memberAssignment().length).toList()).toList().toString();
    }

    private static void describe(Lab lab, Notes notes) throws Exception {
        int at = ClassicGroupProbes.coordinator(lab, "dg-1");
        notes.ask("dead", () -> describe(lab, at, 6, "dg-1"));
        notes.ask("dead, version 5", () -> describe(lab, at, 5, "dg-1"));
        int unnamed = ClassicGroupProbes.coordinator(lab, "");
        notes.ask("empty name", () -> describe(lab, unnamed, 6, ""));
        String member = ClassicGroupProbes.alone(lab, at, "dg-1");
        notes.ask("stable", () -> describe(lab, at, 6, "dg-1"));
        ClassicGroupProbes.leave(lab, at, 5, "dg-1", new org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity().setMemberId(member));
        notes.ask("empty", () -> describe(lab, at, 6, "dg-1"));
        notes.ask("not its coordinator", () -> describe(lab, at % 3 + 1, 6, "dg-1"));
        lab.topic("dg-topic", 1);
        int other = ClassicGroupProbes.coordinator(lab, "dg-2");
        ConsumerGroupProbes.send(lab, other, ConsumerGroupProbes.join("dg-2", "a", "dg-topic"));
        notes.ask("modern", () -> describe(lab, other, 6, "dg-2"));
    }

    private static String list(Lab lab, int place, int version, List<String> states, List<String> types) throws Exception {
        var request = new ListGroupsRequestData().setStatesFilter(states).setTypesFilter(types);
        var response = lab.ask(place, ApiKeys.LIST_GROUPS, version, request, ListGroupsResponseData.class);
        return Lab.error(response.errorCode()) + response.groups().stream().filter(it -> it.groupId().startsWith("lg-"))
                .map(it -> it.groupId() + "/" + it.protocolType() + "/" + it.groupState() + "/" + it.groupType()).sorted().toList();
    }

    private static void list(Lab lab, Notes notes) throws Exception {
        lab.topic("lg-topic", 1);
        int at = ClassicGroupProbes.coordinator(lab, "lg-1");
        ClassicGroupProbes.alone(lab, at, "lg-1");
        String modern = "lg-x0";
        for (int i = 0; ClassicGroupProbes.coordinator(lab, modern) != at; i++) {
            modern = "lg-x" + i;
        }
        ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join(modern, "a", "lg-topic"));
        String modernGroup = modern;
        OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed(modernGroup, "lg-topic", 0, 1));
        for (int version : new int[] {0, 4, 5}) {
            notes.ask("all " + version, () -> list(lab, at, version, List.of(), List.of()).replace(modernGroup, "lg-modern"));
        }
        for (String state : List.of("Stable", "stable", "Empty", "Assigning", "Nonsense")) {
            notes.ask("state " + state, () -> list(lab, at, 5, List.of(state), List.of()).replace(modernGroup, "lg-modern"));
        }
        for (String type : List.of("classic", "Consumer", "share", "nonsense")) {
            notes.ask("type " + type, () -> list(lab, at, 5, List.of(), List.of(type)).replace(modernGroup, "lg-modern"));
        }
    }

    private static String delete(Lab lab, int place, String... groups) throws Exception {
        var response = lab.ask(place, ApiKeys.DELETE_GROUPS, 2, new DeleteGroupsRequestData().setGroupsNames(List.of(groups)), DeleteGroupsResponseData.class);
        return response.results().stream().map(it -> it.groupId() + " " + Lab.error(it.errorCode())).toList().toString();
    }

    private static void delete(Lab lab, Notes notes) throws Exception {
        lab.topic("xg-topic", 1);
        int at = ClassicGroupProbes.coordinator(lab, "xg-1");
        notes.ask("unknown", () -> delete(lab, at, "xg-1"));
        int unnamed = ClassicGroupProbes.coordinator(lab, "");
        notes.ask("no name", () -> delete(lab, unnamed, ""));
        String member = ClassicGroupProbes.alone(lab, at, "xg-1");
        OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("xg-1", "xg-topic", 0, 4).setMemberId(member).setGenerationIdOrMemberEpoch(1));
        notes.ask("in use", () -> delete(lab, at, "xg-1"));
        ClassicGroupProbes.leave(lab, at, 5, "xg-1", new org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity().setMemberId(member));
        notes.ask("not its coordinator", () -> delete(lab, at % 3 + 1, "xg-1"));
        notes.ask("empty", () -> delete(lab, at, "xg-1"));
        notes.ask("again", () -> delete(lab, at, "xg-1"));
        notes.ask("offsets after", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("xg-1", "xg-topic", 0)));
    }

    private static String deleteOffset(Lab lab, int place, String group, String topic, int partition) throws Exception {
        var topics = new OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic().setName(topic).setPartitions(List.of(new OffsetDeleteRequestPartition().setPartitionIndex(partition))));
        var it = lab.ask(place, ApiKeys.OFFSET_DELETE, 0, new OffsetDeleteRequestData().setGroupId(group).setTopics(topics), OffsetDeleteResponseData.class);
        return Lab.error(it.errorCode()) + it.topics().stream().flatMap(t -> t.partitions().stream()).map(p -> Lab.error(p.errorCode())).toList();
    }

    private static void offsets(Lab lab, Notes notes) throws Exception {
        lab.topic("do-topic", 1);
        lab.topic("do-other", 1);
        int at = ClassicGroupProbes.coordinator(lab, "do-1");
        notes.ask("unknown group", () -> deleteOffset(lab, at, "do-1", "do-topic", 0));
        int unnamed = ClassicGroupProbes.coordinator(lab, "");
        notes.ask("no group", () -> deleteOffset(lab, unnamed, "", "do-topic", 0));
        ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("do-1", "a", "do-topic"));
        notes.ask("subscribed", () -> deleteOffset(lab, at, "do-1", "do-topic", 0));
        notes.ask("not subscribed", () -> deleteOffset(lab, at, "do-1", "do-other", 0));
        notes.ask("unknown topic", () -> deleteOffset(lab, at, "do-1", "do-none", 0));
        notes.ask("unknown partition", () -> deleteOffset(lab, at, "do-1", "do-other", 8));
    }
}
