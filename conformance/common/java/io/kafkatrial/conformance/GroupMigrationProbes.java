/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Groups that change their protocol online, static members that are replaced, groups with settings of their own; by hand. */
final class GroupMigrationProbes {
    private GroupMigrationProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("group migration: classic to consumer and back", GroupMigrationProbes::there),
                new Probe("group migration: a classic member joins a consumer group", GroupMigrationProbes::back),
                new Probe("group migration: what cannot be converted", GroupMigrationProbes::impossible),
                new Probe("group migration: empty groups change freely", GroupMigrationProbes::empty),
                new Probe("static members: replaced in a stable group, with the same and another subscription", GroupMigrationProbes::replaced),
                new Probe("static members: the fenced one commits, beats, syncs and leaves", GroupMigrationProbes::fenced),
                new Probe("static members: of consumer groups, commits of the fenced", GroupMigrationProbes::fencedModern),
                new Probe("group settings: within bounds, out of them, unknown, deleted", GroupMigrationProbes::settings));
    }

    private static JoinGroupRequestData join(String group, String member, String... topics) {
        var protocols = new JoinGroupRequestProtocolCollection();
        ByteBuffer subscription = ConsumerProtocol.serializeSubscription(new Subscription(List.of(topics)));
        byte[] bytes = new byte[subscription.remaining()];
        subscription.get(bytes);
        protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(bytes));
        return new JoinGroupRequestData().setGroupId(group).setMemberId(member).setProtocolType("consumer").setProtocols(protocols)
                .setSessionTimeoutMs(10_000).setRebalanceTimeoutMs(10_000);
    }

    /** Join alone with all partitions of a topic, as its client would; the answer to the join. */
    static JoinGroupResponseData alone(Lab lab, int at, String group, String topic, int partitions) throws Exception {
        String member = ClassicGroupProbes.join(lab, at, 9, join(group, "", topic)).memberId();
        var joined = ClassicGroupProbes.join(lab, at, 9, join(group, member, topic));
        List<TopicPartition> all = java.util.stream.IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
        ByteBuffer assignment = ConsumerProtocol.serializeAssignment(new Assignment(all));
        byte[] bytes = new byte[assignment.remaining()];
        assignment.get(bytes);
        ClassicGroupProbes.sync(lab, at, ClassicGroupProbes.sync(group, member, joined.generationId())
                .setAssignments(List.of(new SyncGroupRequestAssignment().setMemberId(member).setAssignment(bytes))));
        return joined;
    }

    private static String assigned(Lab lab, int at, SyncGroupRequestData request) throws Exception {
        var it = lab.ask(at, ApiKeys.SYNC_GROUP, 5, request, SyncGroupResponseData.class);
        return Lab.error(it.errorCode()) + (it.assignment().length == 0 ? "" : ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(it.assignment())).partitions().toString());
    }

    private static String described(Lab lab, int at, String group, String classic) throws Exception {
        return ConsumerGroupProbes.describe(lab, at, group).replace(classic, "CLASSIC");
    }

    private static ConsumerGroupHeartbeatRequestData beat(String group, String member, int epoch) {
        return new ConsumerGroupHeartbeatRequestData().setGroupId(group).setMemberId(member).setMemberEpoch(epoch);
    }

    private static void there(Lab lab, Notes notes) throws Exception {
        lab.topic("gm-1", 4);
        int at = ClassicGroupProbes.coordinator(lab, "gm-there");
        var joined = alone(lab, at, "gm-there", "gm-1", 4);
        String classic = joined.memberId();
        notes.ask("commit before", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("gm-there", "gm-1", 0, 5).setMemberId(classic).setGenerationIdOrMemberEpoch(1)));
        notes.ask("a modern member joins", () -> ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("gm-there", "a", "gm-1").setServerAssignor("range")));
        notes.ask("described", () -> described(lab, at, "gm-there", classic));
        notes.ask("listed", () -> GroupFilterProbes.list(lab, at, 5, "gm-there", List.of(), List.of()));
        notes.ask("the classic one beats", () -> Lab.error(ClassicGroupProbes.beat(lab, at, "gm-there", classic, 1)));
        var again = ClassicGroupProbes.join(lab, at, 9, join("gm-there", classic, "gm-1"));
        notes.note("and joins again", Lab.error(again.errorCode()) + " " + again.generationId() + " " + again.protocolName() + " leader " + (again.leader().isEmpty() ? "none" : "some") + " skip " + again.skipAssignment());
        notes.ask("and syncs", () -> assigned(lab, at, ClassicGroupProbes.sync("gm-there", classic, again.generationId())));
        notes.ask("and beats", () -> Lab.error(ClassicGroupProbes.beat(lab, at, "gm-there", classic, again.generationId())));
        notes.ask("the modern one beats", () -> ConsumerGroupProbes.send(lab, at, beat("gm-there", "a", again.generationId())));
        notes.ask("described again", () -> described(lab, at, "gm-there", classic));
        notes.ask("commit of the classic", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("gm-there", "gm-1", 0, 6).setMemberId(classic).setGenerationIdOrMemberEpoch(again.generationId())));
        notes.ask("the modern one leaves", () -> ConsumerGroupProbes.send(lab, at, beat("gm-there", "a", -1)));
        notes.ask("listed after", () -> GroupFilterProbes.list(lab, at, 5, "gm-there", List.of(), List.of()));
        notes.ask("the classic one beats after", () -> Lab.error(ClassicGroupProbes.beat(lab, at, "gm-there", classic, again.generationId())));
        notes.ask("offsets after", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("gm-there", "gm-1", 0)));
        notes.ask("the classic one leaves", () -> ClassicGroupProbes.leave(lab, at, 5, "gm-there", new MemberIdentity().setMemberId(classic)));
    }

    private static void back(Lab lab, Notes notes) throws Exception {
        lab.topic("gm-2", 2);
        int at = ClassicGroupProbes.coordinator(lab, "gm-back");
        notes.ask("a modern member", () -> ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("gm-back", "a", "gm-2").setServerAssignor("range")));
        var given = ClassicGroupProbes.join(lab, at, 9, join("gm-back", "", "gm-2"));
        notes.note("a classic one is given an id", Lab.error(given.errorCode()));
        var joined = ClassicGroupProbes.join(lab, at, 9, join("gm-back", given.memberId(), "gm-2"));
        notes.note("joins", Lab.error(joined.errorCode()) + " " + joined.generationId() + " " + joined.protocolName() + " members " + joined.members().size());
        // which partition it keeps depends on the id the other was given
        notes.ask("the modern one gives up", () -> ConsumerGroupProbes.send(lab, at, beat("gm-back", "a", 2)).replaceAll("\\[\\[[01]\\]\\]", "one"));
        notes.ask("described", () -> described(lab, at, "gm-back", given.memberId()).replace("[1, 0]", "[0, 1]"));
        notes.ask("the modern one leaves", () -> ConsumerGroupProbes.send(lab, at, beat("gm-back", "a", -1)));
        notes.ask("listed", () -> GroupFilterProbes.list(lab, at, 5, "gm-back", List.of(), List.of()));
        var again = ClassicGroupProbes.join(lab, at, 9, join("gm-back", given.memberId(), "gm-2"));
        notes.note("joins again", Lab.error(again.errorCode()) + " " + again.protocolName() + " members " + again.members().size() + " leader " + again.leader().equals(again.memberId()));
    }

    private static void impossible(Lab lab, Notes notes) throws Exception {
        lab.topic("gm-3", 1);
        int at = ClassicGroupProbes.coordinator(lab, "gm-no");
        ClassicGroupProbes.alone(lab, at, "gm-no");
        notes.ask("a protocol that is not of consumers inside", () -> ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("gm-no", "a", "gm-3")).split(" epoch")[0]);
        int other = ClassicGroupProbes.coordinator(lab, "gm-connect");
        var connect = join("gm-connect", "", "gm-3").setProtocolType("connect");
        String member = ClassicGroupProbes.join(lab, other, 9, connect).memberId();
        ClassicGroupProbes.join(lab, other, 9, connect.duplicate().setMemberId(member));
        notes.ask("a group of connect", () -> ConsumerGroupProbes.send(lab, other, ConsumerGroupProbes.join("gm-connect", "a", "gm-3")));
        int modern = ClassicGroupProbes.coordinator(lab, "gm-modern");
        ConsumerGroupProbes.send(lab, modern, ConsumerGroupProbes.join("gm-modern", "a", "gm-3"));
        notes.ask("connect joins a consumer group", () -> Lab.error(ClassicGroupProbes.join(lab, modern, 9, join("gm-modern", "", "gm-3").setProtocolType("connect")).errorCode()));
        notes.ask("an unknown id joins a consumer group", () -> Lab.error(ClassicGroupProbes.join(lab, modern, 9, join("gm-modern", "unknown", "gm-3")).errorCode()));
    }

    private static void empty(Lab lab, Notes notes) throws Exception {
        lab.topic("gm-4", 1);
        int at = ClassicGroupProbes.coordinator(lab, "gm-empty");
        OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("gm-empty", "gm-4", 0, 5));
        notes.ask("listed", () -> GroupFilterProbes.list(lab, at, 5, "gm-empty", List.of(), List.of()));
        notes.ask("a modern member", () -> ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("gm-empty", "a", "gm-4")));
        notes.ask("listed then", () -> GroupFilterProbes.list(lab, at, 5, "gm-empty", List.of(), List.of()));
        ConsumerGroupProbes.send(lab, at, beat("gm-empty", "a", -1));
        notes.ask("offsets", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("gm-empty", "gm-4", 0)));
        var joined = alone(lab, at, "gm-empty", "gm-4", 1);
        notes.note("a classic member", Lab.error(joined.errorCode()) + " " + joined.generationId());
        notes.ask("listed at last", () -> GroupFilterProbes.list(lab, at, 5, "gm-empty", List.of(), List.of()));
        notes.ask("streams take an empty one", () -> {
            ClassicGroupProbes.leave(lab, at, 5, "gm-empty", new MemberIdentity().setMemberId(joined.memberId()));
            return StreamsGroupProbes.send(lab, at, StreamsGroupProbes.join("gm-empty", "s", StreamsGroupProbes.part("0", "gm-4")));
        });
    }

    private static void replaced(Lab lab, Notes notes) throws Exception {
        int at = ClassicGroupProbes.coordinator(lab, "gs-1");
        var first = ClassicGroupProbes.join(lab, at, 9, join("gs-1", "", "gs-t").setGroupInstanceId("i1"));
        ClassicGroupProbes.sync(lab, at, ClassicGroupProbes.sync("gs-1", first.memberId(), 1).setGroupInstanceId("i1").setAssignments(
                List.of(new SyncGroupRequestAssignment().setMemberId(first.memberId()).setAssignment(new byte[7]))));
        for (int version : new int[] {5, 8, 9}) {
            var same = ClassicGroupProbes.join(lab, at, version, join("gs-1", "", "gs-t").setGroupInstanceId("i1"));
            notes.note("the same again, version " + version, Lab.error(same.errorCode()) + " generation " + same.generationId() + " skip " + same.skipAssignment() + " members " + same.members().size()
                    + " leader " + (same.leader().equals(same.memberId()) ? "itself" : same.leader().equals(first.memberId()) ? "the first" : "another"));
        }
        var changed = ClassicGroupProbes.join(lab, at, 9, join("gs-1", "", "gs-t", "gs-u").setGroupInstanceId("i1"));
        notes.note("with another subscription", Lab.error(changed.errorCode()) + " generation " + changed.generationId() + " skip " + changed.skipAssignment() + " leads " + changed.leader().equals(changed.memberId()));
        notes.ask("described", () -> GroupFilterProbes.describe(lab, at, 6, "gs-1"));
    }

    private static void fenced(Lab lab, Notes notes) throws Exception {
        lab.topic("gs-2", 1);
        int at = ClassicGroupProbes.coordinator(lab, "gs-fenced");
        var first = ClassicGroupProbes.join(lab, at, 9, join("gs-fenced", "", "gs-2").setGroupInstanceId("i1"));
        ClassicGroupProbes.sync(lab, at, ClassicGroupProbes.sync("gs-fenced", first.memberId(), 1).setGroupInstanceId("i1"));
        ClassicGroupProbes.join(lab, at, 9, join("gs-fenced", "", "gs-2").setGroupInstanceId("i1"));
        notes.ask("commits", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("gs-fenced", "gs-2", 0, 5).setMemberId(first.memberId()).setGroupInstanceId("i1").setGenerationIdOrMemberEpoch(1)));
        notes.ask("commits without its instance", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("gs-fenced", "gs-2", 0, 5).setMemberId(first.memberId()).setGenerationIdOrMemberEpoch(1)));
        var beat = new HeartbeatRequestData().setGroupId("gs-fenced").setMemberId(first.memberId()).setGroupInstanceId("i1").setGenerationId(1);
        notes.ask("beats", () -> Lab.error(lab.ask(at, ApiKeys.HEARTBEAT, 4, beat, HeartbeatResponseData.class).errorCode()));
        notes.ask("syncs", () -> ClassicGroupProbes.sync(lab, at, ClassicGroupProbes.sync("gs-fenced", first.memberId(), 1).setGroupInstanceId("i1")));
        notes.ask("leaves", () -> ClassicGroupProbes.leave(lab, at, 5, "gs-fenced", new MemberIdentity().setMemberId(first.memberId()).setGroupInstanceId("i1")));
        var unknown = new HeartbeatRequestData().setGroupId("gs-fenced").setMemberId(first.memberId()).setGroupInstanceId("i7").setGenerationId(1);
        notes.ask("an unknown instance beats", () -> Lab.error(lab.ask(at, ApiKeys.HEARTBEAT, 4, unknown, HeartbeatResponseData.class).errorCode()));
    }

    private static void fencedModern(Lab lab, Notes notes) throws Exception {
        lab.topic("gs-3", 2);
        int at = ClassicGroupProbes.coordinator(lab, "gs-modern");
        ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("gs-modern", "a", "gs-3").setInstanceId("i1"));
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("gs-modern", "gs-3", 0, 5).setMemberId("a").setGroupInstanceId("i1").setGenerationIdOrMemberEpoch(2)));
        ConsumerGroupProbes.send(lab, at, beat("gs-modern", "a", -2).setInstanceId("i1"));
        notes.ask("while away", () -> ConsumerGroupProbes.describe(lab, at, "gs-modern"));
        notes.ask("another takes its place", () -> ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join("gs-modern", "b", "gs-3").setInstanceId("i1")));
        notes.ask("the first commits", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("gs-modern", "gs-3", 0, 6).setMemberId("a").setGroupInstanceId("i1").setGenerationIdOrMemberEpoch(2)));
        notes.ask("the first leaves", () -> ConsumerGroupProbes.send(lab, at, beat("gs-modern", "a", -1).setInstanceId("i1")));
        notes.ask("offsets", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("gs-modern", "gs-3", 0)));
    }

    private static void settings(Lab lab, Notes notes) throws Exception {
        lab.topic("gc-1", 1);
        int at = ClassicGroupProbes.coordinator(lab, "gc-group");
        var group = new ConfigResource(ConfigResource.Type.GROUP, "gc-group");
        for (String[] setting : new String[][] {{"consumer.heartbeat.interval.ms", "70"}, {"consumer.heartbeat.interval.ms", "10"}, {"consumer.heartbeat.interval.ms", "99999"},
                {"consumer.session.timeout.ms", "60"}, {"consumer.session.timeout.ms", "100000"}, {"consumer.session.timeout.ms", "nonsense"}, {"session.timeout.ms", "1000"}, {"consumer.heartbeat.interval.ms", ""}}) {
            notes.ask(setting[0] + " " + setting[1], () -> set(lab, group, setting[0], setting[1], AlterConfigOp.OpType.SET));
        }
        notes.ask("of no group", () -> set(lab, new ConfigResource(ConfigResource.Type.GROUP, ""), "consumer.heartbeat.interval.ms", "70", AlterConfigOp.OpType.SET));
        notes.ask("appended", () -> set(lab, group, "consumer.heartbeat.interval.ms", "1", AlterConfigOp.OpType.APPEND));
        notes.note("counts", lab.await(() -> interval(lab, at, "gc-group") == 70));
        notes.ask("deleted", () -> set(lab, group, "consumer.heartbeat.interval.ms", "", AlterConfigOp.OpType.DELETE));
        notes.note("counts no more", lab.await(() -> interval(lab, at, "gc-group") == 300));
        notes.ask("another group", () -> interval(lab, ClassicGroupProbes.coordinator(lab, "gc-other"), "gc-other"));
    }

    private static int interval(Lab lab, int at, String group) throws Exception {
        return lab.ask(at, ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, ConsumerGroupProbes.join(group, "a", "gc-1"), ConsumerGroupHeartbeatResponseData.class).heartbeatIntervalMs();
    }

    private static String set(Lab lab, ConfigResource resource, String key, String value, AlterConfigOp.OpType how) throws Exception {
        try {
            lab.admin().incrementalAlterConfigs(java.util.Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(key, value), how)))).all().get();
            return "set";
        } catch (java.util.concurrent.ExecutionException refused) {
            // the message names the bound in other words since 4.4
            return refused.getCause().getClass().getSimpleName();
        }
    }
}
