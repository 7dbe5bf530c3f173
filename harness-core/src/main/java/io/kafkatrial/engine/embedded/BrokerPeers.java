/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.api.Peers;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.link.Transport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.protocol.ApiKeys;
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
        transport.call(
                new Transport.Trip(Endpoint.broker(self), Endpoint.broker(broker), timeoutMs),
                errand(broker, request),
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

    private Errand<AbstractResponse> errand(int broker, AbstractRequest request) {
        return new Errand<>(
                label(request),
                () -> {
                    Brain there = others.broker(broker);
                    return there == null
                            ? CompletableFuture.failedFuture(
                                    new Transport.Unreachable("broker " + broker + " is starting"))
                            : there.router().ask(request, self);
                },
                error -> CompletableFuture.completedFuture(request.getErrorResponse(error.exception())),
                response -> Errand.LIGHT_BYTES);
    }

    private Label label(AbstractRequest request) {
        boolean markers = request.apiKey() == ApiKeys.WRITE_TXN_MARKERS;
        return new Label(
                request.apiKey(),
                markers ? "broker-" + self + "-txn-marker-sender" : "AddPartitionsManager-client-" + self,
                markers ? Label.Channel.TXN_MARKERS : Label.Channel.TXN_PARTITIONS,
                () -> Label.topics(request.data(), id -> Optional.empty()));
    }
}
