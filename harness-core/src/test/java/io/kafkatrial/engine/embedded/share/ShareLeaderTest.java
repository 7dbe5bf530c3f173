/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import static io.kafkatrial.engine.embedded.share.ShareFixture.told;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.share.persister.PersisterStateBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of records in the hands of members: every kind of acknowledgement, and none at all. */
class ShareLeaderTest {

    private static final int GAP = 0;
    private static final int ACCEPT = 1;
    private static final int RELEASE = 2;
    private static final int REJECT = 3;
    private static final int RENEW = 4;
    private static final int LOCK_MS = 30_000;

    private final ShareFixture shared = new ShareFixture();

    @Test
    void membersGetDifferentRecords() {
        // Given
        shared.append(10);
        shared.append(10);

        // When, then
        assertThat(shared.fetch("a", 5)).containsExactly("0-9x1");
        assertThat(shared.fetch("b", 5)).containsExactly("10-19x1");
        assertThat(shared.fetch("c", 5)).isEmpty();
    }

    @Test
    void acceptedRecordsNeverComeAgain() {
        shared.append(10);
        shared.fetch("a");

        assertThat(shared.acknowledge("a", 0, 9, ACCEPT)).isEqualTo(Errors.NONE);

        shared.loop.advance(2 * LOCK_MS);
        assertThat(shared.fetch("b")).isEmpty();
        shared.failOver();
        assertThat(shared.fetch("b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 2-2x2", "1, 2-2x2", "3, 2-2x2"})
    void onlyTheReleasedOneOfABatchComesAgain(int others, String again) {
        shared.append(5);
        shared.fetch("a");

        assertThat(shared.acknowledge("a", 0, 4, others, others, RELEASE, others, others))
                .isEqualTo(Errors.NONE);

        assertThat(shared.fetch("b")).containsExactly(again);
        assertThat(shared.fetch("c")).isEmpty();
    }

    @Test
    void releasedBatchComesAgainAsAWhole() {
        shared.append(5);
        shared.fetch("a");

        shared.acknowledge("a", 0, 4, RELEASE);

        assertThat(shared.fetch("b")).containsExactly("0-4x2");
    }

    @Test
    void gapsOfTheLogAreDoneWith() {
        shared.append(3);
        shared.fetch("a");

        assertThat(shared.acknowledge("a", 0, 2, ACCEPT, GAP, ACCEPT)).isEqualTo(Errors.NONE);

        shared.loop.advance(2 * LOCK_MS);
        assertThat(shared.fetch("b")).isEmpty();
    }

    @Test
    void lockThatExpiresFreesRecordsAndCountsTheirDelivery() {
        shared.append(5);
        shared.fetch("a");
        shared.loop.advance(LOCK_MS - 100);
        assertThat(shared.fetch("b")).isEmpty();

        shared.loop.advance(100);

        assertThat(shared.fetch("b")).containsExactly("0-4x2");
        assertThat(shared.acknowledge("a", 0, 4, ACCEPT)).isEqualTo(Errors.INVALID_RECORD_STATE);
        assertThat(shared.acknowledge("b", 0, 4, ACCEPT)).isEqualTo(Errors.NONE);
    }

    @Test
    void restOfABatchIsFreedWhenItsLockExpires() {
        shared.append(4);
        shared.fetch("a");
        shared.acknowledge("a", 1, 1, ACCEPT);

        shared.loop.advance(LOCK_MS);

        assertThat(shared.fetch("b")).containsExactly("0-0x2", "2-3x2");
    }

    @Test
    void renewedLockLastsAsLongAgain() {
        shared.append(5);
        shared.fetch("a");
        shared.loop.advance(LOCK_MS - 1000);

        assertThat(shared.acknowledge("a", 0, 4, RENEW)).isEqualTo(Errors.NONE);

        shared.loop.advance(LOCK_MS - 1000);
        assertThat(shared.fetch("b")).isEmpty();
        shared.loop.advance(1000);
        assertThat(shared.fetch("b")).containsExactly("0-4x2");
    }

    @Test
    void locksOfSingleRecordsAreRenewedAlone() {
        shared.append(2);
        shared.fetch("a");
        shared.loop.advance(LOCK_MS - 1000);

        shared.acknowledge("a", 0, 0, RENEW);

        shared.loop.advance(1000);
        assertThat(shared.fetch("b")).containsExactly("1-1x2");
    }

    @Test
    void groupMayForbidRenewals() {
        shared.set("share.renew.acknowledge.enable", "false");
        shared.append(1);
        shared.fetch("a");

        assertThat(shared.acknowledge("a", 0, 0, RENEW)).isEqualTo(Errors.INVALID_RECORD_STATE);
    }

    @Test
    void recordIsArchivedWhenItWasDeliveredOftenEnough() {
        shared.set("share.delivery.count.limit", "2");
        shared.append(1);
        shared.fetch("a");
        shared.acknowledge("a", 0, 0, RELEASE);
        assertThat(shared.fetch("a")).containsExactly("0-0x2");

        shared.loop.advance(LOCK_MS);

        assertThat(shared.fetch("a")).isEmpty();
        shared.append(1);
        assertThat(shared.fetch("a")).containsExactly("1-1x1");
    }

    @Test
    void recordsDeliveredOftenComeInEverSmallerNumbers() {
        // Given a limit of 5, half of which is 3
        shared.append(8);
        for (int delivery = 0; delivery < 3; delivery++) {
            shared.fetch("a");
            shared.acknowledge("a", 0, 7, RELEASE);
        }

        // When, then
        assertThat(shared.fetch("a")).containsExactly("0-3x4");
        assertThat(shared.fetch("b")).containsExactly("4-7x4");
        shared.acknowledge("a", 0, 3, RELEASE);
        assertThat(shared.fetch("a")).containsExactly("0-0x5");
    }

    @ParameterizedTest
    @CsvSource({
        "a, 0, 9, 1, INVALID_REQUEST",
        "b, 0, 4, 1, INVALID_RECORD_STATE",
        "a, 7, 8, 1, INVALID_REQUEST",
        "a, 0, 4, 9, INVALID_REQUEST",
        "b, 2, 2, 1, INVALID_RECORD_STATE"
    })
    void acknowledgementOfWhatOneHasNotIsRefused(String member, long first, long last, int type, Errors error) {
        shared.append(5);
        shared.fetch("a");

        assertThat(shared.acknowledge(member, first, last, type)).isEqualTo(error);

        assertThat(shared.acknowledge("a", 0, 4, ACCEPT)).isEqualTo(Errors.NONE);
    }

    @Test
    void nothingIsAcknowledgedTwice() {
        shared.append(10);
        shared.append(1);
        shared.fetch("a");
        shared.acknowledge("a", 5, 5, ACCEPT);

        assertThat(shared.acknowledge("a", 4, 5, ACCEPT)).isEqualTo(Errors.INVALID_RECORD_STATE);
        assertThat(shared.acknowledge("a", 4, 4, ACCEPT)).isEqualTo(Errors.NONE);
    }

    @Test
    void memberIsToldOnlyWhenItIsWritten() {
        shared.append(5);
        shared.fetch("a");
        shared.states.slow();

        var first = shared.acknowledging("a", 0, 4, RELEASE);

        assertThat(first).isNotDone();
        assertThat(shared.fetch("b")).isEmpty();
        assertThat(shared.acknowledging("a", 0, 4, ACCEPT)).isCompletedWithValue(Errors.INVALID_RECORD_STATE);
        shared.states.release();
        assertThat(first).isCompletedWithValue(Errors.NONE);
        assertThat(shared.fetch("b")).containsExactly("0-4x2");
    }

    @Test
    void whatCouldNotBeWrittenIsNotAcknowledged() {
        shared.append(5);
        shared.fetch("a");
        shared.states.answer(Errors.COORDINATOR_NOT_AVAILABLE);

        assertThat(shared.acknowledge("a", 0, 4, ACCEPT)).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);

        shared.states.answer(Errors.NONE);
        assertThat(shared.fetch("b")).isEmpty();
        assertThat(shared.acknowledge("a", 0, 4, ACCEPT)).isEqualTo(Errors.NONE);
    }

    @Test
    void lockThatExpiresWhileAWriteFailsFreesTheRecords() {
        shared.append(5);
        shared.fetch("a");
        shared.states.answer(Errors.COORDINATOR_NOT_AVAILABLE);
        shared.states.slow();
        var ended = shared.acknowledging("a", 0, 4, ACCEPT);
        shared.loop.advance(LOCK_MS);

        shared.states.release();

        assertThat(ended).isCompletedWithValue(Errors.COORDINATOR_NOT_AVAILABLE);
        shared.states.answer(Errors.NONE);
        assertThat(shared.fetch("b")).containsExactly("0-4x2");
    }

    @Test
    void leaderThatWasReplacedGivesUpItsRecords() {
        shared.append(5);
        shared.fetch("a");
        shared.states.answer(Errors.FENCED_LEADER_EPOCH);

        assertThat(shared.acknowledge("a", 0, 4, ACCEPT)).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);

        shared.leads(false);
        assertThat(shared.fetch("a")).containsExactly("NOT_LEADER_OR_FOLLOWER");
        assertThat(shared.acknowledge("a", 0, 4, ACCEPT)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void newLeaderKnowsWhatWasDoneAndFreesWhatWasOnlyAcquired() {
        shared.append(10);
        shared.append(5);
        shared.fetch("a");
        shared.acknowledge("a", 3, 6, ACCEPT, RELEASE, REJECT, ACCEPT);

        shared.failOver();

        assertThat(shared.fetch("b")).containsExactly("0-2x1", "4-4x2", "7-14x1");
    }

    @Test
    void newLeaderFindsWhatNobodyHadBetweenWhatWasKept() {
        shared.append(20);
        shared.states.begin(2, new PersisterStateBatch(5, 6, (byte) 2, (short) 1), released(9, 10));

        assertThat(shared.fetch("a")).containsExactly("2-4x1", "7-8x1", "9-10x3", "11-19x1");
    }

    private static PersisterStateBatch released(long first, long last) {
        return new PersisterStateBatch(first, last, (byte) 0, (short) 2);
    }

    @Test
    void fetchWaitsForRecords() {
        var answer = shared.asked("a", 500, 5_000);
        shared.loop.advance(1_000);
        assertThat(answer).isNotDone();

        shared.append(1);
        shared.loop.runAll();

        assertThat(told(answer)).containsExactly("0-0x1");
    }

    @Test
    void fetchWaitsForRecordsThatOthersGiveBack() {
        shared.append(5);
        shared.fetch("a");
        var answer = shared.asked("b", 500, 5_000);
        shared.loop.runAll();
        assertThat(answer).isNotDone();

        shared.acknowledge("a", 0, 4, RELEASE);
        shared.loop.runAll();

        assertThat(told(answer)).containsExactly("0-4x2");
    }

    @Test
    void fetchEndsEmptyWhenItsTimeIsUp() {
        var answer = shared.asked("a", 500, 5_000);

        shared.loop.advance(5_000);

        assertThat(told(answer)).isEmpty();
    }
}
