/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterEvent;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.Deserializer;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataValue;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.ShareGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.ShareGroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.ShareGroupMetadataValue;
import org.apache.kafka.coordinator.group.modern.MemberState;
import org.jspecify.annotations.Nullable;

/**
 * Reads the states of groups from {@code __consumer_offsets}, by the rules of Kafka's own coordinator, and tells
 * changes only. What a coordinator never writes down, a classic group that waits for its members, is not there to be
 * read; that is seen on the wire. Confined to its tail's thread.
 */
final class GroupStates {

    /** A group of KIP-848 or KIP-932 as far as it was read. */
    private static final class Modern {
        private final boolean share;
        private final Map<String, Member> members = new HashMap<>();
        private int epoch;
        private int assignmentEpoch;

        Modern(boolean share) {
            this.share = share;
        }

        String state() {
            if (members.isEmpty()) {
                return "Empty";
            }
            if (share) {
                return "Stable";
            }
            if (epoch > assignmentEpoch) {
                return "Assigning";
            }
            return members.values().stream().allMatch(member -> member.stable && member.epoch == assignmentEpoch)
                    ? "Stable"
                    : "Reconciling";
        }
    }

    private record Member(boolean stable, int epoch) {}

    private record Told(String state, int generation) {}

    private final Deserializer<CoordinatorRecord> serde = new GroupCoordinatorRecordSerde();
    private final Map<String, Modern> groups = new HashMap<>();
    private final Map<String, Told> told = new HashMap<>();
    private final InstantSource clock = InstantSource.system();

    Optional<ClusterEvent> read(ConsumerRecord<byte[], byte[]> record) {
        CoordinatorRecord read;
        try {
            read = serde.deserialize(
                    ByteBuffer.wrap(record.key()), record.value() == null ? null : ByteBuffer.wrap(record.value()));
        } catch (RuntimeException ofAnotherVersion) {
            return Optional.empty();
        }
        ApiMessage value = read.value() == null ? null : read.value().message();
        if (read.key() instanceof GroupMetadataKey key) {
            return classic(key.group(), (GroupMetadataValue) value);
        }
        return modern(read.key(), value);
    }

    private Optional<ClusterEvent> classic(String group, @Nullable GroupMetadataValue value) {
        if (value == null) {
            return dead(group);
        }
        return tell(group, value.members().isEmpty() ? "Empty" : "Stable", value.generation());
    }

    private Optional<ClusterEvent> modern(ApiMessage key, @Nullable ApiMessage value) {
        if (key instanceof ConsumerGroupMetadataKey of) {
            return epoch(of.groupId(), value == null ? null : ((ConsumerGroupMetadataValue) value).epoch(), false);
        } else if (key instanceof ShareGroupMetadataKey of) {
            return epoch(of.groupId(), value == null ? null : ((ShareGroupMetadataValue) value).epoch(), true);
        } else if (key instanceof ShareGroupMemberMetadataKey of) {
            return member(group(of.groupId(), true), of.groupId(), of.memberId(), value != null);
        } else if (key instanceof ConsumerGroupMemberMetadataKey of) {
            return member(group(of.groupId(), false), of.groupId(), of.memberId(), value != null);
        } else if (key instanceof ConsumerGroupTargetAssignmentMetadataKey of && value != null) {
            group(of.groupId(), false).assignmentEpoch =
                    ((ConsumerGroupTargetAssignmentMetadataValue) value).assignmentEpoch();
            return look(of.groupId());
        } else if (key instanceof ConsumerGroupCurrentMemberAssignmentKey of && value != null) {
            ConsumerGroupCurrentMemberAssignmentValue now = (ConsumerGroupCurrentMemberAssignmentValue) value;
            boolean stable = MemberState.fromValue(now.state()) == MemberState.STABLE;
            group(of.groupId(), false).members.replace(of.memberId(), new Member(stable, now.memberEpoch()));
            return look(of.groupId());
        }
        return Optional.empty();
    }

    private Modern group(String group, boolean share) {
        return groups.computeIfAbsent(group, name -> new Modern(share));
    }

    private Optional<ClusterEvent> epoch(String group, @Nullable Integer epoch, boolean share) {
        if (epoch == null) {
            return dead(group);
        }
        group(group, share).epoch = epoch;
        return look(group);
    }

    private Optional<ClusterEvent> member(Modern group, String name, String member, boolean there) {
        if (there) {
            group.members.putIfAbsent(member, new Member(false, 0));
        } else {
            group.members.remove(member);
        }
        return look(name);
    }

    private Optional<ClusterEvent> look(String name) {
        Modern group = groups.get(name);
        return group == null ? Optional.empty() : tell(name, group.state(), group.epoch);
    }

    private Optional<ClusterEvent> dead(String group) {
        groups.remove(group);
        Told before = told.remove(group);
        return before == null
                ? Optional.empty()
                : Optional.of(new ClusterEvent.GroupChanged(clock.instant(), group, "Dead", before.generation()));
    }

    private Optional<ClusterEvent> tell(String group, String state, int generation) {
        Told now = new Told(state, generation);
        return now.equals(told.put(group, now))
                ? Optional.empty()
                : Optional.of(new ClusterEvent.GroupChanged(clock.instant(), group, state, generation));
    }
}
