/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;

/** What Apache Kafka's {@code ControllerApis} checks of configuration requests before the controller sees them. Stateless. */
final class ConfigRequests {

    private ConfigRequests() {}

    /** A resource as requests spell it. */
    private record Named(byte type, String name) {
        boolean known() {
            return resource().type() != ConfigResource.Type.UNKNOWN;
        }

        ConfigResource resource() {
            return new ConfigResource(ConfigResource.Type.forId(type), name);
        }
    }

    private record Refusal(Named resource, ApiError error) {}

    static CompletableFuture<IncrementalAlterConfigsResponseData> incremental(
            Controller controller, ControllerRequestContext context, IncrementalAlterConfigsRequestData request) {
        List<Named> named = new ArrayList<>();
        request.resources().forEach(r -> named.add(new Named(r.resourceType(), r.resourceName())));
        List<Refusal> refused = refused(named);
        Set<Named> accepted = accepted(named, refused);
        Map<ConfigResource, Map<String, Map.Entry<OpType, String>>> changes = new HashMap<>();
        request.resources().forEach(r -> {
            Named resource = new Named(r.resourceType(), r.resourceName());
            if (accepted.contains(resource)) {
                Map<String, Map.Entry<OpType, String>> operations = new HashMap<>();
                r.configs()
                        .forEach(c -> operations.put(
                                c.name(), new SimpleImmutableEntry<>(OpType.forId(c.configOperation()), c.value())));
                changes.put(resource.resource(), operations);
            }
        });
        return controller
                .incrementalAlterConfigs(context, changes, request.validateOnly(), true)
                .thenApply(results -> {
                    IncrementalAlterConfigsResponseData response = new IncrementalAlterConfigsResponseData();
                    all(refused, results).forEach(each -> response.responses()
                            .add(new IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse()
                                    .setErrorCode(each.error().error().code())
                                    .setErrorMessage(each.error().message())
                                    .setResourceName(each.resource().name())
                                    .setResourceType(each.resource().type())));
                    return response;
                });
    }

    static CompletableFuture<AlterConfigsResponseData> legacy(
            Controller controller, ControllerRequestContext context, AlterConfigsRequestData request) {
        List<Named> named = new ArrayList<>();
        request.resources().forEach(r -> named.add(new Named(r.resourceType(), r.resourceName())));
        List<Refusal> refused = refused(named);
        Set<Named> accepted = accepted(named, refused);
        Map<ConfigResource, Map<String, String>> configs = new HashMap<>();
        request.resources().forEach(r -> {
            Named resource = new Named(r.resourceType(), r.resourceName());
            if (accepted.contains(resource)) {
                Map<String, String> values = new HashMap<>();
                r.configs().forEach(c -> values.put(c.name(), c.value()));
                configs.put(resource.resource(), values);
            }
        });
        return controller
                .legacyAlterConfigs(context, configs, request.validateOnly(), true)
                .thenApply(results -> {
                    AlterConfigsResponseData response = new AlterConfigsResponseData();
                    all(refused, results).forEach(each -> response.responses()
                            .add(new AlterConfigsResponseData.AlterConfigsResourceResponse()
                                    .setErrorCode(each.error().error().code())
                                    .setErrorMessage(each.error().message())
                                    .setResourceName(each.resource().name())
                                    .setResourceType(each.resource().type())));
                    return response;
                });
    }

    private static List<Refusal> refused(List<Named> named) {
        List<Refusal> refused = new ArrayList<>();
        named.stream()
                .filter(resource -> !resource.known())
                .forEach(resource -> refused.add(new Refusal(
                        resource,
                        new ApiError(Errors.UNSUPPORTED_VERSION, "Unknown resource type " + resource.type() + "."))));
        TopicRequests.duplicates(named).stream()
                .filter(Named::known)
                .forEach(resource -> refused.add(
                        new Refusal(resource, new ApiError(Errors.INVALID_REQUEST, "Duplicate resource."))));
        return refused;
    }

    private static Set<Named> accepted(List<Named> named, List<Refusal> refused) {
        Set<Named> accepted = new HashSet<>(named);
        refused.forEach(refusal -> accepted.remove(refusal.resource()));
        return accepted;
    }

    private static List<Refusal> all(List<Refusal> refused, Map<ConfigResource, ApiError> results) {
        List<Refusal> all = new ArrayList<>(refused);
        results.forEach((resource, error) ->
                all.add(new Refusal(new Named(resource.type().id(), resource.name()), error)));
        return all;
    }
}
