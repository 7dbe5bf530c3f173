/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.DeleteGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.StreamsGroupDescribeRequest;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatRequest;
import org.apache.kafka.common.requests.StreamsGroupTopologyDescriptionUpdateRequest;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.apache.kafka.metadata.MetadataCache;

/** The handlers of everything about groups: finding their coordinator, members, offsets, descriptions. */
public final class GroupHandlers {

    private GroupHandlers() {}

    /**
     * Register them.
     *
     * @param handlers where to
     * @param groups the broker's groups
     * @param transactions the partition of {@code __transaction_state} of a transactional id, for FindCoordinator
     * @param metadata the committed metadata the broker knows
     * @param newTopics creates topics groups need and that do not exist
     */
    public static void register(
            Handlers handlers,
            Groups groups,
            ToIntFunction<String> transactions,
            MetadataCache metadata,
            NewTopics newTopics) {
        handlers.on(
                ApiKeys.FIND_COORDINATOR,
                FindCoordinatorRequest.class,
                new FindCoordinatorHandler(groups, transactions, metadata, newTopics.internal()));
        registerMembership(handlers, new ClassicGroupHandlers(groups), new ConsumerGroupHandlers(groups, metadata));
        registerStreams(handlers, new StreamsGroupHandlers(groups, metadata, newTopics.streams()));
        registerOffsets(handlers, groups, metadata);
        registerAdministration(handlers, new GroupAdminHandlers(groups));
    }

    private static void registerMembership(
            Handlers handlers, ClassicGroupHandlers classic, ConsumerGroupHandlers consumer) {
        handlers.on(ApiKeys.JOIN_GROUP, JoinGroupRequest.class, classic::join)
                .on(ApiKeys.SYNC_GROUP, SyncGroupRequest.class, classic::sync)
                .on(ApiKeys.HEARTBEAT, HeartbeatRequest.class, classic::heartbeat)
                .on(ApiKeys.LEAVE_GROUP, LeaveGroupRequest.class, classic::leave)
                .on(ApiKeys.CONSUMER_GROUP_HEARTBEAT, ConsumerGroupHeartbeatRequest.class, consumer::heartbeat)
                .on(ApiKeys.CONSUMER_GROUP_DESCRIBE, ConsumerGroupDescribeRequest.class, consumer::describe);
    }

    private static void registerStreams(Handlers handlers, StreamsGroupHandlers streams) {
        handlers.on(ApiKeys.STREAMS_GROUP_HEARTBEAT, StreamsGroupHeartbeatRequest.class, streams::heartbeat)
                .on(ApiKeys.STREAMS_GROUP_DESCRIBE, StreamsGroupDescribeRequest.class, streams::describe)
                .on(
                        ApiKeys.STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE,
                        StreamsGroupTopologyDescriptionUpdateRequest.class,
                        streams::describeTopology);
    }

    private static void registerOffsets(Handlers handlers, Groups groups, MetadataCache metadata) {
        handlers.on(ApiKeys.OFFSET_COMMIT, OffsetCommitRequest.class, new OffsetCommitHandler(groups, metadata))
                .on(ApiKeys.OFFSET_FETCH, OffsetFetchRequest.class, new OffsetFetchHandler(groups, metadata))
                .on(ApiKeys.OFFSET_DELETE, OffsetDeleteRequest.class, new OffsetDeleteHandler(groups, metadata));
    }

    private static void registerAdministration(Handlers handlers, GroupAdminHandlers admin) {
        handlers.on(ApiKeys.DESCRIBE_GROUPS, DescribeGroupsRequest.class, admin::describe)
                .on(ApiKeys.LIST_GROUPS, ListGroupsRequest.class, admin::list)
                .on(ApiKeys.DELETE_GROUPS, DeleteGroupsRequest.class, admin::delete);
    }

    /**
     * How topics come to be that groups need.
     *
     * @param internal told the name of an internal topic that somebody needs and that does not exist; asks
     *     the controller for it, once at a time
     * @param streams creates the topics of streams groups
     */
    public record NewTopics(Consumer<String> internal, StreamsTopics streams) {}
}
