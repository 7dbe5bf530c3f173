/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.List;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TxnQueriesTest {

    private final Hand hand = Hand.leading();

    private final LoopClock clock = new LoopClock() {
        @Override
        public long wallMs() {
            return hand.nowMs;
        }

        @Override
        public long nanos() {
            return hand.nowMs * 1_000_000;
        }
    };

    private ListTransactionsResponseData list(ListTransactionsRequestData asked) {
        return hand.coordinator.queries().list(asked, clock);
    }

    private List<String> names(ListTransactionsRequestData asked) {
        return list(asked).transactionStates().stream()
                .map(ListTransactionsResponseData.TransactionState::transactionalId)
                .toList();
    }

    @Test
    void listIsFilteredByProducerStateDurationAndPattern() {
        hand.ongoing("pay-1");
        TxnProducer second = hand.initialized("pay-2");
        hand.pass(5);
        hand.ongoing("ship-1");

        assertThat(names(new ListTransactionsRequestData())).containsExactly("pay-1", "pay-2", "ship-1");
        assertThat(names(new ListTransactionsRequestData().setProducerIdFilters(List.of(second.producerId()))))
                .containsExactly("pay-2");
        assertThat(names(new ListTransactionsRequestData().setStateFilters(List.of("Ongoing"))))
                .containsExactly("pay-1", "ship-1");
        assertThat(names(new ListTransactionsRequestData()
                        .setStateFilters(List.of("Ongoing"))
                        .setDurationFilter(4)))
                .containsExactly("pay-1");
        assertThat(names(new ListTransactionsRequestData().setTransactionalIdPattern("pay.*")))
                .containsExactly("pay-1", "pay-2");
        assertThat(list(new ListTransactionsRequestData().setStateFilters(List.of("Sleeping")))
                        .unknownStateFilters())
                .containsExactly("Sleeping");
        assertThatThrownBy(() -> list(new ListTransactionsRequestData().setTransactionalIdPattern("(")))
                .isInstanceOf(InvalidRegularExpression.class);
    }

    @Test
    void loadingCoordinatorListsNothing() {
        hand.step(new TxnInput.Elected(0, 9));

        assertThat(list(new ListTransactionsRequestData()).errorCode())
                .isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS.code());
    }

    @Test
    void descriptionHasWhatTheLogHas() {
        TxnProducer producer = hand.ongoing("tx");
        long start = hand.nowMs;

        var described = hand.coordinator.queries().describe("tx");

        assertThat(described.producerId()).isEqualTo(producer.producerId());
        assertThat(described.producerEpoch()).isEqualTo(producer.producerEpoch());
        assertThat(described.transactionTimeoutMs()).isEqualTo(Hand.TIMEOUT_MS);
        assertThat(described.transactionStartTimeMs()).isEqualTo(start);
        assertThat(described.topics().find("orders").partitions()).containsExactlyInAnyOrder(0, 1);
        assertThat(hand.coordinator.queries().describe("nobody").errorCode())
                .isEqualTo(Errors.TRANSACTIONAL_ID_NOT_FOUND.code());
        assertThat(hand.coordinator.queries().describe("").errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
    }

    @Test
    void idNobodyUsesIsForgottenByATombstone() {
        hand.initialized("old");
        hand.pass(hand.settings.idExpirationMs() - 1);
        hand.initialized("new");

        hand.pass(hand.settings.idExpirationCheckMs());
        assertThat(names(new ListTransactionsRequestData()))
                .as("until it is in the log")
                .contains("old");
        hand.commit();

        assertThat(names(new ListTransactionsRequestData())).containsExactly("new");
        hand.failOver(2);
        assertThat(names(new ListTransactionsRequestData()))
                .as("the log says so")
                .containsExactly("new");
        assertThat(hand.initialized("old").producerEpoch())
                .as("as if it were new")
                .isZero();
    }

    @Test
    void openTransactionIsNotForgotten() {
        hand.ongoing("tx");

        hand.nowMs += hand.settings.idExpirationMs();
        hand.pass(hand.settings.idExpirationCheckMs());

        assertThat(names(new ListTransactionsRequestData())).containsExactly("tx");
    }

    @Test
    void tombstoneThatFailsIsTriedAgainLater() {
        hand.initialized("old");
        hand.pass(hand.settings.idExpirationMs() + hand.settings.idExpirationCheckMs());
        hand.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);

        hand.pass(hand.settings.idExpirationCheckMs());
        hand.commit();

        assertThat(names(new ListTransactionsRequestData())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 1"})
    void formatOfTheLogFollowsTheFeature(short level, short valueVersion) {
        hand.version = TransactionVersion.fromFeatureLevel(level);

        hand.initialized("tx");

        var record = hand.log.get(0).records().iterator().next();
        assertThat(record.value().getShort(record.value().position())).isEqualTo(valueVersion);
    }
}
