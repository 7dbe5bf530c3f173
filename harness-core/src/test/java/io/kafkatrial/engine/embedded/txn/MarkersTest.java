/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the decision to the last state, whatever happens to markers, leaders and coordinators. */
class MarkersTest {

    private final Hand hand = Hand.leading();

    private TxnProducer committing() {
        TxnProducer producer = hand.ongoing("tx");
        hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.commit();
        hand.take(TxnOutput.Answered.class);
        return Hand.with(producer, 1);
    }

    @Test
    void lastStateIsWrittenWhenAllMarkersAreIn() {
        committing();
        var sent = hand.take(TxnOutput.SendMarkers.class);

        assertThat(sent).hasSize(2);
        hand.outputs.add(sent.get(0));
        hand.writeMarkers();
        assertThat(hand.take(TxnOutput.Append.class)).as("one is missing").isEmpty();

        hand.outputs.add(sent.get(1));
        hand.writeMarkers();
        hand.commit();
        assertThat(hand.state("tx")).isEqualTo("CompleteCommit");
        assertThat(hand.coordinator.queries().describe("tx").topics()).isEmpty();
    }

    @Test
    void markersOfSeveralTransactionsTravelTogether() {
        TxnProducer a = hand.ongoing("a");
        TxnProducer b = hand.ongoing("b");
        hand.end(a, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.end(b, TransactionResult.ABORT, TransactionVersion.TV_2);
        hand.commit();
        hand.loseMarkers();
        hand.pass(hand.settings.retryMs());

        assertThat(hand.take(TxnOutput.SendMarkers.class)).hasSize(2).allSatisfy(send -> assertThat(send.markers())
                .hasSize(2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {
                "UNKNOWN_TOPIC_OR_PARTITION",
                "NOT_LEADER_OR_FOLLOWER",
                "NOT_ENOUGH_REPLICAS",
                "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
                "REQUEST_TIMED_OUT",
                "KAFKA_STORAGE_ERROR"
            })
    void markerThatIsNotWrittenGoesToTheNextLeader(Errors error) {
        committing();
        hand.answerMarkers(error);

        hand.leaders.put(Hand.ORDERS_0, OptionalInt.of(3));
        hand.pass(hand.settings.retryMs());

        assertThat(hand.writeMarkers()).containsExactlyInAnyOrder("COMMIT orders-0@3", "COMMIT orders-1@2");
        hand.commit();
        assertThat(hand.state("tx")).isEqualTo("CompleteCommit");
    }

    @Test
    void newMetadataWakesWhatWaitsForALeader() {
        hand.leaders.put(Hand.ORDERS_0, OptionalInt.empty());
        committing();
        assertThat(hand.writeMarkers()).containsExactly("COMMIT orders-1@2");
        hand.pass(10 * hand.settings.retryMs());
        assertThat(hand.state("tx")).isEqualTo("PrepareCommit");

        hand.leaders.put(Hand.ORDERS_0, OptionalInt.of(1));
        hand.step(new TxnInput.MetadataChanged());

        assertThat(hand.writeMarkers()).containsExactly("COMMIT orders-0@1");
        hand.commit();
        assertThat(hand.state("tx")).isEqualTo("CompleteCommit");
    }

    @Test
    void deletedTopicNeedsNoMarker() {
        TxnProducer producer = hand.ongoing("tx");
        hand.leaders.clear();

        hand.end(producer, TransactionResult.ABORT, TransactionVersion.TV_2);
        hand.commit();
        hand.commit();

        assertThat(hand.state("tx")).isEqualTo("CompleteAbort");
        assertThat(hand.take(TxnOutput.SendMarkers.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"INVALID_PRODUCER_EPOCH", "TRANSACTION_COORDINATOR_FENCED"})
    void fencedCoordinatorLeavesTheTransactionToItsHeir(Errors error) {
        committing();

        hand.answerMarkers(error);
        hand.pass(hand.settings.retryMs());

        assertThat(hand.take(TxnOutput.SendMarkers.class)).isEmpty();
        assertThat(hand.take(TxnOutput.Append.class)).isEmpty();
        assertThat(hand.state("tx")).isEqualTo("PrepareCommit");
    }

    @Test
    void lastStateIsAppendedUntilItIsIn() {
        TxnProducer producer = committing();
        hand.writeMarkers();
        hand.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);
        assertThat(hand.error(hand.add(producer, Set.of(Hand.ORDERS_0), 0))).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);

        hand.pass(hand.settings.retryMs());
        hand.commit();

        assertThat(hand.state("tx")).isEqualTo("CompleteCommit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ABORT"})
    void heirFinishesWhatWasDecided(TransactionResult result) {
        TxnProducer producer = hand.ongoing("tx");
        hand.end(producer, result, TransactionVersion.TV_2);
        hand.commit();

        hand.failOver(2);

        assertThat(hand.writeMarkers()).containsExactlyInAnyOrder(result + " orders-0@1", result + " orders-1@2");
        hand.commit();
        assertThat(hand.state("tx")).startsWith("Complete");
        long retry = hand.end(producer, result, TransactionVersion.TV_2);
        assertThat(Hand.producer("tx", hand.answer(retry))).isEqualTo(Hand.with(producer, 1));
    }

    @Test
    void heirSendsNothingOfADecisionThatMayYetBeLost() {
        committing();
        hand.outputs.clear();
        hand.coordinator = new Transactions(hand.settings, hand);

        hand.load(2);
        hand.step(new TxnInput.HighWatermark(0, hand.log.size() - 1));
        assertThat(hand.state("tx")).isEqualTo("PrepareCommit");
        assertThat(hand.take(TxnOutput.SendMarkers.class)).isEmpty();

        hand.step(new TxnInput.HighWatermark(0, hand.log.size()));
        assertThat(hand.take(TxnOutput.SendMarkers.class)).hasSize(2);
    }

    @Test
    void heirOfAnUndecidedTransactionLeavesItOpen() {
        TxnProducer producer = hand.ongoing("tx");

        hand.failOver(2);

        assertThat(hand.state("tx")).isEqualTo("Ongoing");
        long token = hand.end(producer, TransactionResult.COMMIT, TransactionVersion.TV_2);
        hand.commit();
        assertThat(hand.error(token)).isEqualTo(Errors.NONE);
    }

    @Test
    void resignedCoordinatorSendsNothingMore() {
        committing();
        hand.loseMarkers();

        hand.step(new TxnInput.Resigned(0));
        hand.pass(hand.settings.retryMs());

        assertThat(hand.take(TxnOutput.SendMarkers.class)).isEmpty();
        assertThat(hand.coordinator.queries().describe("tx").errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
    }

    @Test
    void lateAnswerToAMarkerOfAnEarlierLeadershipIsIgnored() {
        committing();
        var sent = hand.take(TxnOutput.SendMarkers.class);
        hand.step(new TxnInput.Resigned(0));
        hand.elect(3);

        hand.outputs.addAll(0, sent);
        var again = hand.outputs.stream()
                .filter(TxnOutput.SendMarkers.class::isInstance)
                .toList();
        assertThat(again).hasSize(4);
        hand.outputs.removeAll(again.subList(2, 4));
        hand.writeMarkers();

        assertThat(hand.take(TxnOutput.Append.class)).isEmpty();
        assertThat(hand.state("tx")).isEqualTo("PrepareCommit");
    }
}
