/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TaskIds;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Groups of Kafka Streams whose tasks the broker assigns (KIP-1071), by hand. */
final class StreamsGroupProbes {
    private StreamsGroupProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("streams group: join, beat, leave", StreamsGroupProbes::life),
                new Probe("streams group: the broker creates internal topics", StreamsGroupProbes::internalTopics),
                new Probe("streams group: internal topics that cannot be created", StreamsGroupProbes::impossibleTopics),
                new Probe("streams group: source topics that are missing or do not match", StreamsGroupProbes::sources),
                new Probe("streams group: two processes share the tasks", StreamsGroupProbes::two),
                new Probe("streams group: unknown members and wrong epochs", StreamsGroupProbes::wrong),
                new Probe("streams group: requests that cannot be", StreamsGroupProbes::invalid),
                new Probe("streams group: topologies that cannot be", StreamsGroupProbes::topologies),
                new Probe("streams group: another topology than the group's", StreamsGroupProbes::otherTopology),
                new Probe("streams group: one member ends the application", StreamsGroupProbes::shutdown),
                new Probe("streams group: describe, list, delete", StreamsGroupProbes::admin),
                new Probe("streams group: beside the other protocols", StreamsGroupProbes::mixed),
                new Probe("streams group: commits of members", StreamsGroupProbes::commits),
                new Probe("streams group: its own settings", StreamsGroupProbes::settings));
    }

    static StreamsGroupHeartbeatRequestData beat(String group, String member, int epoch) {
        return new StreamsGroupHeartbeatRequestData().setGroupId(group).setMemberId(member).setMemberEpoch(epoch);
    }

    static StreamsGroupHeartbeatRequestData join(String group, String member, Subtopology... parts) {
        return beat(group, member, 0).setProcessId("process-" + member).setRebalanceTimeoutMs(10_000).setClientTags(List.of()).setActiveTasks(List.of())
                .setStandbyTasks(List.of()).setWarmupTasks(List.of()).setTopology(new Topology().setEpoch(1).setSubtopologies(List.of(parts)));
    }

    static Subtopology part(String id, String... sources) {
        return new Subtopology().setSubtopologyId(id).setSourceTopics(List.of(sources));
    }

    private static StreamsGroupHeartbeatResponseData ask(Lab lab, int place, StreamsGroupHeartbeatRequestData request) throws Exception {
        return lab.ask(place, ApiKeys.STREAMS_GROUP_HEARTBEAT, 0, request, StreamsGroupHeartbeatResponseData.class);
    }

    static String send(Lab lab, int place, StreamsGroupHeartbeatRequestData request) throws Exception {
        var it = ask(lab, place, request);
        return Lab.error(it.errorCode()) + " " + it.errorMessage() + " member " + it.memberId() + " epoch " + it.memberEpoch() + " every " + it.heartbeatIntervalMs()
                + " active " + tasks(it.activeTasks()) + " standby " + tasks(it.standbyTasks()) + " warmup " + tasks(it.warmupTasks())
                + " status " + (it.status() == null ? "as before" : it.status().stream().map(s -> s.statusCode() + " " + s.statusDetail()).toList());
    }

    private static String tasks(List<StreamsGroupHeartbeatResponseData.TaskIds> tasks) {
        return tasks == null ? "as before" : tasks.stream().map(it -> it.subtopologyId() + it.partitions().stream().sorted().toList()).sorted().toList().toString();
    }

    private static void life(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-1", 3);
        int at = ClassicGroupProbes.coordinator(lab, "sg-life");
        notes.ask("join", () -> send(lab, at, join("sg-life", "a", part("0", "sg-1"))));
        notes.ask("beat", () -> send(lab, at, beat("sg-life", "a", 2)));
        notes.ask("beat with tasks", () -> send(lab, at, beat("sg-life", "a", 2).setActiveTasks(List.of(new TaskIds().setSubtopologyId("0").setPartitions(List.of(0, 1, 2))))
                .setStandbyTasks(List.of()).setWarmupTasks(List.of())));
        notes.ask("joins again", () -> send(lab, at, join("sg-life", "a", part("0", "sg-1"))));
        notes.ask("leave", () -> send(lab, at, beat("sg-life", "a", -1)));
        notes.ask("beat after", () -> send(lab, at, beat("sg-life", "a", 2)));
        notes.ask("leave again", () -> send(lab, at, beat("sg-life", "a", -1)));
    }

    private static void internalTopics(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-2", 4);
        int at = ClassicGroupProbes.coordinator(lab, "sg-internal");
        TopicInfo repartition = new TopicInfo().setName("sg-internal-r-repartition").setTopicConfigs(List.of(new KeyValue().setKey("cleanup.policy").setValue("delete")));
        TopicInfo changelog = new TopicInfo().setName("sg-internal-s-changelog").setTopicConfigs(List.of(new KeyValue().setKey("cleanup.policy").setValue("compact")));
        TopicInfo sized = new TopicInfo().setName("sg-internal-n-repartition").setPartitions(2).setReplicationFactor((short) 2);
        notes.ask("join", () -> send(lab, at, join("sg-internal", "a", part("0", "sg-2").setRepartitionSinkTopics(List.of("sg-internal-r-repartition", "sg-internal-n-repartition")),
                part("1").setRepartitionSourceTopics(List.of(repartition)).setStateChangelogTopics(List.of(changelog)),
                part("2").setRepartitionSourceTopics(List.of(sized)))));
        for (String topic : List.of("sg-internal-r-repartition", "sg-internal-s-changelog", "sg-internal-n-repartition")) {
            notes.note(topic, lab.await(() -> lab.metadata(at, topic).errorCode() == 0));
            var found = lab.metadata(at, topic);
            notes.note("partitions", found.partitions().size() + " internal " + found.isInternal() + " replicas " + found.partitions().get(0).replicaNodes().size());
            notes.ask("policy", () -> {
                var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                return lab.admin().describeConfigs(Set.of(resource)).all().get().get(resource).get("cleanup.policy").value();
            });
        }
        int[] epoch = {2};
        String[] last = new String[1];
        notes.note("all tasks", lab.await(() -> {
            var it = ask(lab, at, beat("sg-internal", "a", epoch[0]));
            epoch[0] = Math.max(it.memberEpoch(), epoch[0]);
            if (it.activeTasks() != null && !it.activeTasks().isEmpty()) {
                last[0] = tasks(it.activeTasks());
            }
            return last[0] != null;
        }));
        notes.note("they are", last[0]);
    }

    private static void impossibleTopics(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-3", 1);
        int at = ClassicGroupProbes.coordinator(lab, "sg-impossible");
        TopicInfo changelog = new TopicInfo().setName("sg-impossible-changelog").setTopicConfigs(List.of(new KeyValue().setKey("retention.ms").setValue("soon")));
        notes.ask("join", () -> send(lab, at, join("sg-impossible", "a", part("0", "sg-3").setStateChangelogTopics(List.of(changelog)))));
        String[] detail = new String[1];
        notes.note("told", lab.await(() -> {
            var it = ask(lab, at, join("sg-impossible", "a", part("0", "sg-3").setStateChangelogTopics(List.of(changelog))));
            detail[0] = it.status() == null ? "none" : it.status().toString();
            return detail[0].contains("Creation failed");
        }));
        notes.note("what", detail[0]);
    }

    private static void sources(Lab lab, Notes notes) throws Exception {
        int at = ClassicGroupProbes.coordinator(lab, "sg-sources");
        notes.ask("missing", () -> send(lab, at, join("sg-sources", "a", part("0", "sg-none"))));
        lab.topic("sg-none", 2);
        int[] epoch = {2};
        notes.note("found when it is there", lab.await(() -> {
            var it = ask(lab, at, beat("sg-sources", "a", epoch[0]));
            epoch[0] = Math.max(epoch[0], it.memberEpoch());
            return it.activeTasks() != null && it.activeTasks().size() == 1;
        }));
        lab.topic("sg-three", 3);
        int other = ClassicGroupProbes.coordinator(lab, "sg-copartition");
        var together = new StreamsGroupHeartbeatRequestData.CopartitionGroup().setSourceTopics(List.of((short) 0, (short) 1));
        notes.ask("not the same number of partitions", () -> send(lab, other, join("sg-copartition", "a", part("0", "sg-none", "sg-three").setCopartitionGroups(List.of(together)))));
    }

    private static void two(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-4", 4);
        int at = ClassicGroupProbes.coordinator(lab, "sg-two");
        notes.ask("first", () -> send(lab, at, join("sg-two", "a", part("0", "sg-4"))));
        notes.ask("second", () -> send(lab, at, join("sg-two", "b", part("0", "sg-4"))));
        var revoked = ask(lab, at, beat("sg-two", "a", 2));
        notes.note("first keeps", revoked.activeTasks() == null ? "as before" : revoked.activeTasks().stream().map(it -> it.partitions().size()).toList());
        var owned = revoked.activeTasks() == null ? List.<TaskIds>of()
                : revoked.activeTasks().stream().map(it -> new TaskIds().setSubtopologyId(it.subtopologyId()).setPartitions(it.partitions())).toList();
        var given = ask(lab, at, beat("sg-two", "a", 2).setActiveTasks(owned).setStandbyTasks(List.of()).setWarmupTasks(List.of()));
        notes.note("first has given up", Lab.error(given.errorCode()) + " " + given.memberEpoch());
        var taken = ask(lab, at, beat("sg-two", "b", 3));
        notes.note("second takes", Lab.error(taken.errorCode()) + " " + taken.memberEpoch() + " " + (taken.activeTasks() == null ? "as before" : taken.activeTasks().stream().map(it -> it.partitions().size()).toList()));
        notes.ask("second leaves", () -> send(lab, at, beat("sg-two", "b", -1)));
        var all = ask(lab, at, beat("sg-two", "a", 3));
        notes.note("first has all", Lab.error(all.errorCode()) + " " + all.memberEpoch() + " " + tasks(all.activeTasks()));
    }

    private static void wrong(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-5", 1);
        int at = ClassicGroupProbes.coordinator(lab, "sg-wrong");
        notes.ask("no group", () -> send(lab, at, beat("sg-wrong", "a", 1)));
        send(lab, at, join("sg-wrong", "a", part("0", "sg-5")));
        notes.ask("a stranger", () -> send(lab, at, beat("sg-wrong", "stranger", 1)));
        notes.ask("epoch ahead", () -> send(lab, at, beat("sg-wrong", "a", 9)));
        notes.ask("epoch behind", () -> send(lab, at, beat("sg-wrong", "a", 1)));
        notes.ask("epoch -3", () -> send(lab, at, beat("sg-wrong", "a", -3)));
        notes.ask("not the coordinator", () -> send(lab, at % 3 + 1, join("sg-wrong", "a", part("0", "sg-5"))));
    }

    private static void invalid(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-6", 1);
        int at = ClassicGroupProbes.coordinator(lab, "sg-invalid");
        int unnamed = ClassicGroupProbes.coordinator(lab, "");
        notes.ask("no group id", () -> send(lab, unnamed, join("", "a", part("0", "sg-6"))));
        notes.ask("no member id", () -> send(lab, at, join("sg-invalid", "", part("0", "sg-6"))));
        notes.ask("no timeout", () -> send(lab, at, join("sg-invalid", "a", part("0", "sg-6")).setRebalanceTimeoutMs(-1)));
        notes.ask("no topology", () -> send(lab, at, join("sg-invalid", "a").setTopology(null)));
        notes.ask("tasks when joining", () -> send(lab, at, join("sg-invalid", "a", part("0", "sg-6")).setActiveTasks(List.of(new TaskIds().setSubtopologyId("0").setPartitions(List.of(0))))));
        notes.ask("one kind of task only", () -> send(lab, at, join("sg-invalid", "a", part("0", "sg-6")).setStandbyTasks(null)));
        notes.ask("topology later", () -> send(lab, at, join("sg-invalid", "a", part("0", "sg-6")).setMemberEpoch(1)));
        notes.ask("empty rack", () -> send(lab, at, join("sg-invalid", "a", part("0", "sg-6")).setRackId("")));
    }

    private static void topologies(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-7", 1);
        int at = ClassicGroupProbes.coordinator(lab, "sg-topologies");
        notes.ask("internal topic", () -> send(lab, at, join("sg-topologies", "a", part("0", "__consumer_offsets"))));
        notes.ask("bad names", () -> send(lab, at, join("sg-topologies", "a", part("0", "a b").setRepartitionSinkTopics(List.of("c/d")))));
        notes.ask("changelog with partitions", () -> send(lab, at, join("sg-topologies", "a", part("0", "sg-7").setStateChangelogTopics(List.of(new TopicInfo().setName("x").setPartitions(3))))));
        notes.ask("two changelogs of one name", () -> send(lab, at, join("sg-topologies", "a", part("0", "sg-7").setStateChangelogTopics(List.of(new TopicInfo().setName("x"), new TopicInfo().setName("x"))))).split(" ")[0]);
    }

    private static void otherTopology(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-8", 1);
        int at = ClassicGroupProbes.coordinator(lab, "sg-other");
        notes.ask("first", () -> send(lab, at, join("sg-other", "a", part("0", "sg-8"))));
        var older = join("sg-other", "b", part("9", "sg-8"));
        older.topology().setEpoch(0);
        notes.ask("an older one", () -> send(lab, at, older));
        var newer = join("sg-other", "c", part("9", "sg-8"));
        newer.topology().setEpoch(7);
        notes.ask("a newer one", () -> send(lab, at, newer));
        notes.ask("another of the same epoch", () -> send(lab, at, join("sg-other", "d", part("9", "sg-8"))));
    }

    private static void shutdown(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-9", 2);
        int at = ClassicGroupProbes.coordinator(lab, "sg-shutdown");
        var first = ask(lab, at, join("sg-shutdown", "a", part("0", "sg-9")));
        notes.ask("second ends it", () -> {
            var it = ask(lab, at, join("sg-shutdown", "b", part("0", "sg-9")).setShutdownApplication(true));
            return Lab.error(it.errorCode()) + " " + (it.status() == null ? "none" : it.status().stream().map(s -> s.statusCode() + " " + s.statusDetail()).toList());
        });
        notes.ask("first hears of it", () -> {
            var it = ask(lab, at, beat("sg-shutdown", "a", first.memberEpoch()));
            return Lab.error(it.errorCode()) + " " + (it.status() == null ? "none" : it.status().stream().map(s -> s.statusCode() + " " + s.statusDetail()).toList());
        });
    }

    private static String describe(Lab lab, int place, String... groups) throws Exception {
        var request = new StreamsGroupDescribeRequestData().setGroupIds(List.of(groups)).setIncludeAuthorizedOperations(true);
        var response = lab.ask(place, ApiKeys.STREAMS_GROUP_DESCRIBE, 0, request, StreamsGroupDescribeResponseData.class);
        return response.groups().stream().map(it -> it.groupId() + " " + Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + it.groupState() + " epoch " + it.groupEpoch() + "/"
                + it.assignmentEpoch() + " " + Integer.toBinaryString(it.authorizedOperations()) + " topology " + (it.topology() == null ? "none" : it.topology().epoch() + " "
                        + (it.topology().subtopologies() == null ? "none" : it.topology().subtopologies().stream().map(s -> s.subtopologyId() + s.sourceTopics()).toList()))
                + " members " + it.members().stream().map(m -> m.memberId() + "/" + m.memberEpoch() + "/" + m.clientId() + "/" + m.clientHost() + "/" + m.processId() + "/" + m.topologyEpoch() + "/"
                        + m.isClassic() + "/" + m.assignment().activeTasks().stream().map(t -> t.subtopologyId() + t.partitions()).toList()).toList()).toList().toString();
    }

    private static void admin(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-10", 2);
        int at = ClassicGroupProbes.coordinator(lab, "sg-admin");
        notes.ask("unknown", () -> describe(lab, at, "sg-admin"));
        send(lab, at, join("sg-admin", "a", part("0", "sg-10")));
        notes.ask("one member", () -> describe(lab, at, "sg-admin"));
        notes.ask("not its coordinator", () -> describe(lab, at % 3 + 1, "sg-admin"));
        for (int version : new int[] {0, 4, 5}) {
            notes.ask("listed " + version, () -> GroupFilterProbes.list(lab, at, version, "sg-admin", List.of(), List.of()));
        }
        notes.ask("of type streams", () -> GroupFilterProbes.list(lab, at, 5, "sg-admin", List.of(), List.of("Streams")));
        notes.ask("of type classic", () -> GroupFilterProbes.list(lab, at, 5, "sg-admin", List.of(), List.of("classic")));
        notes.ask("state stable", () -> GroupFilterProbes.list(lab, at, 5, "sg-admin", List.of("stable"), List.of()));
        notes.ask("delete in use", () -> delete(lab, at, "sg-admin"));
        send(lab, at, beat("sg-admin", "a", -1));
        // 4.4 makes an assignment for nobody as well
        notes.ask("empty", () -> describe(lab, at, "sg-admin").replaceAll("epoch 3/[23]", "epoch 3"));
        notes.ask("delete", () -> delete(lab, at, "sg-admin"));
        notes.ask("after", () -> describe(lab, at, "sg-admin"));
    }

    private static String delete(Lab lab, int place, String group) throws Exception {
        var response = lab.ask(place, ApiKeys.DELETE_GROUPS, 2, new DeleteGroupsRequestData().setGroupsNames(List.of(group)), DeleteGroupsResponseData.class);
        return response.results().stream().map(it -> Lab.error(it.errorCode())).toList().toString();
    }

    private static void mixed(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-11", 1);
        int at = ClassicGroupProbes.coordinator(lab, "sg-mixed");
        send(lab, at, join("sg-mixed", "a", part("0", "sg-11")));
        notes.ask("classic join", () -> Lab.error(ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("sg-mixed", "")).errorCode()));
        notes.ask("classic heartbeat", () -> Lab.error(ClassicGroupProbes.beat(lab, at, "sg-mixed", "a", 1)));
        notes.ask("consumer heartbeat", () -> ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("sg-mixed", "b", "sg-11")));
        notes.ask("described as a consumer group", () -> ConsumerGroupProbes.describe(lab, at, "sg-mixed"));
        int classic = ClassicGroupProbes.coordinator(lab, "sg-classic");
        ClassicGroupProbes.alone(lab, classic, "sg-classic");
        notes.ask("streams heartbeat to a classic group", () -> send(lab, classic, join("sg-classic", "a", part("0", "sg-11"))));
        notes.ask("a classic group described", () -> describe(lab, classic, "sg-classic"));
        int consumer = ClassicGroupProbes.coordinator(lab, "sg-consumer");
        ConsumerGroupProbes.send(lab, consumer, ConsumerGroupProbes.join("sg-consumer", "a", "sg-11"));
        notes.ask("streams heartbeat to a consumer group", () -> send(lab, consumer, join("sg-consumer", "b", part("0", "sg-11"))));
    }

    private static void commits(Lab lab, Notes notes) throws Exception {
        lab.topic("sg-12", 1);
        int at = ClassicGroupProbes.coordinator(lab, "sg-commits");
        int epoch = ask(lab, at, join("sg-commits", "a", part("0", "sg-12"))).memberEpoch();
        for (int tried : new int[] {epoch, epoch - 1, epoch + 5, -1}) {
            notes.ask("commit " + (tried - epoch), () -> OffsetStoreProbes.commit(lab, at, 9,
                    OffsetStoreProbes.committed("sg-commits", "sg-12", 0, 4).setMemberId("a").setGenerationIdOrMemberEpoch(tried)));
        }
        notes.ask("of a stranger", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("sg-commits", "sg-12", 0, 4).setMemberId("stranger").setGenerationIdOrMemberEpoch(epoch)));
        notes.ask("read", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("sg-commits", "sg-12", 0)));
    }

    private static void settings(Lab lab, Notes notes) throws Exception {
        lab.admin().createTopics(List.of(new NewTopic("sg-13", 2, (short) 3))).all().get();
        int at = ClassicGroupProbes.coordinator(lab, "sg-settings");
        var group = new ConfigResource(ConfigResource.Type.GROUP, "sg-settings");
        for (String[] setting : new String[][] {{"streams.heartbeat.interval.ms", "90"}, {"streams.heartbeat.interval.ms", "5"}, {"streams.session.timeout.ms", "20"},
                {"streams.num.standby.replicas", "1"}, {"streams.num.standby.replicas", "9"}}) {
            notes.ask(setting[0] + " " + setting[1], () -> {
                lab.admin().incrementalAlterConfigs(java.util.Map.of(group, List.of(new AlterConfigOp(new ConfigEntry(setting[0], setting[1]), AlterConfigOp.OpType.SET)))).all().get();
                return "set";
            });
        }
        lab.await(() -> lab.metadata(at, "sg-13").errorCode() == 0);
        notes.note("counts", lab.await(() -> ask(lab, at, join("sg-settings", "a", part("0", "sg-13"))).heartbeatIntervalMs() == 90));
    }
}
