/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Anomaly.Kind.ACK_BELOW_MIN_ISR;
import static io.kafkatrial.check.Anomaly.Kind.AVAILABILITY_GAP;
import static io.kafkatrial.check.Anomaly.Kind.DAMAGED;
import static io.kafkatrial.check.Anomaly.Kind.HANGING_TRANSACTION;
import static io.kafkatrial.check.Anomaly.Kind.KEY_SCATTERED;
import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_TOMBSTONE;
import static io.kafkatrial.check.Anomaly.Kind.NOT_RECOVERED;
import static io.kafkatrial.check.Anomaly.Kind.REALTIME_VIOLATION;
import static io.kafkatrial.check.Anomaly.Kind.REPLICAS_DIVERGED;
import static io.kafkatrial.check.Anomaly.Kind.RESURRECTED_KEY;
import static io.kafkatrial.check.Anomaly.Kind.STALE_END;
import static io.kafkatrial.check.Anomaly.Kind.UNSEEN;
import static io.kafkatrial.check.Judged.doesNotShow;
import static io.kafkatrial.check.Judged.shows;
import static io.kafkatrial.history.Tale.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Tale;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replicas, acknowledgements, keys and time: what the cluster does. */
class ClusterChecksTest {

    private static final Claim AVAILABLE = Claim.available(Duration.ofMillis(20));
    private static final Claim RECOVERS = Claim.recovers(Duration.ofMillis(20));

    private static Tale wait(Tale tale, int millis) {
        for (int i = 0; i < millis; i++) {
            tale.broker(9, "running");
        }
        return tale;
    }

    @Test
    void acknowledgedRecordOfAPartitionNobodyCouldReadIsUnseen() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .wrote("p#1", 1, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1);

        assertThat(shows(UNSEEN, tale).record()).contains(id("p#1"));
        assertThat(Verdicts.of(Guarantee.AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Vacuous.class);
        doesNotShow(UNSEEN, tale.polled("c", "g", "p#1", 1, 0));
    }

    @Test
    void lostRecordThatOneReplicaStillHasIsSaidSo() {
        Tale tale = new Tale().wrote("p#0", 0, 0).drained(0, 0, 0).replicaFound(2, "p#0", 0, 0);

        assertThat(((Anomaly.LostWrite) shows(LOST_WRITE, tale)).stillOn()).containsExactly(2);
    }

    @Test
    void damageIsToldOnceForARecord() {
        Tale tale = new Tale().wrote("p#0", 0, 0);
        Event damage = new Event.Damaged(tale.now(), "c", id("p#0"), "orders", 0, 0, "value");

        shows(DAMAGED, tale.add(damage).add(damage));
    }

    @Test
    void replicasThatDisagreeBelowBothHighWatermarksHaveDiverged() {
        Tale tale = new Tale().wrote("p#0", 0, 0).wrote("p#1", 0, 1);
        tale.replicaFound(1, "p#0", 0, 0).replicaFound(2, "p#1", 0, 0);
        tale.replicaRead(1, 0, 1, 1);

        doesNotShow(REPLICAS_DIVERGED, tale);
        shows(REPLICAS_DIVERGED, tale.replicaRead(2, 0, 1, 1));
    }

    @Test
    void replicasMayDifferAboveTheHighWatermarkAndBeBehind() {
        Tale tale = new Tale().wrote("p#0", 0, 0).wrote("p#1", 0, 1);
        tale.replicaFound(1, "p#0", 0, 0).replicaFound(1, "p#1", 0, 1).replicaFound(2, "p#0", 0, 0);

        doesNotShow(REPLICAS_DIVERGED, tale.replicaRead(1, 0, 2, 2).replicaRead(2, 0, 1, 1));
        doesNotShow(
                REPLICAS_DIVERGED,
                new Tale()
                        .replicaFound(1, "p#0", 0, 0)
                        .replicaFound(2, "p#1", 0, 0)
                        .replicaRead(1, 0, 1, 1)
                        .replicaRead(2, 0, 1, 0));
    }

    @Test
    void ackUnderTooFewReplicasInSyncIsABreach() {
        Tale tale = new Tale().settings(1, 2).producer("p", "tx", "all").wrote("p#0", 0, 0);
        tale.isr(0, 1, 1).wrote("p#1", 0, 1);

        assertThat(shows(ACK_BELOW_MIN_ISR, tale).record()).contains(id("p#1"));
    }

    @Test
    void ackThatWasUnderWayOrAskedForLessOrWasSoonCoveredIsNone() {
        Tale underway = new Tale()
                .settings(1, 2)
                .producer("p", "tx", "all")
                .wrote("p#9", 0, 0)
                .sent("p#0");
        Tale one = new Tale()
                .settings(1, 2)
                .producer("p", "tx", "1")
                .wrote("p#0", 0, 0)
                .isr(0, 1, 1);
        Tale soon = new Tale()
                .settings(1, 2)
                .producer("p", "tx", "all")
                .wrote("p#0", 0, 0)
                .isr(0, 1, 1);

        doesNotShow(ACK_BELOW_MIN_ISR, underway.isr(0, 1, 1).acked("p#0", 0, 1));
        doesNotShow(ACK_BELOW_MIN_ISR, one.wrote("p#1", 0, 1));
        doesNotShow(ACK_BELOW_MIN_ISR, soon.wrote("p#1", 0, 1).isr(0, 1, 1, 2));
    }

    @Test
    void keyInTwoPartitionsIsScattered() {
        Tale tale = new Tale().sentWithKey("k", "p#0").acked("p#0", 0, 0).sentWithKey("k", "p#1");

        shows(KEY_SCATTERED, tale.acked("p#1", 1, 0));
    }

    @Test
    void keyMayMoveWhenTheTopicGrewOrTheApplicationChose() {
        Tale grew = new Tale()
                .settings(1, 1)
                .sentWithKey("k", "p#0")
                .acked("p#0", 0, 0)
                .settings(2, 1);
        Tale chose = new Tale()
                .sentWithKey("k", "p#0")
                .acked("p#0", 0, 0)
                .sentTo(1, "p#1")
                .acked("p#1", 1, 0);

        doesNotShow(KEY_SCATTERED, grew.sentWithKey("k", "p#1").acked("p#1", 1, 0));
        doesNotShow(KEY_SCATTERED, chose);
    }

    @Test
    void partitionsToldOneByOneBeforeTheFirstSendAreNoGrowth() {
        Tale tale = new Tale()
                .leader(0, 1, 1)
                .leader(1, 1, 1)
                .sentWithKey("k", "p#0")
                .acked("p#0", 0, 0);

        shows(KEY_SCATTERED, tale.sentWithKey("k", "p#1").acked("p#1", 1, 0));
    }

    @Test
    void recordSentAfterAnAckAndStoredBeforeItViolatesRealTime() {
        Tale tale = new Tale().wrote("p#0", 0, 5).wrote("q#0", 0, 3);

        assertThat(shows(REALTIME_VIOLATION, tale).record()).contains(id("q#0"));
        doesNotShow(
                REALTIME_VIOLATION, new Tale().sent("q#0").wrote("p#0", 0, 5).acked("q#0", 0, 3));
        doesNotShow(REALTIME_VIOLATION, new Tale().wrote("p#0", 0, 5).wrote("q#0", 1, 3));
    }

    @Test
    void endOfTheLogThatIsNotBehindAnEarlierAckIsStale() {
        shows(STALE_END, new Tale().wrote("p#0", 0, 5).ends(0, 5, 5));
        doesNotShow(STALE_END, new Tale().wrote("p#0", 0, 5).ends(0, 6, 6));
    }

    @Test
    void deletedKeyThatIsThereAgainIsResurrected() {
        Tale tale = new Tale().sentWithKey("k", "p#0").acked("p#0", 0, 0);
        tale.sentWithKey("k", "p#1").tombstone("p#1").acked("p#1", 0, 1).wrote("p#2", 0, 2);
        tale.found("p#2", 0, 2);

        doesNotShow(RESURRECTED_KEY, tale.drained(0, 0, 3));
        doesNotShow(LOST_WRITE, tale);
        shows(RESURRECTED_KEY, tale.found("p#0", 0, 0));
    }

    @Test
    void groupThatGotARecordButNotItsTombstoneMissedIt() {
        Tale tale = new Tale().sentWithKey("k", "p#0").acked("p#0", 0, 0).polled("c", "g", "p#0", 0, 0);
        tale.sentWithKey("k", "p#1").tombstone("p#1").acked("p#1", 0, 1).wrote("p#2", 0, 2);
        tale.found("p#2", 0, 2).drained(0, 0, 3).polled("c", "g", "p#2", 0, 2);

        assertThat(shows(MISSED_TOMBSTONE, tale).record()).contains(id("p#0"));
        doesNotShow(MISSED_TOMBSTONE, tale.polled("c", "g", "p#1", 0, 1));
    }

    @Test
    void producerThatWaitsTooLongIsAGap() {
        Tale tale = wait(new Tale().sent("p#0"), 30).acked("p#0", 0, 0);

        assertThat(Judged.of(AVAILABLE, tale, AVAILABILITY_GAP)).hasSize(1);
        assertThat(Verdicts.of(AVAILABLE, tale.end())).isInstanceOf(Verdict.Fail.class);
        assertThat(Judged.of(AVAILABLE, wait(new Tale().sent("p#0"), 30), AVAILABILITY_GAP))
                .hasSize(1);
    }

    @Test
    void idleProducerAndShortWaitsAreNone() {
        Tale tale = wait(new Tale().wrote("p#0", 0, 0), 30).sent("p#1");

        assertThat(Judged.of(AVAILABLE, wait(tale, 10).acked("p#1", 0, 1), AVAILABILITY_GAP))
                .isEmpty();
    }

    @Test
    void failingIsNoSuccess() {
        Tale tale = wait(new Tale().sent("p#0"), 15).failed("p#0");
        wait(tale.sent("p#1"), 15).acked("p#1", 0, 0);

        assertThat(Judged.of(AVAILABLE, tale, AVAILABILITY_GAP)).hasSize(1);
    }

    @Test
    void groupThatGetsNothingThoughThereIsSomethingIsAGap() {
        Tale tale = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0);
        wait(tale, 30);
        assertThat(Judged.of(AVAILABLE, tale, AVAILABILITY_GAP)).isEmpty();

        wait(tale.wrote("p#1", 0, 1), 30).polled("c", "g", "p#1", 0, 1);
        assertThat(Judged.of(AVAILABLE, tale, AVAILABILITY_GAP)).hasSize(1);
    }

    @Test
    void groupThatPollsInVainToTheEndIsAGap() {
        Tale tale = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0);
        wait(tale.wrote("p#1", 0, 1), 30).pollReturned("c", 0);
        Tale found = tale.found("p#0", 0, 0).found("p#1", 0, 1).drained(0, 0, 2);

        assertThat(Judged.of(AVAILABLE, found, AVAILABILITY_GAP)).hasSize(1);
    }

    @Test
    void newMemberThatIsHandedNothingKeepsItsGroupWaiting() {
        Tale tale = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).wrote("p#1", 0, 1);
        wait(tale.consumer("d", "g", "read_uncommitted"), 30).pollReturned("d", 0);
        Tale found = tale.found("p#1", 0, 1).drained(0, 0, 2);

        assertThat(Judged.of(AVAILABLE, found, AVAILABILITY_GAP)).hasSize(1);
    }

    @Test
    void groupThatNobodyAsksForOrThatHasAllThereIsWaitsForNothing() {
        Tale ended = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).wrote("p#1", 0, 1);
        wait(ended.pollReturned("c", 0), 30).found("p#1", 0, 1).drained(0, 0, 2);
        Tale lost = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).wrote("p#1", 0, 1);
        wait(lost, 30).pollReturned("c", 0).found("p#0", 0, 0).drained(0, 0, 1);
        Tale elsewhere =
                new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).wrote("p#1", 0, 1);
        wait(elsewhere.polled("d", "h", "p#0", 0, 0).polled("d", "h", "p#1", 0, 1), 30)
                .pollReturned("d", 0)
                .found("p#1", 0, 1)
                .drained(0, 0, 2);

        assertThat(Judged.of(AVAILABLE, ended, AVAILABILITY_GAP)).isEmpty();
        assertThat(Judged.of(AVAILABLE, lost, AVAILABILITY_GAP)).isEmpty();
        assertThat(Judged.of(AVAILABLE, elsewhere, AVAILABILITY_GAP)).isEmpty();
    }

    @Test
    void partitionThatIsNotWellInTimeHasNotRecovered() {
        Tale tale = new Tale()
                .isr(0, 1, 1, 2, 3)
                .wrote("p#0", 0, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1);
        tale.fired("crash").isr(0, 1, 1, 2).healed("crash", 1);
        assertThat(Verdicts.of(RECOVERS, tale.end())).isInstanceOf(Verdict.Vacuous.class);

        assertThat(Verdicts.of(RECOVERS, wait(tale, 30).end())).isInstanceOf(Verdict.Fail.class);
        assertThat(Judged.of(RECOVERS, tale.isr(0, 1, 1, 2, 3), NOT_RECOVERED)).hasSize(1);
    }

    @Test
    void partitionThatIsWellInTimeHas() {
        Tale tale = new Tale().isr(0, 1, 1, 2, 3).wrote("p#0", 0, 0);
        tale.fired("crash").isr(0, 1, 1, 2).healed("crash", 1);
        wait(tale, 10).isr(0, 1, 1, 2, 3);
        wait(tale, 30).found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(Verdicts.of(RECOVERS, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void timeToRecoverCountsFromWhenTheFaultWasLifted() {
        Tale tale = new Tale().isr(0, 1, 1, 2, 3).wrote("p#0", 0, 0);
        wait(tale.fired("crash").isr(0, 1, 1, 2).lifted("crash"), 30).isr(0, 1, 1, 2, 3);
        tale.healed("crash", 1).found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(Judged.of(RECOVERS, tale, NOT_RECOVERED)).hasSize(1);
    }

    @Test
    void lastFaultToBeLiftedCounts() {
        Tale tale = new Tale().isr(0, 1, 1, 2, 3).wrote("p#0", 0, 0);
        wait(tale.fired("crash").fired("cut").isr(0, 1, 1, 2).lifted("crash"), 30)
                .lifted("cut")
                .isr(0, 1, 1, 2, 3)
                .healed("cut", 1)
                .healed("crash", 1);
        tale.found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(Verdicts.of(RECOVERS, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void groupThatHasNotReadWhatWasThereHasNotRecovered() {
        Tale tale = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).wrote("p#1", 0, 1);
        wait(tale.fired("crash").healed("crash", 1), 30).polled("c", "g", "p#1", 0, 1);

        assertThat(Judged.of(RECOVERS, tale, NOT_RECOVERED)).hasSize(1);
    }

    @Test
    void groupThatNeverReadAPartitionHasNotRecoveredThereEither() {
        Tale tale = new Tale().wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).wrote("p#1", 1, 0);
        wait(tale.fired("crash").lifted("crash").healed("crash", 1), 30).wrote("p#2", 0, 1);

        assertThat(Judged.of(RECOVERS, tale, NOT_RECOVERED)).hasSize(1);
    }

    @Test
    void partitionThatIsNewAfterTheFaultWasNotIll() {
        Tale tale = new Tale().wrote("p#0", 0, 0).fired("crash").lifted("crash").healed("crash", 1);

        wait(tale, 30).isr(1, 0, 1, 2, 3);
        assertThat(Judged.of(RECOVERS, tale, NOT_RECOVERED)).isEmpty();
    }

    @Test
    void recoveryFromNothingIsVacuous() {
        Tale tale = new Tale().wrote("p#0", 0, 0).found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(Verdicts.of(RECOVERS, tale.end())).isInstanceOf(Verdict.Vacuous.class);
    }

    @Test
    void stableOffsetThatStandsStillHangs() {
        Tale tale = new Tale().ends(0, 1, 2);
        wait(tale, 30);

        assertThat(Judged.of(RECOVERS, tale.ends(0, 1, 4), HANGING_TRANSACTION)).hasSize(1);
    }

    @Test
    void openTransactionOfAClientOrAMovingOffsetDoesNot() {
        Tale open = new Tale().begun("p", 0).ends(0, 1, 2);
        Tale moves = new Tale().ends(0, 1, 2);
        Tale paused = new Tale().begun("p", 0);
        paused.add(new Event.ClientChanged(paused.now(), "p", "paused")).ends(0, 1, 2);

        assertThat(Judged.of(RECOVERS, wait(paused, 30).ends(0, 1, 4), HANGING_TRANSACTION))
                .isEmpty();
        assertThat(Judged.of(RECOVERS, wait(open, 30).ends(0, 1, 4), HANGING_TRANSACTION))
                .isEmpty();
        assertThat(Judged.of(RECOVERS, wait(moves, 30).ends(0, 3, 4), HANGING_TRANSACTION))
                .isEmpty();
    }
}
