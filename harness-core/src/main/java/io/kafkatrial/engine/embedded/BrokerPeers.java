/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.api.Peers;
import io.kafkatrial.engine.embedded.link.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests to the routers of other brokers, by the links between brokers. Confined to the broker's loop.
 *
 * @param self who asks
 * @param transport the wire
 * @param others finds another broker; asked on that broker's loop
 */
record BrokerPeers(int self, Transport transport, Others others) implements Peers {

    /** Finds what runs on another broker. */
    @FunctionalInterface
    interface Others {
        @Nullable
        Brain broker(int id);
    }

    @Override
    public CompletionStage<AbstractResponse> ask(int broker, AbstractRequest request, int timeoutMs) {
        CompletableFuture<AbstractResponse> answer = new CompletableFuture<>();
        transport.<AbstractResponse>call(
                Endpoint.broker(self),
                Endpoint.broker(broker),
                timeoutMs,
                () -> {
                    Brain there = others.broker(broker);
                    return there == null
                            ? CompletableFuture.failedFuture(
                                    new Transport.Unreachable("broker " + broker + " is starting"))
                            : there.router().ask(request, self);
                },
                (response, failure) -> {
                    if (response != null) {
                        answer.complete(response);
                    } else {
                        answer.completeExceptionally(
                                failure == null ? new Transport.Unreachable("no answer") : failure);
                    }
                });
        return answer;
    }
}
