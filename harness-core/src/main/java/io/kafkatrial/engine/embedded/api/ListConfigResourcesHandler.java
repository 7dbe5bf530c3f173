/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ListConfigResourcesRequest;
import org.apache.kafka.common.requests.ListConfigResourcesResponse;

/**
 * ListConfigResources 0 to 1 (KIP-1142): topics and brokers there are, groups and client metrics that
 * have a configuration.
 */
final class ListConfigResourcesHandler implements Handler<ListConfigResourcesRequest> {

    /** In Kafka's order. */
    private static final List<ConfigResource.Type> TYPES = List.of(
            ConfigResource.Type.GROUP,
            ConfigResource.Type.CLIENT_METRICS,
            ConfigResource.Type.BROKER_LOGGER,
            ConfigResource.Type.BROKER,
            ConfigResource.Type.TOPIC);

    private final BrokerView broker;

    ListConfigResourcesHandler(BrokerView broker) {
        this.broker = broker;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(ListConfigResourcesRequest request, RequestScope scope) {
        Set<Byte> supported = request.supportedResourceTypes();
        Set<Byte> asked = new HashSet<>(request.data().resourceTypes());
        ListConfigResourcesResponseData answer = new ListConfigResourcesResponseData();
        if (!supported.containsAll(asked)) {
            answer.setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        } else {
            List<ListConfigResourcesResponseData.ConfigResource> all = new ArrayList<>();
            for (ConfigResource.Type type : TYPES) {
                if ((asked.isEmpty() ? supported : asked).contains(type.id())) {
                    names(type, scope)
                            .forEach(name -> all.add(new ListConfigResourcesResponseData.ConfigResource()
                                    .setResourceType(type.id())
                                    .setResourceName(name)));
                }
            }
            answer.setConfigResources(all);
        }
        return CompletableFuture.completedFuture(new ListConfigResourcesResponse(answer));
    }

    private Stream<String> names(ConfigResource.Type type, RequestScope scope) {
        return switch (type) {
            case TOPIC -> broker.metadata().getAllTopics().stream();
            case BROKER, BROKER_LOGGER ->
                broker.metadata().getBrokerNodes(scope.listener()).stream().map(node -> Integer.toString(node.id()));
            default ->
                broker.metadata().currentImage().configs().resourceData().keySet().stream()
                        .filter(resource -> resource.type() == type)
                        .map(ConfigResource::name);
        };
    }
}
