/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.api.Handlers.Registered;
import io.kafkatrial.engine.embedded.loop.Loop;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
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

    private static final ClientAddress NOBODY = new ClientAddress("", InetAddress.getLoopbackAddress(), 0, "");

    private final Handlers handlers;
    private final Loop loop;
    private final Access access;
    private final @Nullable ClientQuotas quotas;

    /** A router for handlers anybody may ask. */
    public RequestRouter(Handlers handlers, Loop loop) {
        this(handlers, loop, Access.EVERYTHING);
    }

    /** A router that tells the handlers what their clients may do. */
    public RequestRouter(Handlers handlers, Loop loop, Access access) {
        this(handlers, loop, access, (ClientQuotas) null);
    }

    /**
     * A router that also lets clients wait that have used up a quota.
     *
     * @param apis whose handlers keep the quotas
     */
    public RequestRouter(Handlers handlers, Loop loop, Access access, BrokerApis apis) {
        this(handlers, loop, access, apis.quotas());
    }

    private RequestRouter(Handlers handlers, Loop loop, Access access, @Nullable ClientQuotas quotas) {
        this.handlers = requireNonNull(handlers, "handlers");
        this.loop = requireNonNull(loop, "loop");
        this.access = requireNonNull(access, "access");
        this.quotas = quotas;
    }

    /**
     * Answer one request. Never throws because of what is in the frame.
     *
     * @param frame the request without its 4-byte size; the caller gives it away
     * @param reply told the end of this request, exactly once, now or later
     */
    public void handle(ByteBuffer frame, ClientAddress client, Reply reply) {
        int frameBytes = frame.remaining();
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
        Toll toll = quotas == null || !quotas.any() ? null : new Toll(quotas, scope, frameBytes);
        Answer answer = new Answer(request, header, reply, toll);
        answer(() -> timed(toll, () -> registered.handle(request, scope)), answer);
    }

    private CompletionStage<? extends AbstractResponse> timed(
            @Nullable Toll toll, Supplier<CompletionStage<? extends AbstractResponse>> handling) {
        if (toll == null) {
            return handling.get();
        }
        long startNanos = loop.clock().nanos();
        try {
            return handling.get();
        } finally {
            toll.took(loop.clock().nanos() - startNanos);
        }
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

    /** What this broker answers to ApiVersions in this version, also to clients that have not logged in yet. */
    public ApiVersionsResponse apiVersions(short version) {
        RequestHeader header = new RequestHeader(ApiKeys.API_VERSIONS, version, "", 0);
        ApiVersionsRequestData asked =
                new ApiVersionsRequestData().setClientSoftwareName("any").setClientSoftwareVersion("0");
        RequestScope scope = new RequestScope(header, NOBODY, access);
        return (ApiVersionsResponse) requireNonNull(handlers.find(ApiKeys.API_VERSIONS))
                .handle(new ApiVersionsRequest(asked, version), scope)
                .toCompletableFuture()
                .join();
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

    private void answer(Supplier<CompletionStage<? extends AbstractResponse>> handling, Answer answer) {
        CompletionStage<? extends AbstractResponse> stage;
        try {
            stage = handling.get();
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
