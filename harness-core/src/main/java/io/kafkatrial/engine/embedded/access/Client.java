/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import io.kafkatrial.engine.embedded.api.GroupCaller;
import io.kafkatrial.engine.embedded.api.Handler;
import io.kafkatrial.engine.embedded.api.RequestScope;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.security.authorizer.AclEntry;

/** One request's client, and what it may do. Confined to the broker's loop, used once. */
record Client(RequestScope scope) {

    static final int NOT_ASKED = Integer.MIN_VALUE;

    boolean may(AclOperation operation, ResourceType type, String name) {
        return scope.access().allows(new GroupCaller(scope), operation, type, name);
    }

    boolean mayOnCluster(AclOperation operation) {
        return may(operation, ResourceType.CLUSTER, Resource.CLUSTER_NAME);
    }

    boolean mayOnSome(AclOperation operation, ResourceType type) {
        return scope.access().allowsSome(new GroupCaller(scope), operation, type);
    }

    void needCluster(AclOperation operation) {
        if (!mayOnCluster(operation)) {
            throw new ClusterAuthorizationException(
                    "Request " + scope.header() + " needs " + operation + " permission.");
        }
    }

    void needGroup(AclOperation operation, String group) {
        need(may(operation, ResourceType.GROUP, group), Errors.GROUP_AUTHORIZATION_FAILED);
    }

    void needTransaction(AclOperation operation, String transaction) {
        need(may(operation, ResourceType.TRANSACTIONAL_ID, transaction), Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }

    static void need(boolean allowed, Errors otherwise) {
        if (!allowed) {
            throw otherwise.exception();
        }
    }

    /** The bits of what the client may do with a resource (KIP-430), where somebody asked. */
    int operations(int shown, ResourceType type, String name) {
        if (shown == NOT_ASKED) {
            return NOT_ASKED;
        }
        return Utils.to32BitField(AclEntry.supportedOperations(type).stream()
                .filter(operation -> may(operation, type, name))
                .map(AclOperation::code)
                .collect(Collectors.toSet()));
    }

    /** Let the handler answer, and change its answer; what it throws becomes the request's error response first. */
    <Q extends AbstractRequest, R extends AbstractResponse> CompletionStage<R> then(
            Q request, Handler<Q> handler, Class<R> type, Consumer<R> change) {
        return handler.handle(request, scope).handle((response, failure) -> {
            R answer = type.cast(failure == null ? response : request.getErrorResponse(cause(failure)));
            change.accept(answer);
            return answer;
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
