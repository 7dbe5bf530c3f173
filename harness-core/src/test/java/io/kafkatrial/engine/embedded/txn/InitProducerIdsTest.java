/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.internals.ProducerIdAndEpoch;
import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitProducerIdsTest {

    private final Hand hand = Hand.leading();

    @Test
    void newIdGetsAProducerIdOnlyWhenItIsInTheLog() {
        long token = hand.init("tx");
        assertThat(hand.answer(token)).as("waits for a producer id").isNull();

        hand.giveIds();
        assertThat(hand.answer(token)).as("waits for the log").isNull();

        hand.commit();
        assertThat(hand.answer(token)).isEqualTo(new TxnOutput.Answered(token, Errors.NONE, 1000, (short) 0));
        assertThat(hand.state("tx")).isEqualTo("Empty");
    }

    @Test
    void nextInitializationFencesTheLast() {
        TxnProducer zombie = hand.initialized("tx");

        TxnProducer heir = hand.initialized("tx");

        assertThat(heir).isEqualTo(Hand.with(zombie, 1));
        assertThat(hand.error(hand.add(zombie, Set.of(Hand.ORDERS_0), 0))).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(hand.error(hand.end(zombie, TransactionResult.COMMIT, TransactionVersion.TV_0)))
                .isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void producerThatGoesOnAfterAnErrorIsBumpedAndItsRetryIsNot() {
        TxnProducer first = hand.initialized("tx");

        assertThat(goOn(first)).isEqualTo(Hand.with(first, 1));
        assertThat(goOn(first)).as("the answer was lost").isEqualTo(Hand.with(first, 1));
        assertThat(goOn(Hand.with(first, 1))).isEqualTo(Hand.with(first, 2));
        assertThat(hand.error(expecting("tx", first))).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(hand.error(expecting("tx", new TxnProducer("tx", 999, (short) 2))))
                .isEqualTo(Errors.PRODUCER_FENCED);
    }

    private long expecting(String id, TxnProducer known) {
        return hand.init(
                id, Hand.TIMEOUT_MS, Optional.of(new ProducerIdAndEpoch(known.producerId(), known.producerEpoch())));
    }

    private TxnProducer goOn(TxnProducer known) {
        long token = expecting(known.transactionalId(), known);
        hand.commit();
        return Hand.producer(known.transactionalId(), hand.answer(token));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 900_001})
    void timeoutThatIsNotAllowedIsRefused(int timeoutMs) {
        assertThat(hand.error(hand.init("tx", timeoutMs, Optional.empty())))
                .isEqualTo(Errors.INVALID_TRANSACTION_TIMEOUT);
        assertThat(hand.error(hand.init("", Hand.TIMEOUT_MS, Optional.empty()))).isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void brokerThatDoesNotLeadOrStillLoadsSaysSo() {
        Hand stranger = new Hand();
        assertThat(stranger.error(stranger.init("tx"))).isEqualTo(Errors.NOT_COORDINATOR);

        stranger.step(new TxnInput.Elected(0, 7));
        assertThat(stranger.error(stranger.init("tx"))).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);

        stranger.step(new TxnInput.ReplayEnded(0, 6, 0));
        assertThat(stranger.error(stranger.init("tx")))
                .as("the end of an old load")
                .isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);

        stranger.step(new TxnInput.ReplayEnded(0, 7, 0));
        stranger.initialized("tx");
        stranger.step(new TxnInput.Resigned(0));
        assertThat(stranger.error(stranger.init("tx"))).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void appendUnderAnEarlierLeadershipEndsWithNotCoordinator() {
        hand.initialized("tx");
        long token = hand.init("tx");
        List<TxnOutput.Append> appends = hand.take(TxnOutput.Append.class);

        hand.step(new TxnInput.Resigned(0));
        hand.elect(2);
        hand.step(new TxnInput.Appended(appends.get(0).appendId(), Errors.NONE));

        assertThat(hand.error(token)).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void openTransactionIsAbortedFirst(int version) {
        hand.version = TransactionVersion.fromFeatureLevel((short) version);
        TxnProducer zombie = hand.ongoing("tx");

        long first = hand.init("tx");
        hand.commit();
        assertThat(hand.error(first)).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(hand.error(hand.init("tx"))).as("still ends").isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(hand.writeMarkers()).containsExactlyInAnyOrder("ABORT orders-0@1", "ABORT orders-1@2");
        hand.commit();

        assertThat(hand.state("tx")).isEqualTo("CompleteAbort");
        assertThat(hand.initialized("tx")).isEqualTo(Hand.with(zombie, 2));
    }

    @Test
    void failedFenceByTheFirstProtocolDoesNotBurnEpochs() {
        hand.version = TransactionVersion.TV_1;
        TxnProducer zombie = hand.ongoing("tx");

        for (int i = 0; i < 3; i++) {
            long token = hand.init("tx");
            hand.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
            assertThat(hand.error(token)).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        }
        hand.init("tx");
        hand.commit();
        hand.writeMarkers();
        hand.commit();

        assertThat(hand.initialized("tx")).isEqualTo(Hand.with(zombie, 2));
    }

    @Test
    void usedUpEpochsGiveANewProducerId() {
        TxnProducer producer = hand.initialized("tx");
        for (int epoch = 1; epoch < Short.MAX_VALUE; epoch++) {
            hand.init("tx");
            hand.commit();
            hand.outputs.clear();
        }

        TxnProducer last = Hand.with(producer, Short.MAX_VALUE - 1);
        long token = expecting("tx", last);
        hand.step(new TxnInput.ProducerIds(List.of(7777L)));
        hand.commit();

        TxnProducer heir = Hand.producer("tx", hand.answer(token));
        assertThat(heir).isEqualTo(new TxnProducer("tx", 7777, (short) 0));
        assertThat(goOn(last)).as("its answer was lost").isEqualTo(heir);
        assertThat(hand.error(hand.add(last, Set.of(Hand.ORDERS_0), 0))).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    }

    @Test
    void controllerThatCannotBeAskedIsARetriableError() {
        long token = hand.init("tx");

        hand.step(new TxnInput.ProducerIds(List.of()));

        assertThat(hand.error(token)).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(hand.initialized("tx").producerEpoch()).isZero();
    }
}
