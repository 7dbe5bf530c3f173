/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.link.Transport.Unreachable;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * One request to the active controller and its repetitions. Confined to the broker's loop.
 */
final class ControllerCall<R> {

    private static final long RETRY_MS = 50;

    /**
     * What is asked.
     *
     * @param deadlineMs how long the controller may take, by the request itself; empty for no limit
     */
    record Ask<R>(ApiKeys api, OptionalLong deadlineMs, ControllerOperation<R> operation) {}

    private final Quorum quorum;
    private final BrokerLink link;
    private final Rotation controllers;
    private final Ask<R> ask;
    private final long endMs;
    private final boolean repeat;
    private final CompletableFuture<R> result = new CompletableFuture<>();

    ControllerCall(ControllerClient.Way way, Ask<R> ask, long timeoutMs, boolean repeat) {
        this.quorum = way.quorum();
        this.link = way.link();
        this.controllers = way.controllers();
        this.ask = ask;
        this.endMs = link.loop().clock().millis() + timeoutMs;
        this.repeat = repeat;
    }

    CompletableFuture<R> start() {
        attempt();
        return result;
    }

    private void attempt() {
        int controller = controllers.current();
        link.transport()
                .<R>call(
                        Endpoint.broker(link.broker()),
                        Endpoint.controller(controller),
                        Math.max(1, endMs - link.loop().clock().millis()),
                        () -> ask.operation().at(quorum.node(controller).controller(), context(controller)),
                        (answer, failure) -> answered(controller, answer, failure));
    }

    /** As {@code ControllerApis} makes it: the latest version of the request, from nobody in particular. */
    private ControllerRequestContext context(int controller) {
        OptionalLong deadlineNs = ask.deadlineMs().isEmpty()
                ? OptionalLong.empty()
                : ControllerRequestContext.requestTimeoutMsToDeadlineNs(
                        quorum.node(controller).time(),
                        Math.toIntExact(ask.deadlineMs().getAsLong()));
        return new ControllerRequestContext(
                new RequestHeaderData()
                        .setRequestApiKey(ask.api().id)
                        .setRequestApiVersion(ask.api().latestVersion())
                        .setClientId("broker-" + link.broker()),
                KafkaPrincipal.ANONYMOUS,
                deadlineNs);
    }

    private void answered(int controller, @Nullable R answer, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(answer);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof Unreachable) && !(cause instanceof NotControllerException)) {
            result.completeExceptionally(cause);
            return;
        }
        if (controllers.current() == controller) {
            controllers.next();
        }
        if (repeat && link.loop().clock().millis() + RETRY_MS < endMs) {
            link.loop().schedule(RETRY_MS, this::attempt);
        } else {
            result.completeExceptionally(
                    new TimeoutException("no controller carried out " + ask.api() + ": " + cause.getMessage(), cause));
        }
    }
}
