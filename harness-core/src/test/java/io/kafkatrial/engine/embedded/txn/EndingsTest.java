/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state against every wish to end, in both protocols. */
class EndingsTest {

    /** Bring an id into a state; returns its producer as the coordinator has it then. */
    private static TxnProducer given(Hand hand, String state, TransactionVersion version) {
        if (state.equals("Empty")) {
            return hand.initialized("tx");
        }
        TxnProducer producer = hand.ongoing("tx");
        if (state.equals("Ongoing")) {
            return producer;
        }
        TransactionResult result = state.endsWith("Commit") ? TransactionResult.COMMIT : TransactionResult.ABORT;
        hand.end(producer, result, version);
        hand.commit();
        if (state.startsWith("Complete")) {
            hand.writeMarkers();
            hand.commit();
        }
        hand.take(TxnOutput.Answered.class);
        return version == TransactionVersion.TV_2 ? Hand.with(producer, producer.producerEpoch() + 1) : producer;
    }

    @ParameterizedTest
    @CsvSource({
        "Empty,          INVALID_TXN_STATE,       INVALID_TXN_STATE",
        "Ongoing,        PrepareCommit,           PrepareAbort",
        "PrepareCommit,  CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS",
        "PrepareAbort,   CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS",
        "CompleteCommit, NONE,                    INVALID_TXN_STATE",
        "CompleteAbort,  INVALID_TXN_STATE,       NONE"
    })
    void firstProtocol(String state, String commit, String abort) {
        for (TransactionResult result : TransactionResult.values()) {
            Ending ending = new Ending(Hand.leading(), result, TransactionVersion.TV_0);
            TxnProducer producer = given(ending.hand(), state, ending.version());
            ending.check(Hand.with(producer, 9), "PRODUCER_FENCED");
            ending.check(new TxnProducer("tx", 5, (short) 0), "INVALID_PRODUCER_ID_MAPPING");
            ending.check(producer, result == TransactionResult.COMMIT ? commit : abort);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Empty,          INVALID_TXN_STATE,       PrepareAbort,            PRODUCER_FENCED,         PRODUCER_FENCED",
        "Ongoing,        PrepareCommit,           PrepareAbort,            PRODUCER_FENCED,         PRODUCER_FENCED",
        "PrepareCommit,  CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS",
        "PrepareAbort,   CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS",
        "CompleteCommit, INVALID_TXN_STATE,       PrepareAbort,            NONE,                    INVALID_TXN_STATE",
        "CompleteAbort,  INVALID_TXN_STATE,       PrepareAbort,            INVALID_TXN_STATE,       NONE"
    })
    void secondProtocol(String state, String commit, String abort, String commitRetry, String abortRetry) {
        for (TransactionResult result : TransactionResult.values()) {
            boolean commits = result == TransactionResult.COMMIT;
            for (boolean retry : new boolean[] {false, true}) {
                Ending ending = new Ending(Hand.leading(), result, TransactionVersion.TV_2);
                TxnProducer producer = given(ending.hand(), state, ending.version());
                TxnProducer asks = retry ? Hand.with(producer, producer.producerEpoch() - 1) : producer;
                String expected = retry ? (commits ? commitRetry : abortRetry) : (commits ? commit : abort);
                ending.check(asks, expected);
            }
        }
    }

    /** One wish at one coordinator. */
    private record Ending(Hand hand, TransactionResult result, TransactionVersion version) {
        void check(TxnProducer producer, String expected) {
            long token = hand.end(producer, result, version);
            if (expected.startsWith("Prepare")) {
                hand.commit();
                assertThat(hand.state("tx")).isEqualTo(expected);
                assertThat(hand.error(token)).isEqualTo(Errors.NONE);
            } else {
                assertThat(hand.error(token)).as("%s of %s", result, producer).isEqualTo(Errors.valueOf(expected));
            }
        }
    }

    @Test
    void secondProtocolAnswersWithTheNextEpochAndRepeatsItForARetry() {
        Hand hand = Hand.leading();
        TxnProducer producer = hand.ongoing("tx");

        long token = hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.commit();
        assertThat(Hand.producer("tx", hand.answer(token))).isEqualTo(Hand.with(producer, 1));
        hand.writeMarkers();
        hand.commit();

        long retry = hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        assertThat(Hand.producer("tx", hand.answer(retry))).isEqualTo(Hand.with(producer, 1));
        assertThat(hand.take(TxnOutput.Append.class)).as("done once").isEmpty();
    }

    @Test
    void firstProtocolKeepsTheEpoch() {
        Hand hand = Hand.leading();
        TxnProducer producer = hand.ongoing("tx");

        long token = hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_0);
        hand.commit();

        assertThat(hand.answer(token)).isEqualTo(new TxnOutput.Answered(token, Errors.NONE, -1, (short) -1));
        hand.writeMarkers();
        hand.commit();
        hand.addAll(producer);
        assertThat(hand.state("tx")).isEqualTo("Ongoing");
    }

    @Test
    void lastEpochEndsInANewProducerIdAndItsRetryIsKnown() {
        Hand hand = Hand.leading();
        TxnProducer producer = hand.initialized("tx");
        for (int epoch = 1; epoch < Short.MAX_VALUE; epoch++) {
            hand.init("tx");
            hand.commit();
            hand.outputs.removeIf(TxnOutput.Answered.class::isInstance);
        }
        TxnProducer last = Hand.with(producer, Short.MAX_VALUE - 1);
        hand.addAll(last);

        long token = hand.end(last, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.step(new TxnInput.ProducerIds(List.of(7777L)));
        hand.commit();
        TxnProducer heir = Hand.producer("tx", hand.answer(token));
        hand.writeMarkers();
        hand.commit();

        assertThat(heir).isEqualTo(new TxnProducer("tx", 7777, (short) 0));
        long retry = hand.end(last, TransactionResult.COMMIT, TransactionVersion.TV_2);
        assertThat(Hand.producer("tx", hand.answer(retry))).isEqualTo(heir);
        hand.addAll(heir);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ENOUGH_REPLICAS,              COORDINATOR_NOT_AVAILABLE",
        "NOT_ENOUGH_REPLICAS_AFTER_APPEND, COORDINATOR_NOT_AVAILABLE",
        "REQUEST_TIMED_OUT,                COORDINATOR_NOT_AVAILABLE",
        "NOT_LEADER_OR_FOLLOWER,           NOT_COORDINATOR",
        "MESSAGE_TOO_LARGE,                UNKNOWN_SERVER_ERROR"
    })
    void endThatIsNotInTheLogIsNoEndAndCanBeTriedAgain(Errors log, Errors client) {
        Hand hand = Hand.leading();
        TxnProducer producer = hand.ongoing("tx");

        long token = hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.refuseAppends(log);

        assertThat(hand.error(token)).isEqualTo(client);
        assertThat(hand.state("tx")).isEqualTo("Ongoing");
        assertThat(hand.take(TxnOutput.SendMarkers.class)).isEmpty();
        long again = hand.end(producer, TransactionResult.ABORT, TransactionVersion.TV_2);
        hand.commit();
        assertThat(hand.error(again)).isEqualTo(Errors.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void transactionThatTakesTooLongIsAbortedAndItsProducerFenced(int version) {
        Hand hand = Hand.leading();
        hand.version = TransactionVersion.fromFeatureLevel((short) version);
        TxnProducer producer = hand.ongoing("tx");

        hand.pass(Hand.TIMEOUT_MS);
        assertThat(hand.take(TxnOutput.Append.class)).as("not yet over").isEmpty();
        hand.pass(hand.settings.timeoutCheckMs());
        hand.commit();

        assertThat(hand.writeMarkers()).containsExactlyInAnyOrder("ABORT orders-0@1", "ABORT orders-1@2");
        hand.commit();
        assertThat(hand.state("tx")).isEqualTo("CompleteAbort");
        assertThat(hand.error(hand.add(producer, Set.of(Hand.ORDERS_0), 0))).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void unknownAndEmptyIdsAreRefused() {
        Hand hand = Hand.leading();
        TxnProducer nobody = new TxnProducer("nobody", 1, (short) 0);

        assertThat(hand.error(hand.end(nobody, TransactionResult.COMMIT, TransactionVersion.TV_2)))
                .isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        assertThat(hand.error(
                        hand.end(new TxnProducer("", 1, (short) 0), TransactionResult.ABORT, TransactionVersion.TV_0)))
                .isEqualTo(Errors.INVALID_REQUEST);
    }
}
