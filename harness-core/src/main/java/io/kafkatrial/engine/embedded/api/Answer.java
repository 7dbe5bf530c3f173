/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of one handler's outcome to its {@link Reply}. Confined to the broker's loop, used once. */
final class Answer {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    private final AbstractRequest request;
    private final RequestHeader header;
    private final Reply reply;
    private final @Nullable Toll toll;

    /**
     * @param toll what the client may have to wait for; null where there are no quotas
     */
    Answer(AbstractRequest request, RequestHeader header, Reply reply, @Nullable Toll toll) {
        this.request = request;
        this.header = header;
        this.reply = reply;
        this.toll = toll;
    }

    void end(@Nullable AbstractResponse response, @Nullable Throwable error) {
        if (response != null && error == null) {
            finish(response);
        } else {
            fail(error == null ? new IllegalStateException("the handler gave no answer") : unwrapped(error));
        }
    }

    private void finish(AbstractResponse response) {
        int waitMs = toll == null ? 0 : toll.waitMs(request, response);
        if (waitMs > 0) {
            response.maybeSetThrottleTimeMs(waitMs);
            reply.rest(waitMs);
        }
        if (expectsNothing()) {
            finishSilently(response.errorCounts());
            return;
        }
        ByteBuffer[] frame;
        try {
            frame = Frames.of(header, request.version(), response);
        } catch (RuntimeException e) {
            LOG.error("cannot write the response to {}", header, e);
            reply.close("the response to " + header + " cannot be written: " + e);
            return;
        }
        reply.send(frame);
    }

    /** As Kafka: a producer that wants no answer learns of an error by losing its connection. */
    private void finishSilently(Map<Errors, Integer> errors) {
        if (errors.keySet().stream().allMatch(error -> error == Errors.NONE)) {
            reply.nothing();
        } else {
            reply.close("produce request with acks=0 failed: " + errors);
        }
    }

    private void fail(Throwable error) {
        Errors kafkaError = Errors.forException(error);
        if (kafkaError == Errors.UNKNOWN_SERVER_ERROR) {
            LOG.error("handler of {} failed", header, error);
        }
        AbstractResponse response;
        try {
            response = request.getErrorResponse(error);
        } catch (RuntimeException e) {
            LOG.error("no error response for {}", header, e);
            response = null;
        }
        if (response == null) {
            reply.close(header.apiKey() + " failed: " + error);
        } else {
            finish(response);
        }
    }

    /** The answer to a request that failed, with Kafka's error for the exception. */
    static AbstractResponse failure(AbstractRequest request, Throwable error) {
        return request.getErrorResponse(unwrapped(error));
    }

    private boolean expectsNothing() {
        return header.apiKey() == ApiKeys.PRODUCE && ((ProduceRequest) request).acks() == 0;
    }

    private static Throwable unwrapped(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
