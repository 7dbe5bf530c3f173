/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.share.persister.NoOpStatePersister;

/** One broker's groups on a manual loop, and short forms of the requests of a client. */
final class BrokerFixture {

    static final String TOPIC = "orders";
    static final Uuid TOPIC_ID = new Uuid(7, 7);
    static final int PARTITIONS = 4;

    final ManualLoop loop = new ManualLoop();
    final List<String> commits = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    final MemoryLog.View log;
    final Groups groups;
    private MetadataImage image = MetadataImage.EMPTY;

    BrokerFixture(int id, MemoryLog disk) {
        this(id, disk, Map.of());
    }

    BrokerFixture(int id, MemoryLog disk, Map<String, String> config) {
        log = disk.view();
        groups = new Groups(
                new GroupSettings(id, config),
                loop,
                new GroupPorts(
                        log,
                        (group, partition, offset) -> commits.add(group + " " + partition + "@" + offset),
                        (group, state, generation) -> states.add(group + " " + state + "@" + generation),
                        new NoOpStatePersister(),
                        new NoLogEnds()));
        log.tell(groups);
        change(delta -> {
            delta.replay(new TopicRecord().setName(TOPIC).setTopicId(TOPIC_ID));
            for (int i = 0; i < PARTITIONS; i++) {
                delta.replay(new PartitionRecord()
                        .setTopicId(TOPIC_ID)
                        .setPartitionId(i)
                        .setReplicas(List.of(1))
                        .setIsr(List.of(1))
                        .setLeader(1)
                        .setLeaderEpoch(0)
                        .setPartitionEpoch(0));
            }
        });
    }

    /** Change the metadata. */
    void change(Consumer<MetadataDelta> change) {
        MetadataDelta delta = new MetadataDelta.Builder().setImage(image).build();
        change.accept(delta);
        image = delta.apply(new MetadataProvenance(image.offset() + 1, 1, 1, true));
        groups.onMetadata(delta, image);
        loop.runAll();
    }

    /** Become the leader of all partitions of {@code __consumer_offsets}, and load them. */
    BrokerFixture elected(int leaderEpoch) {
        for (int i = 0; i < groups.settings().offsetsPartitions(); i++) {
            groups.onLeader(i, leaderEpoch);
        }
        loop.runAll();
        return this;
    }

    void resign(int leaderEpoch) {
        log.stopLeading();
        for (int i = 0; i < groups.settings().offsetsPartitions(); i++) {
            groups.onResigned(i, OptionalInt.of(leaderEpoch));
        }
        loop.runAll();
    }

    CompletableFuture<JoinGroupResponseData> join(String group, String member) {
        JoinGroupRequestProtocolCollection protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestProtocol()
                .setName("range")
                .setMetadata(ConsumerProtocol.serializeSubscription(new Subscription(List.of(TOPIC)))
                        .array()));
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(group)
                .setMemberId(member)
                .setProtocolType("consumer")
                .setSessionTimeoutMs(1000)
                .setRebalanceTimeoutMs(5000)
                .setProtocols(protocols);
        return groups.coordinator().joinGroup(caller(ApiKeys.JOIN_GROUP), request, BufferSupplier.NO_CACHING);
    }

    /** Join to the end: ask for a member id, and join with it. */
    JoinGroupResponseData joined(String group) {
        JoinGroupResponseData refused = now(join(group, ""));
        assertThat(refused.errorCode()).isEqualTo(Errors.MEMBER_ID_REQUIRED.code());
        return now(join(group, refused.memberId()));
    }

    SyncGroupResponseData sync(String group, JoinGroupResponseData joined, byte[] assignment) {
        return now(groups.coordinator()
                .syncGroup(
                        caller(ApiKeys.SYNC_GROUP),
                        new SyncGroupRequestData()
                                .setGroupId(group)
                                .setMemberId(joined.memberId())
                                .setGenerationId(joined.generationId())
                                .setProtocolType("consumer")
                                .setProtocolName("range")
                                .setAssignments(List.of(new SyncGroupRequestAssignment()
                                        .setMemberId(joined.memberId())
                                        .setAssignment(assignment))),
                        BufferSupplier.NO_CACHING));
    }

    Errors heartbeat(String group, JoinGroupResponseData joined) {
        return Errors.forCode(now(groups.coordinator()
                        .heartbeat(
                                caller(ApiKeys.HEARTBEAT),
                                new HeartbeatRequestData()
                                        .setGroupId(group)
                                        .setMemberId(joined.memberId())
                                        .setGenerationId(joined.generationId())))
                .errorCode());
    }

    CompletableFuture<OffsetCommitResponseData> commit(String group, String member, int generation, long offset) {
        return commit(group, member, generation, new OffsetCommitRequestPartition().setCommittedOffset(offset));
    }

    /** Commit without a member, with metadata. */
    CompletableFuture<OffsetCommitResponseData> commitWithMetadata(String group, String metadata) {
        return commit(group, "", -1, new OffsetCommitRequestPartition().setCommittedMetadata(metadata));
    }

    private CompletableFuture<OffsetCommitResponseData> commit(
            String group, String member, int generation, OffsetCommitRequestPartition partition) {
        return groups.commitOffsets(
                caller(ApiKeys.OFFSET_COMMIT),
                new OffsetCommitRequestData()
                        .setGroupId(group)
                        .setMemberId(member)
                        .setGenerationIdOrMemberEpoch(generation)
                        .setTopics(List.of(new OffsetCommitRequestTopic()
                                .setName(TOPIC)
                                .setTopicId(TOPIC_ID)
                                .setPartitions(List.of(partition.setPartitionIndex(0))))));
    }

    /** Commit without a member, as a simple consumer does. */
    CompletableFuture<OffsetCommitResponseData> commit(String group, long offset) {
        return commit(group, "", -1, offset);
    }

    static Errors error(OffsetCommitResponseData response) {
        return Errors.forCode(response.topics().get(0).partitions().get(0).errorCode());
    }

    long committed(String group) {
        return now(groups.coordinator()
                        .fetchOffsets(
                                caller(ApiKeys.OFFSET_FETCH),
                                new OffsetFetchRequestGroup()
                                        .setGroupId(group)
                                        .setTopics(List.of(new OffsetFetchRequestTopics()
                                                .setName(TOPIC)
                                                .setTopicId(TOPIC_ID)
                                                .setPartitionIndexes(List.of(0)))),
                                false))
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .committedOffset();
    }

    ConsumerGroupHeartbeatResponseData heartbeat848(String group, String member, int epoch) {
        ConsumerGroupHeartbeatRequestData request = new ConsumerGroupHeartbeatRequestData()
                .setGroupId(group)
                .setMemberId(member)
                .setMemberEpoch(epoch)
                .setTopicPartitions(List.of());
        if (epoch == 0) {
            request.setRebalanceTimeoutMs(5000).setSubscribedTopicNames(List.of(TOPIC));
        }
        return now(groups.coordinator().consumerGroupHeartbeat(caller(ApiKeys.CONSUMER_GROUP_HEARTBEAT), request));
    }

    /** The result, after the loop has done all there is to do now. */
    <T> T now(CompletableFuture<T> future) {
        loop.runAll();
        assertThat(future).as("answered").isDone();
        return future.join();
    }

    static AuthorizableRequestContext caller(ApiKeys key) {
        return new Caller(key);
    }

    private record Caller(ApiKeys key) implements AuthorizableRequestContext {
        @Override
        public String listenerName() {
            return "PLAINTEXT";
        }

        @Override
        public SecurityProtocol securityProtocol() {
            return SecurityProtocol.PLAINTEXT;
        }

        @Override
        public KafkaPrincipal principal() {
            return KafkaPrincipal.ANONYMOUS;
        }

        @Override
        public InetAddress clientAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public int requestType() {
            return key.id;
        }

        @Override
        public int requestVersion() {
            return key.latestVersion();
        }

        @Override
        public String clientId() {
            return "client";
        }

        @Override
        public int correlationId() {
            return 1;
        }
    }
}
