/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.api.Test;

class AdditionsTest {

    private static final int PATIENCE_MS = 100;

    private final Hand hand = Hand.leading();

    @Test
    void partitionIsInWhenItIsInTheLog() {
        TxnProducer producer = hand.initialized("tx");

        long token = hand.add(producer, Set.of(Hand.ORDERS_0), 0);
        assertThat(hand.answer(token)).isNull();
        assertThat(verify(producer)).containsEntry(Hand.ORDERS_0, Errors.TRANSACTION_ABORTABLE);
        assertThat(hand.error(hand.add(producer, Set.of(Hand.ORDERS_1), 0)))
                .as("one at a time")
                .isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        hand.commit();

        assertThat(hand.error(token)).isEqualTo(Errors.NONE);
        assertThat(verify(producer))
                .isEqualTo(Map.of(Hand.ORDERS_0, Errors.NONE, Hand.ORDERS_1, Errors.TRANSACTION_ABORTABLE));
        assertThat(hand.error(hand.add(producer, Set.of(Hand.ORDERS_0), 0)))
                .as("at once")
                .isEqualTo(Errors.NONE);
    }

    private Map<TopicPartition, Errors> verify(TxnProducer producer) {
        return hand.coordinator.queries().verify(producer, Set.of(Hand.ORDERS_0, Hand.ORDERS_1));
    }

    @Test
    void strangersAreRefused() {
        TxnProducer producer = hand.ongoing("tx");

        TxnProducer otherId = new TxnProducer("tx", 5, (short) 0);
        TxnProducer otherName = new TxnProducer("nobody", producer.producerId(), (short) 0);
        assertThat(hand.error(hand.add(otherId, Set.of(Hand.ORDERS_0), 0)))
                .isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(hand.error(hand.add(otherName, Set.of(Hand.ORDERS_0), 0)))
                .isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(hand.error(hand.add(Hand.with(producer, 1), Set.of(Hand.ORDERS_0), 0)))
                .isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(verify(otherId)).containsEntry(Hand.ORDERS_0, Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(verify(otherName)).containsEntry(Hand.ORDERS_0, Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(verify(Hand.with(producer, 1))).containsEntry(Hand.ORDERS_0, Errors.PRODUCER_FENCED);
        assertThat(hand.error(hand.add(new TxnProducer("", 1, (short) 0), Set.of(), 0)))
                .isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void partitionOfTheNextTransactionWaitsForTheEndOfTheLast() {
        TxnProducer producer = hand.ongoing("tx");
        hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.commit();
        TxnProducer next = Hand.with(producer, 1);

        assertThat(hand.error(hand.add(next, Set.of(Hand.ORDERS_0), 0)))
                .as("a client's own request")
                .isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        long first = hand.add(next, Set.of(Hand.ORDERS_0), PATIENCE_MS);
        long second = hand.add(next, Set.of(Hand.ORDERS_1), PATIENCE_MS);
        hand.writeMarkers();
        hand.commit();

        assertThat(hand.take(TxnOutput.Append.class))
                .as("both in one record")
                .hasSize(1)
                .allSatisfy(append -> {
                    hand.outputs.add(append);
                });
        hand.commit();
        assertThat(hand.error(first)).isEqualTo(Errors.NONE);
        assertThat(hand.error(second)).isEqualTo(Errors.NONE);
        assertThat(hand.state("tx")).isEqualTo("Ongoing");
    }

    @Test
    void patienceEnds() {
        TxnProducer producer = hand.ongoing("tx");
        hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.commit();

        long token = hand.add(Hand.with(producer, 1), Set.of(Hand.ORDERS_0), PATIENCE_MS);
        hand.pass(PATIENCE_MS - 1);
        assertThat(hand.answer(token)).isNull();
        hand.pass(1);

        assertThat(hand.error(token)).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
    }

    @Test
    void whoWaitsIsToldWhenTheCoordinatorGoes() {
        TxnProducer producer = hand.ongoing("tx");
        hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.commit();
        long token = hand.add(Hand.with(producer, 1), Set.of(Hand.ORDERS_0), PATIENCE_MS);

        hand.step(new TxnInput.Resigned(0));

        assertThat(hand.error(token)).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void additionThatFailsLeavesTheTransactionAsItWas() {
        TxnProducer producer = hand.initialized("tx");

        long token = hand.add(producer, Set.of(Hand.ORDERS_0), 0);
        hand.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);

        assertThat(hand.error(token)).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(hand.state("tx")).isEqualTo("Empty");
        hand.addAll(producer);
    }
}
