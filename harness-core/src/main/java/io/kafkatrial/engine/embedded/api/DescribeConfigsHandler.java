/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.DescribeConfigsRequest;
import org.apache.kafka.common.requests.DescribeConfigsResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DescribeConfigs 1 to 4 for topics, brokers, the cluster default, groups and client metrics. Loggers are
 * those of the test's JVM and not the broker's: their list is empty.
 */
final class DescribeConfigsHandler implements Handler<DescribeConfigsRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(DescribeConfigsHandler.class);

    private final BrokerView broker;

    DescribeConfigsHandler(BrokerView broker) {
        this.broker = broker;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(DescribeConfigsRequest request, RequestScope scope) {
        request.data().resources().forEach(DescribeConfigsHandler::refuseUnknownType);
        ConfigDescriber describer = new ConfigDescriber(
                broker,
                new ConfigEntries(
                        request.data().includeSynonyms(), request.data().includeDocumentation()));
        List<DescribeConfigsResult> results = new ArrayList<>();
        for (DescribeConfigsResource resource : request.data().resources()) {
            results.add(result(resource, describer)
                    .setResourceName(resource.resourceName())
                    .setResourceType(resource.resourceType()));
        }
        return CompletableFuture.completedFuture(
                new DescribeConfigsResponse(new DescribeConfigsResponseData().setResults(results)));
    }

    /** As Kafka: one unknown type spoils the whole request. */
    private static void refuseUnknownType(DescribeConfigsResource resource) {
        if (ConfigResource.Type.forId(resource.resourceType()) == ConfigResource.Type.UNKNOWN) {
            throw new InvalidRequestException(
                    "Unexpected resource type UNKNOWN for resource " + resource.resourceName());
        }
    }

    private DescribeConfigsResult result(DescribeConfigsResource resource, ConfigDescriber describer) {
        try {
            Collection<String> wanted = resource.configurationKeys();
            List<DescribeConfigsResourceResult> entries = new ArrayList<>(describe(resource, describer));
            entries.removeIf(entry -> wanted != null && !wanted.isEmpty() && !wanted.contains(entry.name()));
            return new DescribeConfigsResult().setErrorCode(Errors.NONE.code()).setConfigs(entries);
        } catch (UnknownTopicOrPartitionException e) {
            return new DescribeConfigsResult().setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        } catch (ApiException e) {
            ApiError error = ApiError.fromThrowable(e);
            return new DescribeConfigsResult()
                    .setErrorCode(error.error().code())
                    .setErrorMessage(error.message());
        } catch (RuntimeException e) {
            LOG.error("cannot describe the configuration of {}", resource, e);
            return new DescribeConfigsResult().setErrorCode(Errors.UNKNOWN_SERVER_ERROR.code());
        }
    }

    private List<DescribeConfigsResourceResult> describe(DescribeConfigsResource resource, ConfigDescriber describer) {
        String name = resource.resourceName();
        return switch (ConfigResource.Type.forId(resource.resourceType())) {
            case TOPIC -> describer.topic(existing(name));
            case BROKER -> name.isEmpty() ? describer.clusterDefault() : describeThisBroker(name, describer);
            case BROKER_LOGGER -> {
                checkThisBroker(name);
                yield List.of();
            }
            case GROUP -> describer.group(notEmpty(name, "Group name must not be empty"));
            case CLIENT_METRICS ->
                describer.clientMetrics(notEmpty(name, "Client metrics subscription name must not be empty"));
            default -> throw new InvalidRequestException("Unsupported resource type: " + resource.resourceType());
        };
    }

    private String existing(String topic) {
        Topic.validate(topic);
        if (!broker.metadata().contains(topic)) {
            throw new UnknownTopicOrPartitionException();
        }
        return topic;
    }

    private List<DescribeConfigsResourceResult> describeThisBroker(String name, ConfigDescriber describer) {
        checkThisBroker(name);
        return describer.broker();
    }

    private void checkThisBroker(String name) {
        ConfigChangeRules.checkThisBroker(broker.brokerId(), notEmpty(name, "Broker id must not be empty"));
    }

    private static String notEmpty(String name, String otherwise) {
        if (name.isEmpty()) {
            throw new InvalidRequestException(otherwise);
        }
        return name;
    }
}
