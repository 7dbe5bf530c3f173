/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.controller.ResultOrError;
import org.jspecify.annotations.Nullable;

/**
 * One request to delete topics: names and ids are resolved, and what is named twice is refused, as Apache
 * Kafka's {@code ControllerApis} does. Used by one request only; its steps follow one another.
 */
final class TopicDeletion {

    private final Controller controller;
    private final ControllerRequestContext context;
    private final List<DeletableTopicResult> results = new ArrayList<>();
    private final Map<Uuid, String> accepted = new HashMap<>();
    private final Set<Uuid> refusedIds = new HashSet<>();

    TopicDeletion(Controller controller, ControllerRequestContext context) {
        this.controller = controller;
        this.context = context;
    }

    CompletableFuture<DeleteTopicsResponseData> delete(DeleteTopicsRequestData request) {
        List<String> names = new ArrayList<>(request.topicNames());
        List<Uuid> ids = new ArrayList<>();
        request.topics().forEach(topic -> sort(topic, names, ids));
        Set<String> duplicateNames = TopicRequests.duplicates(names);
        duplicateNames.forEach(name -> refuse(name, Uuid.ZERO_UUID, "Duplicate topic name."));
        names.removeIf(duplicateNames::contains);
        refusedIds.addAll(TopicRequests.duplicates(ids));
        refusedIds.forEach(id -> refuse(null, id, "Duplicate topic id."));
        ids.removeIf(refusedIds::contains);
        return controller
                .findTopicNames(context, ids)
                .thenCompose(found -> {
                    found.forEach(this::acceptId);
                    return controller.findTopicIds(context, names);
                })
                .thenCompose(found -> {
                    found.forEach(this::acceptName);
                    return controller.deleteTopics(context, Set.copyOf(accepted.keySet()));
                })
                .thenApply(this::response);
    }

    private void sort(DeleteTopicState topic, List<String> names, List<Uuid> ids) {
        boolean hasId = !topic.topicId().equals(Uuid.ZERO_UUID);
        if (topic.name() != null && hasId) {
            refuse(topic.name(), topic.topicId(), "You may not specify both topic name and topic id.");
        } else if (topic.name() != null) {
            names.add(topic.name());
        } else if (hasId) {
            ids.add(topic.topicId());
        } else {
            refuse(null, Uuid.ZERO_UUID, "Neither topic name nor id were specified.");
        }
    }

    private void acceptId(Uuid id, ResultOrError<String> name) {
        if (name.isError()) {
            add(null, id, name.error());
        } else {
            accepted.put(id, name.result());
        }
    }

    private void acceptName(String name, ResultOrError<Uuid> id) {
        if (id.isError()) {
            add(name, Uuid.ZERO_UUID, id.error());
        } else if (refusedIds.contains(id.result()) || accepted.put(id.result(), name) != null) {
            refusedIds.add(id.result());
            accepted.remove(id.result());
            refuse(name, id.result(), "The provided topic name maps to an ID that was already supplied.");
        }
    }

    private DeleteTopicsResponseData response(Map<Uuid, ApiError> deleted) {
        deleted.forEach((id, error) -> add(accepted.get(id), id, error));
        DeleteTopicsResponseData response = new DeleteTopicsResponseData();
        response.responses().addAll(results);
        return response;
    }

    private void refuse(@Nullable String name, Uuid id, String why) {
        add(name, id, new ApiError(Errors.INVALID_REQUEST, why));
    }

    private void add(@Nullable String name, Uuid id, ApiError error) {
        results.add(new DeletableTopicResult()
                .setName(name)
                .setTopicId(id)
                .setErrorCode(error.error().code())
                .setErrorMessage(error.message()));
    }
}
