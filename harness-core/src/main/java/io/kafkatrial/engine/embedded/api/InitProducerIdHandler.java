/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;

/**
 * InitProducerId 0 to 5: without a transactional id a producer id nobody had before; with one, its own and a
 * fresh epoch, from its transaction coordinator.
 */
final class InitProducerIdHandler implements Handler<InitProducerIdRequest> {

    private static final int FIRST_WITH_PRODUCER_FENCED = 4;

    private final ProducerIds producerIds;
    private final TransactionPlane transactions;

    InitProducerIdHandler(ProducerIds producerIds, TransactionPlane transactions) {
        this.producerIds = producerIds;
        this.transactions = transactions;
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
            short first = 0;
            return producerIds.next().thenApply(id -> answer(Errors.NONE, id, first));
        }
        Optional<ProducerIdAndEpoch> expected = hasId
                ? Optional.of(new ProducerIdAndEpoch(asked.producerId(), asked.producerEpoch()))
                : Optional.empty();
        return transactions
                .initProducerId(asked.transactionalId(), asked.transactionTimeoutMs(), expected)
                .thenApply(
                        given -> answer(forVersion(given.error(), scope), given.producerId(), given.producerEpoch()));
    }

    private static Errors forVersion(Errors error, RequestScope scope) {
        return error == Errors.PRODUCER_FENCED && scope.version() < FIRST_WITH_PRODUCER_FENCED
                ? Errors.INVALID_PRODUCER_EPOCH
                : error;
    }

    private static InitProducerIdResponse answer(Errors error, long producerId, short producerEpoch) {
        return new InitProducerIdResponse(new InitProducerIdResponseData()
                .setErrorCode(error.code())
                .setProducerId(producerId)
                .setProducerEpoch(producerEpoch));
    }
}
