/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;

import io.kafkatrial.engine.embedded.api.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterConfigsRequest;
import org.apache.kafka.common.requests.AlterConfigsResponse;
import org.apache.kafka.common.requests.DescribeConfigsRequest;
import org.apache.kafka.common.requests.DescribeConfigsResponse;
import org.apache.kafka.common.requests.IncrementalAlterConfigsRequest;
import org.apache.kafka.common.requests.IncrementalAlterConfigsResponse;
import org.apache.kafka.common.resource.ResourceType;

/** Guards of configuration: a topic's and a group's own, everything else the cluster's. */
final class ConfigGuards {

    private ConfigGuards() {}

    private static Errors refusal(Client client, AclOperation operation, byte type, String name) {
        return switch (ConfigResource.Type.forId(type)) {
            case TOPIC ->
                client.may(operation, ResourceType.TOPIC, name) ? Errors.NONE : Errors.TOPIC_AUTHORIZATION_FAILED;
            case GROUP ->
                client.may(operation, ResourceType.GROUP, name) ? Errors.NONE : Errors.GROUP_AUTHORIZATION_FAILED;
            case BROKER, BROKER_LOGGER, CLIENT_METRICS ->
                client.mayOnCluster(operation) ? Errors.NONE : Errors.CLUSTER_AUTHORIZATION_FAILED;
            // the handler refuses it as a type it does not know
            case UNKNOWN -> Errors.NONE;
        };
    }

    static CompletionStage<? extends AbstractResponse> describe(
            DescribeConfigsRequest request, Client client, Handler<DescribeConfigsRequest> handler) {
        return client.then(request, handler, DescribeConfigsResponse.class, answer -> answer.data()
                .results()
                .forEach(result -> {
                    Errors refusal = refusal(client, DESCRIBE_CONFIGS, result.resourceType(), result.resourceName());
                    if (refusal != Errors.NONE) {
                        result.setErrorCode(refusal.code())
                                .setErrorMessage(refusal.message())
                                .setConfigs(List.of());
                    }
                }));
    }

    static CompletionStage<? extends AbstractResponse> replace(
            AlterConfigsRequest request, Client client, Handler<AlterConfigsRequest> handler) {
        List<AlterConfigsResource> hidden = new ArrayList<>();
        List<AlterConfigsResourceResponse> refused = new ArrayList<>();
        request.data().resources().forEach(resource -> {
            Errors refusal = refusal(client, ALTER_CONFIGS, resource.resourceType(), resource.resourceName());
            if (refusal != Errors.NONE) {
                hidden.add(resource);
                refused.add(new AlterConfigsResourceResponse()
                        .setResourceType(resource.resourceType())
                        .setResourceName(resource.resourceName())
                        .setErrorCode(refusal.code())
                        .setErrorMessage(refusal.message()));
            }
        });
        request.data().resources().removeAll(hidden);
        return client.then(request, handler, AlterConfigsResponse.class, answer -> {
            List<AlterConfigsResourceResponse> all =
                    new ArrayList<>(answer.data().responses());
            all.addAll(refused);
            answer.data().setResponses(all);
        });
    }

    static CompletionStage<? extends AbstractResponse> alter(
            IncrementalAlterConfigsRequest request, Client client, Handler<IncrementalAlterConfigsRequest> handler) {
        List<org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource> hidden =
                new ArrayList<>();
        List<IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse> refused = new ArrayList<>();
        request.data().resources().forEach(resource -> {
            Errors refusal = refusal(client, ALTER_CONFIGS, resource.resourceType(), resource.resourceName());
            if (refusal != Errors.NONE) {
                hidden.add(resource);
                refused.add(new IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse()
                        .setResourceType(resource.resourceType())
                        .setResourceName(resource.resourceName())
                        .setErrorCode(refusal.code())
                        .setErrorMessage(refusal.message()));
            }
        });
        request.data().resources().removeAll(hidden);
        return client.then(request, handler, IncrementalAlterConfigsResponse.class, answer -> {
            List<IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse> all =
                    new ArrayList<>(answer.data().responses());
            all.addAll(refused);
            answer.data().setResponses(all);
        });
    }
}
