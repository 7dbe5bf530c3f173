/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import io.kafkatrial.engine.embedded.share.ShareLeader;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.ShareAcknowledgeRequest;
import org.apache.kafka.common.requests.ShareFetchRequest;
import org.apache.kafka.common.requests.ShareGroupDescribeRequest;
import org.apache.kafka.common.requests.ShareGroupHeartbeatRequest;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.server.common.ShareVersion;

/** The handlers of share groups (KIP-932): members, records, offsets. */
public final class ShareHandlers {

    private static final int LONGEST_MEMBER_ID = 36;

    private ShareHandlers() {}

    /**
     * What they ask.
     *
     * @param groups the groups the broker coordinates
     * @param leader the share partitions the broker leads, built when first asked for
     */
    public record Services(Groups groups, Supplier<ShareLeader> leader) {}

    /** Register them, in a way that loads none of their classes before the first request. */
    public static void register(Handlers handlers, BrokerView broker, Services services) {
        registerGroups(handlers, broker, services);
        handlers.on(ApiKeys.SHARE_FETCH, ShareFetchRequest.class, (request, scope) -> new ShareFetchHandler(
                                broker, services.leader())
                        .handle(request, scope))
                .on(
                        ApiKeys.SHARE_ACKNOWLEDGE,
                        ShareAcknowledgeRequest.class,
                        (request, scope) ->
                                new ShareAcknowledgeHandler(broker, services.leader()).handle(request, scope));
    }

    private static void registerGroups(Handlers handlers, BrokerView broker, Services services) {
        handlers.on(
                        ApiKeys.SHARE_GROUP_HEARTBEAT,
                        ShareGroupHeartbeatRequest.class,
                        (request, scope) ->
                                new ShareGroupHandlers(services.groups(), broker.metadata()).heartbeat(request, scope))
                .on(
                        ApiKeys.SHARE_GROUP_DESCRIBE,
                        ShareGroupDescribeRequest.class,
                        (request, scope) ->
                                new ShareGroupHandlers(services.groups(), broker.metadata()).describe(request, scope))
                .on(
                        ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS,
                        DescribeShareGroupOffsetsRequest.class,
                        (request, scope) ->
                                new ShareOffsetsHandlers(services.groups(), broker.metadata()).describe(request, scope))
                .on(
                        ApiKeys.ALTER_SHARE_GROUP_OFFSETS,
                        AlterShareGroupOffsetsRequest.class,
                        (request, scope) ->
                                new ShareOffsetsHandlers(services.groups(), broker.metadata()).alter(request, scope))
                .on(
                        ApiKeys.DELETE_SHARE_GROUP_OFFSETS,
                        DeleteShareGroupOffsetsRequest.class,
                        (request, scope) ->
                                new ShareOffsetsHandlers(services.groups(), broker.metadata()).delete(request, scope));
    }

    /** Whether the cluster's {@code share.version} lets share groups be. */
    static boolean areEnabled(MetadataCache metadata) {
        short level = metadata.features().finalizedFeatures().getOrDefault(ShareVersion.FEATURE_NAME, (short) 0);
        return ShareVersion.fromFeatureLevel(level).supportsShareGroups();
    }

    static void refuseUnlessEnabled(MetadataCache metadata) {
        if (!areEnabled(metadata)) {
            throw Errors.UNSUPPORTED_VERSION.exception();
        }
    }

    static void checkMember(String member) {
        if (member == null || member.isEmpty() || member.length() > LONGEST_MEMBER_ID) {
            throw Errors.INVALID_REQUEST.exception("Invalid member id in the request.");
        }
    }

    static void checkGroup(String group) {
        if (group == null) {
            throw Errors.INVALID_REQUEST.exception("Invalid group id in the request.");
        }
    }
}
