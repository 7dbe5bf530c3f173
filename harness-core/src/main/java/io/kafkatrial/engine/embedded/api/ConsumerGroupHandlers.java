/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupDescribeResponse;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatResponse;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.coordinator.group.Group;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.server.common.GroupVersion;

/**
 * ConsumerGroupHeartbeat 0 to 1 and ConsumerGroupDescribe 0 to 1: KIP-848 groups. Refused with
 * UNSUPPORTED_VERSION while the cluster's {@code group.version} is 0, as in Kafka.
 */
final class ConsumerGroupHandlers {

    private final Groups groups;
    private final MetadataCache metadata;

    ConsumerGroupHandlers(Groups groups, MetadataCache metadata) {
        this.groups = groups;
        this.metadata = metadata;
    }

    CompletionStage<AbstractResponse> heartbeat(ConsumerGroupHeartbeatRequest request, RequestScope scope) {
        refuseUnlessEnabled();
        return groups.coordinator()
                .consumerGroupHeartbeat(new GroupCaller(scope), request.data())
                .thenApply(ConsumerGroupHeartbeatResponse::new);
    }

    CompletionStage<AbstractResponse> describe(ConsumerGroupDescribeRequest request, RequestScope scope) {
        refuseUnlessEnabled();
        return groups.coordinator()
                .consumerGroupDescribe(new GroupCaller(scope), request.data().groupIds())
                .thenApply(described -> {
                    if (request.data().includeAuthorizedOperations()) {
                        described.stream()
                                .filter(group -> group.errorCode() == Errors.NONE.code())
                                .forEach(group ->
                                        group.setAuthorizedOperations(AuthorizedOperations.on(ResourceType.GROUP)));
                    }
                    return new ConsumerGroupDescribeResponse(
                            new ConsumerGroupDescribeResponseData().setGroups(described));
                });
    }

    private void refuseUnlessEnabled() {
        short level = metadata.features().finalizedFeatures().getOrDefault(GroupVersion.FEATURE_NAME, (short) 0);
        if (level < GroupVersion.GV_1.featureLevel() || !groups.settings().serves(Group.GroupType.CONSUMER)) {
            throw Errors.UNSUPPORTED_VERSION.exception();
        }
    }
}
