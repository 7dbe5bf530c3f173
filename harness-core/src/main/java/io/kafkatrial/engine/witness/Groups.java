/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.history.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** What readers and groups do: joining, assignments, reading on, committing. Guarded by the {@link Witness}. */
final class Groups {

    /** Finds a partition by its topic's name, or its id. */
    interface Places {
        Optional<PartitionId> find(@Nullable String name, Uuid id, int partition);
    }

    private record Position(String client, PartitionId place) {}

    private final Notes notes;
    private final Members members;
    private final Deliveries deliveries;
    private final Places places;
    private final Map<Position, Long> positions = new HashMap<>();

    Groups(Notes notes, Members members, Deliveries deliveries, Places places) {
        this.notes = notes;
        this.members = members;
        this.deliveries = deliveries;
        this.places = places;
    }

    void asked(String client, ApiMessage request) {
        if (request instanceof OffsetCommitRequestData commit) {
            String consumer = consumer(client, commit.groupId(), commit.memberId());
            commit.topics().forEach(topic -> topic.partitions()
                    .forEach(partition -> places.find(topic.name(), topic.topicId(), partition.partitionIndex())
                            .ifPresent(place -> {
                                passed(commit.groupId(), commit.memberId(), place, partition.committedOffset());
                                notes.write(at -> new Event.CommitInvoked(
                                        at,
                                        consumer,
                                        commit.groupId(),
                                        place.topic(),
                                        place.partition(),
                                        partition.committedOffset()));
                            })));
        } else if (request instanceof LeaveGroupRequestData leave) {
            members.left(leave.groupId(), leave.memberId());
            leave.members().forEach(member -> members.left(leave.groupId(), member.memberId()));
        } else if (request instanceof ConsumerGroupHeartbeatRequestData beat && beat.memberEpoch() < 0) {
            members.left(beat.groupId(), beat.memberId());
        }
    }

    void answered(String client, ApiMessage request, ApiMessage answer) {
        if (answer instanceof JoinGroupResponseData joined && request instanceof JoinGroupRequestData join) {
            joined(client, join, joined);
        } else if (answer instanceof SyncGroupResponseData synced && request instanceof SyncGroupRequestData sync) {
            synced(sync, synced);
        } else if (answer instanceof ConsumerGroupHeartbeatResponseData beaten
                && request instanceof ConsumerGroupHeartbeatRequestData beat) {
            beaten(client, beat, beaten);
        } else if (answer instanceof HeartbeatResponseData beaten && request instanceof HeartbeatRequestData beat) {
            fence(beat.groupId(), beat.memberId(), Errors.forCode(beaten.errorCode()));
        } else if (answer instanceof OffsetCommitResponseData committed
                && request instanceof OffsetCommitRequestData commit) {
            committed(client, commit, committed);
        }
    }

    private void joined(String client, JoinGroupRequestData asked, JoinGroupResponseData answer) {
        if (answer.errorCode() == Errors.NONE.code()
                && (asked.protocolType().isEmpty() || asked.protocolType().equals(ConsumerProtocol.PROTOCOL_TYPE))) {
            Members.Member member = members.joined(asked.groupId(), answer.memberId(), client, "classic");
            Optional<String> instance = Optional.ofNullable(asked.groupInstanceId());
            members.generation(member, answer.memberId(), answer.generationId(), instance);
        }
    }

    private void synced(SyncGroupRequestData asked, SyncGroupResponseData answer) {
        Errors error = Errors.forCode(answer.errorCode());
        Members.Member member = members.find(asked.groupId(), asked.memberId());
        if (error != Errors.NONE || member == null) {
            fence(asked.groupId(), asked.memberId(), error);
            return;
        }
        List<PartitionId> assigned = new ArrayList<>();
        if (answer.assignment().length > 0) {
            ConsumerProtocol.deserializeAssignment(java.nio.ByteBuffer.wrap(answer.assignment()))
                    .partitions()
                    .forEach(place -> assigned.add(new PartitionId(place.topic(), place.partition())));
        }
        members.assigned(member, assigned);
    }

    private void beaten(
            String client, ConsumerGroupHeartbeatRequestData asked, ConsumerGroupHeartbeatResponseData answer) {
        String id = answer.memberId() == null || answer.memberId().isEmpty() ? asked.memberId() : answer.memberId();
        Errors error = Errors.forCode(answer.errorCode());
        if (error != Errors.NONE || asked.memberEpoch() < 0) {
            fence(asked.groupId(), id, error);
            return;
        }
        Members.Member member = members.joined(asked.groupId(), id, client, "consumer");
        members.generation(member, id, answer.memberEpoch(), Optional.ofNullable(asked.instanceId()));
        if (answer.assignment() != null) {
            List<PartitionId> assigned = new ArrayList<>();
            answer.assignment().topicPartitions().forEach(topic -> topic.partitions()
                    .forEach(partition ->
                            places.find(null, topic.topicId(), partition).ifPresent(assigned::add)));
            members.assigned(member, assigned);
        }
    }

    private void fence(String group, String member, Errors error) {
        switch (error) {
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, FENCED_INSTANCE_ID, FENCED_MEMBER_EPOCH, STALE_MEMBER_EPOCH ->
                members.fenced(group, member, error.name());
            default -> {
                // still a member
            }
        }
    }

    private void committed(String client, OffsetCommitRequestData asked, OffsetCommitResponseData answer) {
        String consumer = consumer(client, asked.groupId(), asked.memberId());
        Map<PartitionId, Long> offsets = new HashMap<>();
        asked.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> places.find(topic.name(), topic.topicId(), partition.partitionIndex())
                        .ifPresent(place -> offsets.put(place, partition.committedOffset()))));
        answer.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> places.find(topic.name(), topic.topicId(), partition.partitionIndex())
                        .filter(offsets::containsKey)
                        .ifPresent(place -> {
                            long offset = offsets.getOrDefault(place, -1L);
                            Errors error = Errors.forCode(partition.errorCode());
                            notes.write(at -> error == Errors.NONE
                                    ? new Event.Committed(
                                            at, consumer, asked.groupId(), place.topic(), place.partition(), offset)
                                    : new Event.CommitFailed(
                                            at,
                                            consumer,
                                            asked.groupId(),
                                            place.topic(),
                                            place.partition(),
                                            offset,
                                            error.name()));
                            fence(asked.groupId(), asked.memberId(), error);
                        })));
    }

    private String consumer(String client, String group, @Nullable String member) {
        Members.Member known = members.find(group, member);
        return known == null ? client : known.name;
    }

    /** A commit says that the member has all before this. */
    void passed(String group, @Nullable String member, PartitionId place, long offset) {
        Members.Member known = members.find(group, member);
        if (known != null) {
            deliveries.passed(new Deliveries.Place(known.name, Optional.of(group), place), offset);
        }
    }

    /** A client asks for what begins here. */
    void reads(String client, PartitionId place, long offset, boolean committed) {
        Deliveries.Place reader = reader(client, place);
        members.reader(client, place)
                .ifPresent(member -> members.opened(member, committed ? "read_committed" : "read_uncommitted"));
        deliveries.asked(reader, offset);
        positions.put(new Position(client, place), offset);
    }

    /** An answer with records leaves for a client. */
    void got(String client, PartitionId place, FetchResponseData.PartitionData answer, boolean committed) {
        Long from = positions.get(new Position(client, place));
        if (from != null
                && answer.errorCode() == Errors.NONE.code()
                && answer.records() instanceof MemoryRecords records
                && records.sizeInBytes() > 0) {
            List<FetchResponseData.AbortedTransaction> aborted =
                    !committed || answer.abortedTransactions() == null ? List.of() : answer.abortedTransactions();
            deliveries.answered(reader(client, place), from, records, aborted);
        }
    }

    private Deliveries.Place reader(String client, PartitionId place) {
        return members.reader(client, place)
                .map(member -> new Deliveries.Place(member.name, Optional.of(member.group), place))
                .orElseGet(() -> new Deliveries.Place(client.isEmpty() ? "client" : client, Optional.empty(), place));
    }
}
