/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.link.Transport.Unreachable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.image.TopicImage;
import org.apache.kafka.image.TopicsImage;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.jspecify.annotations.Nullable;

/**
 * One request to the active controller and its repetitions. When the broker hears of another active
 * controller it asks that one at once, where Apache Kafka waits for the former one's answer or time-out.
 * Confined to the broker's loop.
 */
final class ControllerCall<R> {

    private static final long RETRY_MS = 50;

    /** Something to be done at a controller that runs, on its loop. */
    @FunctionalInterface
    interface NodeOperation<R> {
        CompletionStage<R> at(ControllerNode node, ControllerRequestContext context);
    }

    /**
     * What is asked.
     *
     * @param deadlineMs how long the controller may take, by the request itself; empty for no limit
     * @param request the request itself, if it is at hand
     */
    record Ask<R>(ApiKeys api, OptionalLong deadlineMs, Optional<ApiMessage> request, NodeOperation<R> operation) {}

    private final Quorum quorum;
    private final BrokerLink link;
    private final KnownController controllers;
    private final Ask<R> ask;
    private final long endMs;
    private final boolean repeat;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final Runnable askTheOther = this::askTheOther;
    private int attempt;
    private int asked;

    ControllerCall(ControllerClient.Way way, Ask<R> ask, long timeoutMs, boolean repeat) {
        this.quorum = way.quorum();
        this.link = way.link();
        this.controllers = way.controllers();
        this.ask = ask;
        this.endMs = link.loop().clock().millis() + timeoutMs;
        this.repeat = repeat;
    }

    CompletableFuture<R> start() {
        if (repeat) {
            controllers.onChange(askTheOther);
        }
        attempt();
        return result;
    }

    private void askTheOther() {
        if (controllers.current() != asked && link.loop().clock().millis() < endMs) {
            attempt();
        }
    }

    private void attempt() {
        int number = ++attempt;
        asked = controllers.current();
        int controller = asked;
        link.transport()
                .call(
                        new Transport.Trip(
                                Endpoint.broker(link.broker()),
                                Endpoint.controller(controller),
                                Math.max(1, endMs - link.loop().clock().millis())),
                        new Errand<>(label(), () -> at(quorum.node(controller))),
                        (answer, failure) -> answered(number, controller, answer, failure));
    }

    private Label label() {
        Label.Channel channel =
                switch (ask.api()) {
                    case BROKER_HEARTBEAT, BROKER_REGISTRATION -> Label.Channel.HEARTBEAT;
                    case ALTER_PARTITION -> Label.Channel.ALTER_PARTITION;
                    case ASSIGN_REPLICAS_TO_DIRS -> Label.Channel.DIRECTORY_ASSIGNMENTS;
                    default -> Label.Channel.FORWARDING;
                };
        return new Label(ask.api(), String.valueOf(link.broker()), channel, () -> topics(ask.request()));
    }

    private Set<String> topics(Optional<ApiMessage> request) {
        TopicsImage known = quorum.image().topics();
        return request.map(body -> Label.topics(body, id -> Optional.ofNullable(known.getTopic(Uuid.fromString(id)))
                        .map(TopicImage::name)))
                .orElse(Set.of());
    }

    private CompletionStage<R> at(ControllerNode node) {
        LeaderAndEpoch leader = node.voter().leader();
        return leader.isLeader(node.id())
                ? ask.operation().at(node, context(node))
                : CompletableFuture.failedFuture(new NotLeading(leader));
    }

    /** As {@code ControllerApis} makes it: the latest version of the request, from nobody in particular. */
    private ControllerRequestContext context(ControllerNode node) {
        OptionalLong deadlineNs = ask.deadlineMs().isEmpty()
                ? OptionalLong.empty()
                : ControllerRequestContext.requestTimeoutMsToDeadlineNs(
                        node.time(), Math.toIntExact(ask.deadlineMs().getAsLong()));
        return new ControllerRequestContext(
                new RequestHeaderData()
                        .setRequestApiKey(ask.api().id)
                        .setRequestApiVersion(ask.api().latestVersion())
                        .setClientId("broker-" + link.broker()),
                KafkaPrincipal.ANONYMOUS,
                deadlineNs);
    }

    private void answered(int number, int controller, @Nullable R answer, @Nullable Throwable failure) {
        if (result.isDone()) {
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            end(() -> result.complete(answer));
        } else if (!(cause instanceof Unreachable) && !(cause instanceof NotControllerException)) {
            end(() -> result.completeExceptionally(cause));
        } else if (number == attempt) { // else a later attempt is out
            tryAgain(controller, cause);
        }
    }

    private void tryAgain(int controller, Throwable cause) {
        int number = attempt;
        if (cause instanceof NotLeading elsewhere
                && elsewhere.leader().leaderId().isPresent()
                && elsewhere.leader().leaderId().getAsInt() != controller) {
            controllers.learn(elsewhere.leader());
        } else {
            controllers.failed(controller);
        }
        if (number != attempt) {
            return; // the other one is being asked
        }
        if (repeat && link.loop().clock().millis() + RETRY_MS < endMs) {
            link.loop().schedule(RETRY_MS, () -> {
                if (number == attempt && !result.isDone()) {
                    attempt();
                }
            });
        } else {
            end(() -> result.completeExceptionally(
                    new TimeoutException("no controller carried out " + ask.api() + ": " + cause.getMessage(), cause)));
        }
    }

    private void end(Runnable completion) {
        controllers.forget(askTheOther);
        completion.run();
    }
}
