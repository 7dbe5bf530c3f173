/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the changelog and repartition topics of streams groups (KIP-1071), as Kafka's brokers do: asks
 * the controller for a topic once at a time, and remembers for some heartbeats why it could not be
 * created, so that the members are told and the controller is not asked again at once.
 *
 * <p>Confined to the broker's loop.
 */
public final class StreamsTopics {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsTopics.class);
    /** Kafka's figure. */
    private static final int REMEMBERED_MAX = 1000;

    private final Controllers controllers;
    private final int timeoutMs;
    private final LongSupplier nowMs;
    private final Set<String> inFlight = new HashSet<>();
    private final Map<String, Failure> failures = new HashMap<>();

    /**
     * Prepare the creation of topics.
     *
     * @param timeoutMs how long the controller may take
     * @param nowMs the broker's clock
     */
    StreamsTopics(Controllers controllers, int timeoutMs, LongSupplier nowMs) {
        this.controllers = requireNonNull(controllers, "controllers");
        this.timeoutMs = timeoutMs;
        this.nowMs = requireNonNull(nowMs, "nowMs");
    }

    /** Start to create these topics, but for those under way and those that failed of late; a failure counts so long. */
    void create(Map<String, CreatableTopic> topics, long rememberMs) {
        forget();
        CreatableTopicCollection wanted = new CreatableTopicCollection();
        Set<String> names = new HashSet<>();
        topics.forEach((name, topic) -> {
            if (!failures.containsKey(name) && inFlight.add(name)) {
                wanted.add(topic.duplicate());
                names.add(name);
            }
        });
        if (!wanted.isEmpty()) {
            controllers
                    .createTopics(new CreateTopicsRequestData()
                            .setTimeoutMs(timeoutMs)
                            .setTopics(wanted))
                    .whenComplete((response, error) -> ended(new Attempt(names, rememberMs), response, error));
        }
    }

    /** Why these topics could not be created, by name; what failed too long ago is left out. */
    Map<String, String> failures(Set<String> names) {
        forget();
        Map<String, String> found = new TreeMap<>();
        for (String name : names) {
            Failure failure = failures.get(name);
            if (failure != null) {
                found.put(name, failure.why());
            }
        }
        return found;
    }

    private void ended(Attempt attempt, @Nullable CreateTopicsResponseData response, @Nullable Throwable error) {
        inFlight.removeAll(attempt.names());
        if (response == null) {
            LOG.warn("creation of the internal topics {} failed", attempt.names(), error);
            String why = error == null || error.getMessage() == null ? String.valueOf(error) : error.getMessage();
            attempt.names().forEach(name -> remember(name, why, attempt.rememberMs()));
            return;
        }
        response.topics().stream()
                .filter(topic -> topic.errorCode() != Errors.NONE.code())
                .forEach(topic -> {
                    String message = topic.errorMessage();
                    String why = message == null || message.isEmpty()
                            ? Errors.forCode(topic.errorCode()).message()
                            : message;
                    remember(topic.name(), why, attempt.rememberMs());
                });
    }

    private void remember(String name, String why, long rememberMs) {
        failures.put(name, new Failure(why, nowMs.getAsLong() + rememberMs));
        if (failures.size() > REMEMBERED_MAX) {
            failures.entrySet().stream()
                    .min(Comparator.comparingLong(it -> it.getValue().untilMs()))
                    .map(Entry::getKey)
                    .ifPresent(failures::remove);
        }
    }

    private void forget() {
        failures.values().removeIf(failure -> failure.untilMs() <= nowMs.getAsLong());
    }

    private record Attempt(Set<String> names, long rememberMs) {}

    private record Failure(String why, long untilMs) {}
}
