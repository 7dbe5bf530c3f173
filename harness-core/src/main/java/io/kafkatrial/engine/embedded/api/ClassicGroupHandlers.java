/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.HeartbeatResponse;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.JoinGroupResponse;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupResponse;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.apache.kafka.common.requests.SyncGroupResponse;
import org.apache.kafka.common.utils.internals.BufferSupplier;

/** JoinGroup 0 to 9, SyncGroup 0 to 5, Heartbeat 0 to 4 and LeaveGroup 0 to 5: membership of classic groups. */
final class ClassicGroupHandlers {

    private final Groups groups;

    ClassicGroupHandlers(Groups groups) {
        this.groups = groups;
    }

    CompletionStage<AbstractResponse> join(JoinGroupRequest request, RequestScope scope) {
        return groups.coordinator()
                .joinGroup(new GroupCaller(scope), request.data(), BufferSupplier.NO_CACHING)
                .thenApply(data -> new JoinGroupResponse(data, scope.version()));
    }

    CompletionStage<AbstractResponse> sync(SyncGroupRequest request, RequestScope scope) {
        if (!request.areMandatoryProtocolTypeAndNamePresent()) {
            throw Errors.INCONSISTENT_GROUP_PROTOCOL.exception();
        }
        return groups.coordinator()
                .syncGroup(new GroupCaller(scope), request.data(), BufferSupplier.NO_CACHING)
                .thenApply(SyncGroupResponse::new);
    }

    CompletionStage<AbstractResponse> heartbeat(HeartbeatRequest request, RequestScope scope) {
        return groups.coordinator()
                .heartbeat(new GroupCaller(scope), request.data())
                .thenApply(HeartbeatResponse::new);
    }

    CompletionStage<AbstractResponse> leave(LeaveGroupRequest request, RequestScope scope) {
        return groups.coordinator()
                .leaveGroup(new GroupCaller(scope), request.normalizedData())
                .thenApply(data -> new LeaveGroupResponse(data, scope.version()));
    }
}
