/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ShareGroupDescribeRequest;
import org.apache.kafka.common.requests.ShareGroupDescribeResponse;
import org.apache.kafka.common.requests.ShareGroupHeartbeatRequest;
import org.apache.kafka.common.requests.ShareGroupHeartbeatResponse;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.MetadataCache;

/**
 * ShareGroupHeartbeat 1 and ShareGroupDescribe 1: the members of share groups. Refused with
 * UNSUPPORTED_VERSION while the cluster's {@code share.version} is 0, as in Kafka.
 */
final class ShareGroupHandlers {

    private final Groups groups;
    private final MetadataCache metadata;

    ShareGroupHandlers(Groups groups, MetadataCache metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    CompletionStage<AbstractResponse> heartbeat(ShareGroupHeartbeatRequest request, RequestScope scope) {
        ShareHandlers.refuseUnlessEnabled(metadata);
        ShareHandlers.checkMember(request.data().memberId());
        return groups.coordinator()
                .shareGroupHeartbeat(new GroupCaller(scope), request.data())
                .thenApply(ShareGroupHeartbeatResponse::new);
    }

    CompletionStage<AbstractResponse> describe(ShareGroupDescribeRequest request, RequestScope scope) {
        ShareHandlers.refuseUnlessEnabled(metadata);
        return groups.coordinator()
                .shareGroupDescribe(new GroupCaller(scope), request.data().groupIds())
                .thenApply(described -> {
                    if (request.data().includeAuthorizedOperations()) {
                        described.stream()
                                .filter(group -> group.errorCode() == Errors.NONE.code())
                                .forEach(group ->
                                        group.setAuthorizedOperations(AuthorizedOperations.on(ResourceType.GROUP)));
                    }
                    return new ShareGroupDescribeResponse(new ShareGroupDescribeResponseData().setGroups(described));
                });
    }
}
