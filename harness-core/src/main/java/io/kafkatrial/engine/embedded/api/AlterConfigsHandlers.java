/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.ConfigChangeRules.Change;
import io.kafkatrial.engine.embedded.api.ConfigChangeRules.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterConfigsRequest;
import org.apache.kafka.common.requests.AlterConfigsResponse;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.IncrementalAlterConfigsRequest;
import org.apache.kafka.common.requests.IncrementalAlterConfigsResponse;

/**
 * IncrementalAlterConfigs 0 to 1 and AlterConfigs 0 to 2: what the broker refuses itself and what the
 * controller says, put together in the order of the request.
 */
final class AlterConfigsHandlers {

    private static final ApiError TWICE =
            new ApiError(Errors.INVALID_REQUEST, "Each resource must appear at most once.");

    private final ConfigChangeRules rules;
    private final Controllers controllers;

    AlterConfigsHandlers(BrokerView broker, Controllers controllers) {
        this.rules = new ConfigChangeRules(broker);
        this.controllers = controllers;
    }

    void register(Handlers handlers) {
        handlers.on(ApiKeys.INCREMENTAL_ALTER_CONFIGS, IncrementalAlterConfigsRequest.class, this::incremental)
                .on(ApiKeys.ALTER_CONFIGS, AlterConfigsRequest.class, this::legacy);
    }

    private CompletionStage<AbstractResponse> incremental(IncrementalAlterConfigsRequest request, RequestScope scope) {
        List<Change> changes = new ArrayList<>();
        request.data()
                .resources()
                .forEach(it -> changes.add(new Change(
                        new Target(it.resourceType(), it.resourceName()),
                        true,
                        it.configs().stream()
                                .map(op -> new Op(op.name(), op.configOperation(), op.value()))
                                .toList())));
        return apply(changes, accepted -> askIncremental(request.data(), accepted))
                .thenApply(errors -> {
                    IncrementalAlterConfigsResponseData answer = new IncrementalAlterConfigsResponseData();
                    errors.forEach(each -> answer.responses()
                            .add(new IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse()
                                    .setResourceType(each.target().type())
                                    .setResourceName(each.target().name())
                                    .setErrorCode(each.error().error().code())
                                    .setErrorMessage(each.error().message())));
                    return new IncrementalAlterConfigsResponse(answer);
                });
    }

    private CompletionStage<Map<Target, ApiError>> askIncremental(
            IncrementalAlterConfigsRequestData request, Set<Target> accepted) {
        IncrementalAlterConfigsRequestData forwarded =
                new IncrementalAlterConfigsRequestData().setValidateOnly(request.validateOnly());
        request.resources().stream()
                .filter(it -> accepted.contains(new Target(it.resourceType(), it.resourceName())))
                .forEach(it -> forwarded.resources().add(it.duplicate()));
        return controllers.incrementalAlterConfigs(forwarded).thenApply(answer -> {
            Map<Target, ApiError> errors = new HashMap<>();
            answer.responses()
                    .forEach(it -> errors.put(
                            new Target(it.resourceType(), it.resourceName()),
                            new ApiError(it.errorCode(), it.errorMessage())));
            return errors;
        });
    }

    private CompletionStage<AbstractResponse> legacy(AlterConfigsRequest request, RequestScope scope) {
        List<Change> changes = new ArrayList<>();
        request.data()
                .resources()
                .forEach(it -> changes.add(new Change(
                        new Target(it.resourceType(), it.resourceName()),
                        false,
                        it.configs().stream()
                                .map(op -> new Op(op.name(), OpType.SET.id(), op.value()))
                                .toList())));
        return apply(changes, accepted -> askLegacy(request.data(), accepted)).thenApply(errors -> {
            AlterConfigsResponseData answer = new AlterConfigsResponseData();
            errors.forEach(each -> answer.responses()
                    .add(new AlterConfigsResponseData.AlterConfigsResourceResponse()
                            .setResourceType(each.target().type())
                            .setResourceName(each.target().name())
                            .setErrorCode(each.error().error().code())
                            .setErrorMessage(each.error().message())));
            return new AlterConfigsResponse(answer);
        });
    }

    private CompletionStage<Map<Target, ApiError>> askLegacy(AlterConfigsRequestData request, Set<Target> accepted) {
        AlterConfigsRequestData forwarded = new AlterConfigsRequestData().setValidateOnly(request.validateOnly());
        request.resources().stream()
                .filter(it -> accepted.contains(new Target(it.resourceType(), it.resourceName())))
                .forEach(it -> forwarded.resources().add(it.duplicate()));
        return controllers.legacyAlterConfigs(forwarded).thenApply(answer -> {
            Map<Target, ApiError> errors = new HashMap<>();
            answer.responses()
                    .forEach(it -> errors.put(
                            new Target(it.resourceType(), it.resourceName()),
                            new ApiError(it.errorCode(), it.errorMessage())));
            return errors;
        });
    }

    /** The outcome of each change, in the order of the request. */
    private CompletionStage<List<Outcome>> apply(
            List<Change> changes, Function<Set<Target>, CompletionStage<Map<Target, ApiError>>> controller) {
        Map<Target, ApiError> refused = new HashMap<>();
        Map<Target, Change> accepted = new LinkedHashMap<>();
        for (Change change : changes) {
            if (accepted.putIfAbsent(change.target(), change) != null) {
                refused.put(change.target(), TWICE);
            }
        }
        accepted.forEach((target, change) -> {
            if (!refused.containsKey(target)) {
                rules.refusal(change).ifPresent(error -> refused.put(target, error));
            }
        });
        accepted.keySet().removeAll(refused.keySet());
        CompletionStage<Map<Target, ApiError>> answers =
                accepted.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : controller.apply(accepted.keySet());
        return answers.thenApply(answered -> changes.stream()
                .map(Change::target)
                .map(it -> new Outcome(it, refused.getOrDefault(it, answered.getOrDefault(it, noAnswer()))))
                .toList());
    }

    private static ApiError noAnswer() {
        return new ApiError(Errors.UNKNOWN_SERVER_ERROR, "The controller returned no result for this resource.");
    }

    /** A resource, its type as on the wire. */
    record Target(byte type, String name) {}

    private record Outcome(Target target, ApiError error) {}
}
