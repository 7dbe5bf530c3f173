/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * InitProducerId 0 to 5 for idempotent producers. A transactional id gets UNSUPPORTED_VERSION, which ends
 * the producer at once, and a line in the log that says why: this broker serves no transactions yet.
 */
final class InitProducerIdHandler implements Handler<InitProducerIdRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(InitProducerIdHandler.class);

    private final ProducerIds producerIds;

    InitProducerIdHandler(ProducerIds producerIds) {
        this.producerIds = producerIds;
    }

    @Override
    public CompletionStage<AbstractResponse> handle(InitProducerIdRequest request, RequestScope scope) {
        InitProducerIdRequestData asked = request.data();
        boolean hasId = asked.producerId() != RecordBatch.NO_PRODUCER_ID;
        boolean hasEpoch = asked.producerEpoch() != RecordBatch.NO_PRODUCER_EPOCH;
        if (hasId != hasEpoch) {
            return CompletableFuture.failedFuture(Errors.INVALID_REQUEST.exception());
        }
        if (asked.transactionalId() == null) {
            return producerIds.next().thenApply(InitProducerIdHandler::answer);
        }
        if (asked.transactionalId().isEmpty()) {
            return CompletableFuture.failedFuture(Errors.INVALID_REQUEST.exception());
        }
        LOG.warn(
                "client {} wants transactional.id {}: the embedded engine serves no transactions yet",
                scope.clientId(),
                asked.transactionalId());
        return CompletableFuture.failedFuture(Errors.UNSUPPORTED_VERSION.exception());
    }

    private static InitProducerIdResponse answer(long producerId) {
        return new InitProducerIdResponse(
                new InitProducerIdResponseData().setProducerId(producerId).setProducerEpoch((short) 0));
    }
}
