/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Groups of the classic protocol, by hand. */
final class ClassicGroupProbes {
    private ClassicGroupProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("find coordinator: groups, nonsense", ClassicGroupProbes::coordinators),
                new Probe("find coordinator: of share groups", ClassicGroupProbes::shareCoordinators),
                new Probe("classic group: a member id is given first", ClassicGroupProbes::memberId),
                new Probe("classic group: join, sync, heartbeat, leave", ClassicGroupProbes::life),
                new Probe("classic group: what cannot join", ClassicGroupProbes::badJoins),
                new Probe("classic group: unknown members, wrong generations", ClassicGroupProbes::wrong),
                new Probe("classic group: a static member comes back and fences", ClassicGroupProbes::staticMember),
                new Probe("classic group: not its coordinator", ClassicGroupProbes::notCoordinator),
                new Probe("classic group: leaving in every form", ClassicGroupProbes::leaving));
    }

    private static FindCoordinatorResponseData find(Lab lab, int version, int type, String... keys) throws Exception {
        var request = new FindCoordinatorRequestData().setKeyType((byte) type);
        if (version < 4) {
            request.setKey(keys[0]);
        } else {
            request.setCoordinatorKeys(List.of(keys));
        }
        return lab.ask(ApiKeys.FIND_COORDINATOR, version, request, FindCoordinatorResponseData.class);
    }

    /** The place of the broker that coordinates a group, once there is one that answers. */
    static int coordinator(Lab lab, String group) throws Exception {
        int[] place = new int[1];
        lab.await(() -> {
            var found = find(lab, 4, 0, group).coordinators().get(0);
            if (found.errorCode() != 0) {
                return false;
            }
            place[0] = lab.name(found.nodeId()).charAt(1) - '0';
            short error = beat(lab, place[0], group, "nobody", 1);
            return error != 14 && error != 15 && error != 16;
        });
        return place[0];
    }

    private static void coordinators(Lab lab, Notes notes) throws Exception {
        coordinator(lab, "fc-group");
        for (int version : new int[] {0, 3, 4, 6}) {
            notes.ask("group " + version, () -> {
                var found = find(lab, version, 0, "fc-group");
                return version < 4 ? Lab.error(found.errorCode()) + " " + found.errorMessage() + " " + (found.nodeId() >= 0)
                        : found.coordinators().stream().map(it -> it.key() + " " + Lab.error(it.errorCode()) + " " + it.errorMessage() + " " + (it.nodeId() >= 0)).toList().toString();
            });
        }
        notes.ask("empty group", () -> Lab.error(find(lab, 4, 0, "").coordinators().get(0).errorCode()));
        notes.ask("type 9", () -> Lab.error(find(lab, 4, 9, "x").coordinators().get(0).errorCode()));
        notes.ask("two", () -> find(lab, 4, 0, "a", "b").coordinators().stream().map(it -> it.key() + Lab.error(it.errorCode())).toList());
    }

    private static void shareCoordinators(Lab lab, Notes notes) {
        notes.ask("share type", () -> Lab.error(find(lab, 6, 2, "g:AAAAAAAAAAAAAAAAAAAAAQ:0").coordinators().get(0).errorCode()));
        notes.ask("share type, bad key", () -> Lab.error(find(lab, 6, 2, "nonsense").coordinators().get(0).errorCode()));
    }

    static JoinGroupRequestData join(String group, String member) {
        var protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(new byte[] {1}));
        protocols.add(new JoinGroupRequestProtocol().setName("other").setMetadata(new byte[] {2}));
        return new JoinGroupRequestData().setGroupId(group).setMemberId(member).setProtocolType("consumer").setProtocols(protocols)
                .setSessionTimeoutMs(10_000).setRebalanceTimeoutMs(10_000);
    }

    static JoinGroupResponseData join(Lab lab, int place, int version, JoinGroupRequestData request) throws Exception {
        return lab.ask(place, ApiKeys.JOIN_GROUP, version, request, JoinGroupResponseData.class);
    }

    private static String text(JoinGroupResponseData it, String member) {
        return Lab.error(it.errorCode()) + " generation " + it.generationId() + " protocol " + it.protocolType() + "/" + it.protocolName()
                + " leader " + (it.leader().isEmpty() ? "none" : it.leader().equals(it.memberId()) ? "me" : "another")
                + " member " + (it.memberId().isEmpty() ? "none" : it.memberId().equals(member) ? "same" : "new")
                + " members " + it.members().size() + " skip " + it.skipAssignment();
    }

    static short beat(Lab lab, int place, String group, String member, int generation) throws Exception {
        var request = new HeartbeatRequestData().setGroupId(group).setMemberId(member).setGenerationId(generation);
        return lab.ask(place, ApiKeys.HEARTBEAT, 4, request, HeartbeatResponseData.class).errorCode();
    }

    static String sync(Lab lab, int place, SyncGroupRequestData request) throws Exception {
        var it = lab.ask(place, ApiKeys.SYNC_GROUP, 5, request, SyncGroupResponseData.class);
        return Lab.error(it.errorCode()) + " " + it.protocolType() + "/" + it.protocolName() + " bytes " + it.assignment().length;
    }

    static SyncGroupRequestData sync(String group, String member, int generation) {
        return new SyncGroupRequestData().setGroupId(group).setMemberId(member).setGenerationId(generation).setProtocolType("consumer").setProtocolName("range");
    }

    /** Join alone, give oneself seven bytes, and return the member id. */
    static String alone(Lab lab, int place, String group) throws Exception {
        String member = join(lab, place, 9, join(group, "")).memberId();
        var joined = join(lab, place, 9, join(group, member));
        sync(lab, place, sync(group, member, joined.generationId()).setAssignments(List.of(new SyncGroupRequestAssignment().setMemberId(member).setAssignment(new byte[7]))));
        return member;
    }

    private static void memberId(Lab lab, Notes notes) throws Exception {
        int at = coordinator(lab, "cg-id");
        var first = join(lab, at, 9, join("cg-id", ""));
        notes.note("first", text(first, ""));
        notes.note("starts with the client id", first.memberId().startsWith("conformance-"));
        notes.ask("an invented one", () -> text(join(lab, at, 9, join("cg-id", "invented")), "invented"));
        notes.ask("the given one", () -> text(join(lab, at, 9, join("cg-id", first.memberId())), first.memberId()));
        int other = coordinator(lab, "cg-id-old");
        notes.ask("version 3 needs none", () -> text(join(lab, other, 3, join("cg-id-old", "")), ""));
    }

    private static void life(Lab lab, Notes notes) throws Exception {
        int at = coordinator(lab, "cg-life");
        String member = join(lab, at, 9, join("cg-life", "")).memberId();
        var joined = join(lab, at, 9, join("cg-life", member));
        notes.note("joined", text(joined, member));
        notes.ask("heartbeat before sync", () -> Lab.error(beat(lab, at, "cg-life", member, 1)));
        notes.ask("sync with another protocol", () -> sync(lab, at, sync("cg-life", member, 1).setProtocolName("other")));
        notes.ask("sync with another type", () -> sync(lab, at, sync("cg-life", member, 1).setProtocolType("connect")));
        notes.ask("sync", () -> sync(lab, at, sync("cg-life", member, 1).setAssignments(List.of(new SyncGroupRequestAssignment().setMemberId(member).setAssignment(new byte[7])))));
        notes.ask("sync again", () -> sync(lab, at, sync("cg-life", member, 1)));
        notes.ask("heartbeat", () -> Lab.error(beat(lab, at, "cg-life", member, 1)));
        notes.ask("leader joins again", () -> text(join(lab, at, 9, join("cg-life", member)), member));
        notes.ask("leave", () -> leave(lab, at, 5, "cg-life", new MemberIdentity().setMemberId(member)));
        notes.ask("heartbeat after", () -> Lab.error(beat(lab, at, "cg-life", member, 2)));
    }

    private static void badJoins(Lab lab, Notes notes) throws Exception {
        int at = coordinator(lab, "cg-bad");
        notes.ask("session too short", () -> Lab.error(join(lab, at, 9, join("cg-bad", "").setSessionTimeoutMs(50)).errorCode()));
        notes.ask("session too long", () -> Lab.error(join(lab, at, 9, join("cg-bad", "").setSessionTimeoutMs(10_000_000)).errorCode()));
        notes.ask("empty group id", () -> Lab.error(join(lab, at, 9, join("", "")).errorCode()));
        notes.ask("no protocols", () -> Lab.error(join(lab, at, 9, join("cg-bad", "").setProtocols(new JoinGroupRequestProtocolCollection())).errorCode()));
        notes.ask("empty type", () -> Lab.error(join(lab, at, 9, join("cg-bad", "").setProtocolType("")).errorCode()));
        notes.ask("bad instance id", () -> Lab.error(join(lab, at, 9, join("cg-bad", "").setGroupInstanceId("")).errorCode()));
        alone(lab, at, "cg-bad");
        notes.ask("another type", () -> Lab.error(join(lab, at, 9, join("cg-bad", "").setProtocolType("connect")).errorCode()));
        var strange = new JoinGroupRequestProtocolCollection();
        strange.add(new JoinGroupRequestProtocol().setName("strange").setMetadata(new byte[0]));
        notes.ask("nothing in common", () -> Lab.error(join(lab, at, 9, join("cg-bad", "").setProtocols(strange)).errorCode()));
    }

    private static void wrong(Lab lab, Notes notes) throws Exception {
        int at = coordinator(lab, "cg-wrong");
        notes.ask("heartbeat to no group", () -> Lab.error(beat(lab, at, "cg-wrong", "m", 1)));
        notes.ask("sync to no group", () -> sync(lab, at, sync("cg-wrong", "m", 1)));
        notes.ask("leave no group", () -> leave(lab, at, 5, "cg-wrong", new MemberIdentity().setMemberId("m")));
        String member = alone(lab, at, "cg-wrong");
        notes.ask("heartbeat of a stranger", () -> Lab.error(beat(lab, at, "cg-wrong", "stranger", 1)));
        notes.ask("heartbeat of generation 5", () -> Lab.error(beat(lab, at, "cg-wrong", member, 5)));
        notes.ask("heartbeat of generation -1", () -> Lab.error(beat(lab, at, "cg-wrong", member, -1)));
        notes.ask("sync of a stranger", () -> sync(lab, at, sync("cg-wrong", "stranger", 1)));
        notes.ask("sync of generation 5", () -> sync(lab, at, sync("cg-wrong", member, 5)));
        notes.ask("heartbeat to an empty group id", () -> Lab.error(beat(lab, at, "", member, 1)));
    }

    private static void staticMember(Lab lab, Notes notes) throws Exception {
        int at = coordinator(lab, "cg-static");
        var first = join(lab, at, 9, join("cg-static", "").setGroupInstanceId("i1"));
        notes.note("first", text(first, ""));
        notes.note("id starts with the instance", first.memberId().startsWith("i1-"));
        notes.ask("sync", () -> sync(lab, at, sync("cg-static", first.memberId(), 1).setGroupInstanceId("i1").setAssignments(
                List.of(new SyncGroupRequestAssignment().setMemberId(first.memberId()).setAssignment(new byte[7])))));
        var second = join(lab, at, 9, join("cg-static", "").setGroupInstanceId("i1"));
        notes.note("second", text(second, first.memberId()));
        notes.ask("its assignment", () -> sync(lab, at, sync("cg-static", second.memberId(), second.generationId()).setGroupInstanceId("i1")));
        var old = new HeartbeatRequestData().setGroupId("cg-static").setMemberId(first.memberId()).setGroupInstanceId("i1").setGenerationId(1);
        notes.ask("the first beats", () -> Lab.error(lab.ask(at, ApiKeys.HEARTBEAT, 4, old, HeartbeatResponseData.class).errorCode()));
        notes.ask("the first joins", () -> text(join(lab, at, 9, join("cg-static", first.memberId()).setGroupInstanceId("i1")), first.memberId()));
        notes.ask("an unknown instance joins with an id", () -> text(join(lab, at, 9, join("cg-static", "m").setGroupInstanceId("i9")), "m"));
        notes.ask("removed by instance", () -> leave(lab, at, 5, "cg-static", new MemberIdentity().setMemberId("").setGroupInstanceId("i1")));
        notes.ask("removed again", () -> leave(lab, at, 5, "cg-static", new MemberIdentity().setMemberId("").setGroupInstanceId("i1")));
    }

    private static void notCoordinator(Lab lab, Notes notes) throws Exception {
        int at = coordinator(lab, "cg-where") % 3 + 1;
        notes.ask("join", () -> Lab.error(join(lab, at, 9, join("cg-where", "")).errorCode()));
        notes.ask("heartbeat", () -> Lab.error(beat(lab, at, "cg-where", "m", 1)));
        notes.ask("sync", () -> sync(lab, at, sync("cg-where", "m", 1)));
        notes.ask("leave", () -> leave(lab, at, 5, "cg-where", new MemberIdentity().setMemberId("m")));
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("cg-where", "x", 0, 1)));
        notes.ask("fetch", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("cg-where", "x", 0)));
    }

    private static void leaving(Lab lab, Notes notes) throws Exception {
        int at = coordinator(lab, "cg-leave");
        String member = alone(lab, at, "cg-leave");
        notes.ask("a stranger", () -> leave(lab, at, 5, "cg-leave", new MemberIdentity().setMemberId("stranger")));
        notes.ask("an unknown instance", () -> leave(lab, at, 5, "cg-leave", new MemberIdentity().setMemberId("").setGroupInstanceId("i7")));
        notes.ask("no one", () -> leave(lab, at, 5, "cg-leave"));
        notes.ask("old form", () -> {
            var request = new LeaveGroupRequestData().setGroupId("cg-leave").setMemberId(member);
            return Lab.error(lab.ask(at, ApiKeys.LEAVE_GROUP, 2, request, LeaveGroupResponseData.class).errorCode());
        });
        notes.ask("again", () -> leave(lab, at, 5, "cg-leave", new MemberIdentity().setMemberId(member)));
    }

    static String leave(Lab lab, int place, int version, String group, MemberIdentity... members) throws Exception {
        var request = new LeaveGroupRequestData().setGroupId(group).setMembers(List.of(members));
        var it = lab.ask(place, ApiKeys.LEAVE_GROUP, version, request, LeaveGroupResponseData.class);
        return Lab.error(it.errorCode()) + " " + it.members().stream().map(m -> Lab.error(m.errorCode())).toList();
    }
}
