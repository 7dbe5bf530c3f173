/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Groups of KIP-848, by hand. */
final class ConsumerGroupProbes {
    private static final String MEMBER = "AAAAAAAAAAAAAAAAAAAAAA";

    private ConsumerGroupProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("consumer group: join, beat, leave", ConsumerGroupProbes::life),
                new Probe("consumer group: two members share", ConsumerGroupProbes::two),
                new Probe("consumer group: unknown members and wrong epochs", ConsumerGroupProbes::wrong),
                new Probe("consumer group: requests that cannot be", ConsumerGroupProbes::invalid),
                new Probe("consumer group: static members", ConsumerGroupProbes::staticMember),
                new Probe("consumer group: regular expressions", ConsumerGroupProbes::expressions),
                new Probe("consumer group: describe, and commits of members", ConsumerGroupProbes::describe),
                new Probe("consumer group: beside the classic protocol", ConsumerGroupProbes::mixed));
    }

    private static ConsumerGroupHeartbeatRequestData beat(String group, String member, int epoch) {
        return new ConsumerGroupHeartbeatRequestData().setGroupId(group).setMemberId(member).setMemberEpoch(epoch);
    }

    static ConsumerGroupHeartbeatRequestData join(String group, String member, String... topics) {
        return beat(group, member, 0).setRebalanceTimeoutMs(10_000).setSubscribedTopicNames(List.of(topics)).setTopicPartitions(List.of());
    }

    static String send(Lab lab, int place, ConsumerGroupHeartbeatRequestData request) throws Exception {
        var it = lab.ask(place, ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, request, ConsumerGroupHeartbeatResponseData.class);
        return Lab.error(it.errorCode()) + " " + it.errorMessage() + " member " + it.memberId() + " epoch " + it.memberEpoch() + " every " + it.heartbeatIntervalMs()
                + " assigned " + (it.assignment() == null ? "as before" : it.assignment().topicPartitions().stream().map(t -> t.partitions()).toList());
    }

    private static void life(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-1", 3);
        int at = ClassicGroupProbes.coordinator(lab, "ng-life");
        notes.ask("join", () -> send(lab, at, join("ng-life", MEMBER, "ng-1")));
        notes.ask("beat", () -> send(lab, at, beat("ng-life", MEMBER, 1)));
        notes.ask("beat with all", () -> send(lab, at, join("ng-life", MEMBER, "ng-1").setMemberEpoch(1)));
        notes.ask("leave", () -> send(lab, at, beat("ng-life", MEMBER, -1)));
        notes.ask("beat after", () -> send(lab, at, beat("ng-life", MEMBER, 1)));
        notes.ask("leave again", () -> send(lab, at, beat("ng-life", MEMBER, -1)));
        notes.ask("an unknown topic", () -> send(lab, at, join("ng-life", MEMBER, "ng-none")));
    }

    private static void two(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-2", 4);
        int at = ClassicGroupProbes.coordinator(lab, "ng-two");
        notes.ask("first", () -> send(lab, at, join("ng-two", "a", "ng-2").setServerAssignor("range")));
        notes.ask("second", () -> send(lab, at, join("ng-two", "b", "ng-2").setServerAssignor("range")));
        notes.ask("first gives up", () -> send(lab, at, beat("ng-two", "a", 1)));
        var kept = new ConsumerGroupHeartbeatRequestData.TopicPartitions().setTopicId(lab.metadata(1, "ng-2").topicId()).setPartitions(List.of(0, 1));
        notes.ask("first has given up", () -> send(lab, at, beat("ng-two", "a", 1).setTopicPartitions(List.of(kept))));
        notes.ask("second takes", () -> send(lab, at, beat("ng-two", "b", 2)));
        notes.ask("first once more", () -> send(lab, at, beat("ng-two", "a", 2)));
    }

    private static void wrong(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-3", 1);
        int at = ClassicGroupProbes.coordinator(lab, "ng-wrong");
        notes.ask("no group", () -> send(lab, at, beat("ng-wrong", MEMBER, 1)));
        send(lab, at, join("ng-wrong", MEMBER, "ng-3"));
        notes.ask("a stranger", () -> send(lab, at, beat("ng-wrong", "stranger", 1)));
        notes.ask("epoch ahead", () -> send(lab, at, beat("ng-wrong", MEMBER, 9)));
        notes.ask("epoch -3", () -> send(lab, at, beat("ng-wrong", MEMBER, -3)));
        notes.ask("joins again", () -> send(lab, at, join("ng-wrong", MEMBER, "ng-3")));
        notes.ask("not the coordinator", () -> send(lab, at % 3 + 1, join("ng-wrong", MEMBER, "ng-3")));
    }

    private static void invalid(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-4", 1);
        int at = ClassicGroupProbes.coordinator(lab, "ng-invalid");
        notes.ask("no group id", () -> send(lab, at, join("", MEMBER, "ng-4")));
        notes.ask("no member id", () -> send(lab, at, join("ng-invalid", "", "ng-4")));
        notes.ask("no timeout", () -> send(lab, at, join("ng-invalid", MEMBER, "ng-4").setRebalanceTimeoutMs(-1)));
        notes.ask("no subscription", () -> send(lab, at, join("ng-invalid", MEMBER).setSubscribedTopicNames(null)));
        notes.ask("partitions when joining", () -> send(lab, at, join("ng-invalid", MEMBER, "ng-4").setTopicPartitions(List.of(new ConsumerGroupHeartbeatRequestData.TopicPartitions().setPartitions(List.of(1))))));
        notes.ask("unknown assignor", () -> send(lab, at, join("ng-invalid", MEMBER, "ng-4").setServerAssignor("best")));
        notes.ask("empty instance", () -> send(lab, at, join("ng-invalid", MEMBER, "ng-4").setInstanceId("")));
        notes.ask("static leave without instance", () -> send(lab, at, beat("ng-invalid", MEMBER, -2)));
        notes.ask("empty subscription", () -> send(lab, at, join("ng-invalid", MEMBER)));
    }

    private static void staticMember(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-5", 2);
        int at = ClassicGroupProbes.coordinator(lab, "ng-static");
        notes.ask("first", () -> send(lab, at, join("ng-static", "a", "ng-5").setInstanceId("i1")));
        notes.ask("another while it is there", () -> send(lab, at, join("ng-static", "b", "ng-5").setInstanceId("i1")));
        notes.ask("first goes for a while", () -> send(lab, at, beat("ng-static", "a", -2).setInstanceId("i1")));
        notes.ask("another takes its place", () -> send(lab, at, join("ng-static", "b", "ng-5").setInstanceId("i1")));
        notes.ask("first again", () -> send(lab, at, beat("ng-static", "a", 1).setInstanceId("i1")));
        notes.ask("unknown instance", () -> send(lab, at, beat("ng-static", "a", 1).setInstanceId("i2")));
    }

    private static void expressions(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-6a", 1);
        lab.topic("ng-6b", 2);
        int at = ClassicGroupProbes.coordinator(lab, "ng-regex");
        notes.ask("bad", () -> send(lab, at, join("ng-regex", "a").setSubscribedTopicNames(null).setSubscribedTopicRegex("[")));
        notes.ask("good", () -> send(lab, at, join("ng-regex", "a").setSubscribedTopicNames(null).setSubscribedTopicRegex("ng-6.*")).split(" ")[0]);
        int[] epoch = {1};
        notes.note("all found", lab.await(() -> {
            var it = lab.ask(at, ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, beat("ng-regex", "a", epoch[0]), ConsumerGroupHeartbeatResponseData.class);
            epoch[0] = Math.max(epoch[0], it.memberEpoch());
            return it.assignment() != null && it.assignment().topicPartitions().stream().mapToInt(t -> t.partitions().size()).sum() == 3;
        }));
    }

    static String describe(Lab lab, int place, String... groups) throws Exception {
        var request = new ConsumerGroupDescribeRequestData().setGroupIds(List.of(groups)).setIncludeAuthorizedOperations(true);
        var response = lab.ask(place, ApiKeys.CONSUMER_GROUP_DESCRIBE, 1, request, ConsumerGroupDescribeResponseData.class);
        return response.groups().stream().map(it -> it.groupId() + " " + Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + it.groupState() + " epoch " + it.groupEpoch()
                + "/" + it.assignmentEpoch() + " " + it.assignorName() + " " + Integer.toBinaryString(it.authorizedOperations()) + " members "
                + it.members().stream().sorted(Comparator.comparing(m -> m.memberType() + m.memberId())).map(m -> m.memberId() + "/" + m.memberEpoch() + "/" + m.clientId() + "/" + m.clientHost() + "/" + m.rackId() + "/" + m.memberType() + "/" + m.subscribedTopicNames() + "/"
                        + m.assignment().topicPartitions().stream().map(t -> t.topicName() + t.partitions()).toList()).toList()).toList().toString();
    }

    private static void describe(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-7", 2);
        int at = ClassicGroupProbes.coordinator(lab, "ng-describe");
        notes.ask("unknown", () -> describe(lab, at, "ng-describe"));
        send(lab, at, join("ng-describe", "a", "ng-7"));
        notes.ask("one member", () -> describe(lab, at, "ng-describe"));
        for (int epoch : new int[] {1, 0, 5, -1}) {
            notes.ask("commit of epoch " + epoch, () -> OffsetStoreProbes.commit(lab, at, 9,
                    OffsetStoreProbes.committed("ng-describe", "ng-7", 0, 4).setMemberId("a").setGenerationIdOrMemberEpoch(epoch)));
        }
        notes.ask("commit of epoch 5, old request", () -> OffsetStoreProbes.commit(lab, at, 8,
                OffsetStoreProbes.committed("ng-describe", "ng-7", 0, 4).setMemberId("a").setGenerationIdOrMemberEpoch(5)));
        notes.ask("commit of no member", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("ng-describe", "ng-7", 0, 4)));
        for (int epoch : new int[] {1, 9}) {
            var request = OffsetStoreProbes.wanted("ng-describe", "ng-7", 0, 1);
            request.groups().get(0).setMemberId("a").setMemberEpoch(epoch);
            notes.ask("read of epoch " + epoch, () -> OffsetStoreProbes.fetch(lab, at, 9, request));
        }
    }

    private static void mixed(Lab lab, Notes notes) throws Exception {
        lab.topic("ng-8", 2);
        int at = ClassicGroupProbes.coordinator(lab, "ng-mixed");
        send(lab, at, join("ng-mixed", "a", "ng-8"));
        notes.ask("classic join without metadata", () -> Lab.error(ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("ng-mixed", "")).errorCode()));
        notes.ask("classic heartbeat", () -> Lab.error(ClassicGroupProbes.beat(lab, at, "ng-mixed", "a", 1)));
        int other = ClassicGroupProbes.coordinator(lab, "ng-classic");
        ClassicGroupProbes.alone(lab, other, "ng-classic");
        notes.ask("heartbeat to a classic group", () -> send(lab, other, join("ng-classic", "b", "ng-8")));
        notes.ask("describe a classic group", () -> describe(lab, other, "ng-classic"));
    }
}
