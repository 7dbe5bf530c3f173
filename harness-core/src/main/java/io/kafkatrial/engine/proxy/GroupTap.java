/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * Tells the states of classic groups that no coordinator writes down: a member asks to join, so the group waits for all
 * others, and when they are answered it waits for its leader's assignment. Confined to the event loop of its connection.
 */
public final class GroupTap implements Tap {

    private static final int MEMBER_ID_REQUIRED_SINCE = 4;

    /** What is known of all groups of a cluster, whatever connection tells. Safe for use by several threads. */
    public static final class Groups {
        private final ClusterListener events;
        private final InstantSource clock = InstantSource.system();
        private final Map<String, Integer> generations = new HashMap<>();
        private final Map<String, String> states = new HashMap<>();

        /** Nothing known; {@code events} is told. */
        public Groups(ClusterListener events) {
            this.events = events;
        }

        private void joining(String group) {
            tell(group, "PreparingRebalance", generation(group));
        }

        private synchronized int generation(String group) {
            return generations.getOrDefault(group, 0);
        }

        /** The generation before means that nothing had to change. */
        private void joined(String group, int generation) {
            tell(group, generation == generation(group) ? "Stable" : "CompletingRebalance", generation);
        }

        private void tell(String group, String state, int generation) {
            synchronized (this) {
                boolean same = generation == generation(group) && state.equals(states.get(group));
                boolean again = state.equals("Stable") && "CompletingRebalance".equals(states.get(group));
                if (same || again) {
                    return;
                }
                generations.put(group, generation);
                states.put(group, state);
            }
            events.on(new ClusterEvent.GroupChanged(clock.instant(), group, state, generation));
        }
    }

    private record Pending(RequestHeader header, String group) {}

    private final Groups groups;
    private final Map<Integer, Pending> pending = new HashMap<>();

    /** Look at one connection of a client. */
    public GroupTap(Groups groups) {
        this.groups = groups;
    }

    @Override
    public void request(ByteBuffer frame) {
        if (frame.remaining() < Short.BYTES || frame.getShort(frame.position()) != ApiKeys.JOIN_GROUP.id) {
            return;
        }
        RequestHeader header = RequestHeader.parse(frame);
        if (!header.apiKey().isVersionSupported(header.apiVersion())) {
            return;
        }
        JoinGroupRequestData join = new JoinGroupRequestData(new ByteBufferAccessor(frame), header.apiVersion());
        boolean onlyAsksForItsId = join.memberId().isEmpty()
                && join.groupInstanceId() == null
                && header.apiVersion() >= MEMBER_ID_REQUIRED_SINCE;
        if (!onlyAsksForItsId) {
            pending.put(header.correlationId(), new Pending(header, join.groupId()));
            groups.joining(join.groupId());
        }
    }

    @Override
    public void response(ByteBuffer frame) {
        Pending asked = pending.isEmpty() ? null : pending.remove(frame.getInt(frame.position()));
        if (asked == null) {
            return;
        }
        short version = asked.header.apiVersion();
        ResponseHeader.parse(frame, ApiKeys.JOIN_GROUP.responseHeaderVersion(version));
        JoinGroupResponseData joined = new JoinGroupResponseData(new ByteBufferAccessor(frame), version);
        if (joined.errorCode() == Errors.NONE.code()) {
            groups.joined(asked.group, joined.generationId());
        }
    }
}
