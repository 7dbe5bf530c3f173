/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.EndpointType;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBrokerCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.DescribeClusterRequest;
import org.apache.kafka.common.requests.DescribeClusterResponse;
import org.apache.kafka.common.resource.ResourceType;

/** DescribeCluster 0 to 2: the registered brokers, fenced ones only when asked for. */
final class DescribeClusterHandler implements Handler<DescribeClusterRequest> {

    private static final int NO_CONTROLLER = -1;

    private final BrokerView broker;

    DescribeClusterHandler(BrokerView broker) {
        this.broker = broker;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(DescribeClusterRequest request, RequestScope scope) {
        EndpointType type = EndpointType.fromId(request.data().endpointType());
        DescribeClusterResponseData answer =
                type == EndpointType.BROKER ? describe(request.data(), scope) : refuse(request, type);
        return CompletableFuture.completedFuture(new DescribeClusterResponse(answer));
    }

    private static DescribeClusterResponseData refuse(DescribeClusterRequest request, EndpointType type) {
        boolean unknown = type == EndpointType.UNKNOWN;
        Errors error = unknown ? Errors.UNSUPPORTED_ENDPOINT_TYPE : Errors.MISMATCHED_ENDPOINT_TYPE;
        String message = unknown
                ? "Unsupported endpoint type " + request.data().endpointType()
                : "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type " + type;
        return new DescribeClusterResponseData()
                .setErrorCode(request.version() == 0 ? Errors.INVALID_REQUEST.code() : error.code())
                .setErrorMessage(message);
    }

    private DescribeClusterResponseData describe(DescribeClusterRequestData asked, RequestScope scope) {
        DescribeClusterBrokerCollection brokers = new DescribeClusterBrokerCollection();
        broker.metadata().getBrokerNodes(scope.listener()).stream()
                .filter(node -> !node.isFenced() || asked.includeFencedBrokers())
                .forEach(node -> brokers.add(new DescribeClusterBroker()
                        .setBrokerId(node.id())
                        .setHost(node.host())
                        .setPort(node.port())
                        .setRack(node.rack())
                        .setIsFenced(node.isFenced())));
        int controller = broker.controllerId(scope.listener()).orElse(NO_CONTROLLER);
        return new DescribeClusterResponseData()
                .setClusterId(broker.clusterId())
                .setControllerId(brokers.find(controller) == null ? NO_CONTROLLER : controller)
                .setClusterAuthorizedOperations(
                        asked.includeClusterAuthorizedOperations()
                                ? AuthorizedOperations.on(ResourceType.CLUSTER)
                                : AuthorizedOperations.NOT_ASKED)
                .setBrokers(brokers)
                .setEndpointType(EndpointType.BROKER.id());
    }
}
