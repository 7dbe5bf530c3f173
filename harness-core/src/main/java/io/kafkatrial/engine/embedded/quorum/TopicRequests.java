/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;

/** What Apache Kafka's {@code ControllerApis} checks of topic requests before the controller sees them. Stateless. */
final class TopicRequests {

    private TopicRequests() {}

    static CompletableFuture<CreateTopicsResponseData> create(
            Controller controller, ControllerRequestContext context, CreateTopicsRequestData request) {
        Set<String> duplicates =
                duplicates(request.topics().stream().map(t -> t.name()).toList());
        boolean metadataTopic = request.topics().stream()
                .anyMatch(topic ->
                        topic.name().equals(Topic.CLUSTER_METADATA_TOPIC_NAME) && !duplicates.contains(topic.name()));
        CreateTopicsRequestData accepted = request.duplicate();
        accepted.topics()
                .removeIf(topic ->
                        duplicates.contains(topic.name()) || topic.name().equals(Topic.CLUSTER_METADATA_TOPIC_NAME));
        Set<String> describable = new HashSet<>();
        accepted.topics().forEach(topic -> describable.add(topic.name()));
        return controller.createTopics(context, accepted, describable, true).thenApply(response -> {
            duplicates.forEach(name -> refuse(response, name, "Duplicate topic name."));
            if (metadataTopic) {
                refuse(
                        response,
                        Topic.CLUSTER_METADATA_TOPIC_NAME,
                        "Creation of internal topic " + Topic.CLUSTER_METADATA_TOPIC_NAME + " is prohibited.");
            }
            return response;
        });
    }

    static CompletableFuture<CreatePartitionsResponseData> createPartitions(
            Controller controller, ControllerRequestContext context, CreatePartitionsRequestData request) {
        Set<String> duplicates =
                duplicates(request.topics().stream().map(t -> t.name()).toList());
        List<CreatePartitionsTopic> accepted = new ArrayList<>();
        request.topics().forEach(topic -> {
            if (!duplicates.contains(topic.name())) {
                accepted.add(topic);
            }
        });
        return controller
                .createPartitions(context, accepted, request.validateOnly())
                .thenApply(results -> {
                    List<CreatePartitionsTopicResult> all = new ArrayList<>(results);
                    duplicates.forEach(name -> all.add(new CreatePartitionsTopicResult()
                            .setName(name)
                            .setErrorCode(Errors.INVALID_REQUEST.code())
                            .setErrorMessage("Duplicate topic name.")));
                    return new CreatePartitionsResponseData().setResults(all);
                });
    }

    /** What occurs more than once. */
    static <T> Set<T> duplicates(List<T> items) {
        Set<T> seen = new HashSet<>();
        Set<T> again = new HashSet<>();
        for (T item : items) {
            if (!seen.add(item)) {
                again.add(item);
            }
        }
        return again;
    }

    private static void refuse(CreateTopicsResponseData response, String name, String why) {
        response.topics()
                .add(new CreatableTopicResult()
                        .setName(name)
                        .setErrorCode(Errors.INVALID_REQUEST.code())
                        .setErrorMessage(why));
    }
}
