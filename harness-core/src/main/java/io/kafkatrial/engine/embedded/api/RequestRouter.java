/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.api.Handlers.Registered;
import io.kafkatrial.engine.embedded.loop.Loop;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;

/**
 * Takes a frame of the Kafka protocol to the handler of its API key and the handler's answer to a frame.
 *
 * <p>As in Kafka, a frame that cannot be understood (unknown or unserved API key or version, corrupt
 * header or body) closes its connection and touches nothing else; only {@code ApiVersions} answers a
 * version it does not know (KIP-511). Confined to the broker's loop.
 */
public final class RequestRouter {

    private final Handlers handlers;
    private final Loop loop;
    private final Access access;

    /** A router for handlers anybody may ask. */
    public RequestRouter(Handlers handlers, Loop loop) {
        this(handlers, loop, Access.EVERYTHING);
    }

    /** A router that tells the handlers what their clients may do. */
    public RequestRouter(Handlers handlers, Loop loop, Access access) {
        this.handlers = requireNonNull(handlers, "handlers");
        this.loop = requireNonNull(loop, "loop");
        this.access = requireNonNull(access, "access");
    }

    /**
     * Answer one request. Never throws because of what is in the frame.
     *
     * @param frame the request without its 4-byte size; the caller gives it away
     * @param reply told the end of this request, exactly once, now or later
     */
    public void handle(ByteBuffer frame, ClientAddress client, Reply reply) {
        RequestHeader header;
        AbstractRequest request;
        Registered<?> registered;
        try {
            header = RequestHeader.parse(frame);
            registered = registered(header);
            request = body(header, frame);
        } catch (RuntimeException e) {
            reply.close(reason(e));
            return;
        }
        RequestScope scope = new RequestScope(header, client, access);
        answer(registered, request, scope, new Answer(request, header, reply));
    }

    /**
     * Answer another broker's request. Brokers may do everything, in every version.
     *
     * @param request given away
     * @param broker who asks
     * @return ends on the loop, with the request's own error response where a client would get one
     */
    public CompletionStage<AbstractResponse> ask(AbstractRequest request, int broker) {
        RequestHeader header = new RequestHeader(request.apiKey(), request.version(), "broker-" + broker, 0);
        ClientAddress from = new ClientAddress("broker-" + broker, InetAddress.getLoopbackAddress(), 0, "PLAINTEXT");
        CompletableFuture<AbstractResponse> answer = new CompletableFuture<>();
        CompletionStage<? extends AbstractResponse> stage;
        try {
            Registered<?> registered = handlers.find(request.apiKey());
            if (registered == null) {
                throw new InvalidRequestException(request.apiKey() + " is not served here");
            }
            stage = registered.handle(request, new RequestScope(header, from));
        } catch (RuntimeException refused) {
            stage = CompletableFuture.failedFuture(refused);
        }
        stage.whenComplete((response, error) ->
                onLoop(() -> answer.complete(response != null ? response : Answer.failure(request, error))));
        return answer;
    }

    private Registered<?> registered(RequestHeader header) {
        ApiKeys key = header.apiKey();
        Registered<?> registered = handlers.find(key);
        // ApiVersions is answered in any version: a client's first request, it cannot know better.
        if (registered == null
                || (key != ApiKeys.API_VERSIONS && !registered.versions().contains(header.apiVersion()))) {
            throw new InvalidRequestException("version " + header.apiVersion() + " of " + key + " is not served here");
        }
        return registered;
    }

    private AbstractRequest body(RequestHeader header, ByteBuffer frame) {
        if (header.apiKey() == ApiKeys.API_VERSIONS
                && !requireNonNull(handlers.find(ApiKeys.API_VERSIONS))
                        .versions()
                        .contains(header.apiVersion())) {
            return new ApiVersionsRequest(new ApiVersionsRequestData(), (short) 0, header.apiVersion());
        }
        return AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(), new ByteBufferAccessor(frame))
                .request;
    }

    private void answer(Registered<?> registered, AbstractRequest request, RequestScope scope, Answer answer) {
        CompletionStage<? extends AbstractResponse> stage;
        try {
            stage = registered.handle(request, scope);
        } catch (RuntimeException e) {
            answer.end(null, e);
            return;
        }
        stage.whenComplete((response, error) -> onLoop(() -> answer.end(response, error)));
    }

    private void onLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private static String reason(RuntimeException e) {
        @Nullable Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause.getMessage();
    }
}
