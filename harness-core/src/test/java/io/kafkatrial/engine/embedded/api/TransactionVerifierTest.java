/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResultCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.server.transaction.AddPartitionsToTxnManager.TransactionSupportedOperation;
import org.junit.jupiter.api.Test;

/** Questions to transaction coordinators, by hand: who waits for whom. */
class TransactionVerifierTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    private final List<AddPartitionsToTxnRequest> sent = new ArrayList<>();
    private final List<CompletableFuture<AbstractResponse>> answers = new ArrayList<>();
    private final List<Input.TransactionVerified> told = new ArrayList<>();
    private OptionalInt coordinator = OptionalInt.of(2);
    private final TransactionVerifier verifier = new TransactionVerifier(this::ask, id -> coordinator, 30_000);

    private CompletionStage<AbstractResponse> ask(int broker, AbstractRequest request, int timeoutMs) {
        CompletableFuture<AbstractResponse> answer = new CompletableFuture<>();
        sent.add((AddPartitionsToTxnRequest) request);
        answers.add(answer);
        return answer;
    }

    private void verify(long question, String id, int epoch) {
        var transaction = new Input.InTransaction(id, TransactionSupportedOperation.ADD_PARTITION);
        verifier.verify(
                new Output.VerifyTransaction(
                        question, new Input.Transactional(transaction, 7, (short) epoch), Set.of(ORDERS_0)),
                told::add);
    }

    private void answer(int request, Errors error) {
        String id = sent.get(request).data().transactions().iterator().next().transactionalId();
        AddPartitionsToTxnResultCollection results = new AddPartitionsToTxnResultCollection();
        results.add(AddPartitionsToTxnResponse.resultForTransaction(id, Map.of(ORDERS_0, error)));
        answers.get(request)
                .complete(new AddPartitionsToTxnResponse(
                        new AddPartitionsToTxnResponseData().setResultsByTransaction(results)));
    }

    @Test
    void producerDoesNotWaitBehindAnotherWhoseLastTransactionStillEnds() {
        // Given
        verify(1, "slow", 0);
        // When
        verify(2, "fast", 0);
        answer(1, Errors.NONE);
        // Then
        assertThat(told).containsExactly(new Input.TransactionVerified(2, Map.of()));
        answer(0, Errors.CONCURRENT_TRANSACTIONS);
        assertThat(told.get(1).errors()).containsExactly(Map.entry(ORDERS_0, Errors.CONCURRENT_TRANSACTIONS));
    }

    @Test
    void questionsOfOneProducerAreAskedOneAfterTheOther() {
        // Given
        verify(1, "tx", 0);
        // When
        verify(2, "tx", 0);
        // Then
        assertThat(sent).hasSize(1);
        answer(0, Errors.NONE);
        assertThat(sent).hasSize(2);
        answer(1, Errors.NONE);
        assertThat(told).extracting(Input.TransactionVerified::requestId).containsExactly(1L, 2L);
    }

    @Test
    void ofSeveralThatWaitTheLastOfTheHighestEpochIsAsked() {
        // Given
        verify(1, "tx", 3);
        verify(2, "tx", 3);
        // When
        verify(3, "tx", 3);
        verify(4, "tx", 2);
        verify(5, "tx", 4);
        // Then
        assertThat(told)
                .extracting(Input.TransactionVerified::requestId, one -> one.errors()
                        .get(ORDERS_0))
                .containsExactly(
                        tuple(2L, Errors.NETWORK_EXCEPTION),
                        tuple(4L, Errors.INVALID_PRODUCER_EPOCH),
                        tuple(3L, Errors.INVALID_PRODUCER_EPOCH));
        answer(0, Errors.NONE);
        answer(1, Errors.PRODUCER_FENCED);
        assertThat(told.get(4).errors()).containsExactly(Map.entry(ORDERS_0, Errors.INVALID_PRODUCER_EPOCH));
    }

    @Test
    void withoutCoordinatorOrAnswerTheProducerIsToldToTryAgain() {
        // Given
        verify(1, "tx", 0);
        // When
        answers.get(0).completeExceptionally(new IllegalStateException("cut"));
        coordinator = OptionalInt.empty();
        verify(2, "tx", 0);
        // Then
        assertThat(told)
                .extracting(one -> one.errors().get(ORDERS_0))
                .containsExactly(Errors.NETWORK_EXCEPTION, Errors.COORDINATOR_NOT_AVAILABLE);
    }
}
