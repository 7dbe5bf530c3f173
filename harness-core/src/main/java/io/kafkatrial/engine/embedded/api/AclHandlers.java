/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.CreateAclsResponseData.AclCreationResult;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.CreateAclsRequest;
import org.apache.kafka.common.requests.CreateAclsResponse;
import org.apache.kafka.common.requests.DeleteAclsRequest;
import org.apache.kafka.common.requests.DeleteAclsResponse;
import org.apache.kafka.common.requests.DescribeAclsRequest;
import org.apache.kafka.common.requests.DescribeAclsResponse;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.server.authorizer.AclCreateResult;

/**
 * DescribeAcls, CreateAcls and DeleteAcls 1 to 3. The ACLs live in the cluster's metadata, where the
 * active controller writes them and every broker reads them; a cluster without an authorizer refuses
 * all three, as Kafka does: ACLs nobody enforces would only seem to protect.
 */
final class AclHandlers {

    private final BrokerView broker;
    private final Controllers controllers;

    AclHandlers(BrokerView broker, Controllers controllers) {
        this.broker = broker;
        this.controllers = controllers;
    }

    void register(Handlers handlers) {
        handlers.on(ApiKeys.DESCRIBE_ACLS, DescribeAclsRequest.class, this::describe)
                .on(ApiKeys.CREATE_ACLS, CreateAclsRequest.class, this::create)
                .on(ApiKeys.DELETE_ACLS, DeleteAclsRequest.class, this::delete);
    }

    private void requireAuthorizer(String otherwise) {
        if (!broker.config().hasAuthorizer()) {
            throw new SecurityDisabledException(otherwise);
        }
    }

    private CompletionStage<AbstractResponse> describe(DescribeAclsRequest request, RequestScope scope) {
        requireAuthorizer("No Authorizer is configured on the broker");
        List<AclBinding> found = broker.metadata().currentImage().acls().acls().values().stream()
                .map(StandardAcl::toBinding)
                .filter(request.filter()::matches)
                .toList();
        return CompletableFuture.completedFuture(new DescribeAclsResponse(
                new DescribeAclsResponseData().setResources(DescribeAclsResponse.aclsResources(found)),
                request.version()));
    }

    private CompletionStage<AbstractResponse> create(CreateAclsRequest request, RequestScope scope) {
        requireAuthorizer("No Authorizer is configured.");
        List<AclBinding> wanted = request.aclCreations().stream()
                .map(CreateAclsRequest::aclBinding)
                .toList();
        Map<AclBinding, AclCreateResult> results = new LinkedHashMap<>();
        List<AclBinding> valid = new ArrayList<>();
        for (AclBinding binding : wanted) {
            try {
                check(binding);
                valid.add(binding);
            } catch (ApiException e) {
                results.put(binding, new AclCreateResult(e));
            }
        }
        return controllers
                .call(scope, (controller, context) -> controller.createAcls(context, valid))
                .thenApply(created -> {
                    for (int i = 0; i < created.size(); i++) {
                        results.putIfAbsent(valid.get(i), created.get(i));
                    }
                    List<AclCreationResult> all = new ArrayList<>();
                    wanted.forEach(binding -> all.add(outcome(requireNonNull(results.get(binding)))));
                    return new CreateAclsResponse(new CreateAclsResponseData().setResults(all));
                });
    }

    private static void check(AclBinding binding) {
        String name = binding.pattern().name();
        if (binding.pattern().resourceType() == ResourceType.CLUSTER && !name.equals(Resource.CLUSTER_NAME)) {
            throw new InvalidRequestException(
                    "The only valid name for the CLUSTER resource is " + Resource.CLUSTER_NAME);
        }
        if (name.isEmpty()) {
            throw new InvalidRequestException("Invalid empty resource name");
        }
    }

    private static AclCreationResult outcome(AclCreateResult result) {
        AclCreationResult outcome = new AclCreationResult();
        result.exception()
                .map(ApiError::fromThrowable)
                .ifPresent(error -> outcome.setErrorCode(error.error().code()).setErrorMessage(error.message()));
        return outcome;
    }

    private CompletionStage<AbstractResponse> delete(DeleteAclsRequest request, RequestScope scope) {
        requireAuthorizer("No Authorizer is configured.");
        return controllers
                .call(scope, (controller, context) -> controller.deleteAcls(context, request.filters()))
                .thenApply(deleted -> new DeleteAclsResponse(
                        new DeleteAclsResponseData()
                                .setFilterResults(deleted.stream()
                                        .map(DeleteAclsResponse::filterResult)
                                        .toList()),
                        request.version()));
    }
}
