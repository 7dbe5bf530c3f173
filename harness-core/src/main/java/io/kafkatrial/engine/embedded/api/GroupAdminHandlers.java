/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.group.Groups;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DeleteGroupsRequest;
import org.apache.kafka.common.requests.DeleteGroupsResponse;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsResponse;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.ListGroupsResponse;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.internals.BufferSupplier;

/** DescribeGroups 0 to 6, ListGroups 0 to 5 and DeleteGroups 0 to 3. */
final class GroupAdminHandlers {

    private static final int FIRST_WITH_OPERATIONS = 3;

    private final Groups groups;

    GroupAdminHandlers(Groups groups) {
        this.groups = groups;
    }

    CompletionStage<AbstractResponse> describe(DescribeGroupsRequest request, RequestScope scope) {
        boolean withOperations =
                scope.version() >= FIRST_WITH_OPERATIONS && request.data().includeAuthorizedOperations();
        return groups.coordinator()
                .describeGroups(new GroupCaller(scope), request.data().groups())
                .thenApply(described -> {
                    if (withOperations) {
                        addOperations(described);
                    }
                    return new DescribeGroupsResponse(new DescribeGroupsResponseData().setGroups(described));
                });
    }

    CompletionStage<AbstractResponse> list(ListGroupsRequest request, RequestScope scope) {
        return groups.coordinator()
                .listGroups(new GroupCaller(scope), request.data())
                .thenApply(ListGroupsResponse::new);
    }

    CompletionStage<AbstractResponse> delete(DeleteGroupsRequest request, RequestScope scope) {
        List<String> names = request.data().groupsNames().stream().distinct().toList();
        return groups.coordinator()
                .deleteGroups(new GroupCaller(scope), names, BufferSupplier.NO_CACHING)
                .thenApply(results -> new DeleteGroupsResponse(new DeleteGroupsResponseData().setResults(results)));
    }

    private static void addOperations(List<DescribedGroup> described) {
        described.stream()
                .filter(group -> group.errorCode() == Errors.NONE.code())
                .forEach(group -> group.setAuthorizedOperations(AuthorizedOperations.on(ResourceType.GROUP)));
    }
}
