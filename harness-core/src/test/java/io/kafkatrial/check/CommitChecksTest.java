/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Anomaly.Kind.ASSIGNMENT_OVERLAP;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_BEYOND_PROCESSED;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_LOST;
import static io.kafkatrial.check.Anomaly.Kind.COMMIT_REGRESS;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.POLL_REWIND;
import static io.kafkatrial.check.Anomaly.Kind.POLL_SKIP;
import static io.kafkatrial.check.Anomaly.Kind.REWIND_WITHIN_POLL;
import static io.kafkatrial.check.Anomaly.Kind.SILENT_RESET;
import static io.kafkatrial.check.Anomaly.Kind.SKIP_WITHIN_POLL;
import static io.kafkatrial.check.Anomaly.Kind.ZOMBIE_EFFECT;
import static io.kafkatrial.check.Judged.doesNotShow;
import static io.kafkatrial.check.Judged.shows;
import static io.kafkatrial.history.Tale.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Tale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Positions, commits and owners: what consumers do. */
class CommitChecksTest {

    /** Offsets 0 to 4 of partition 0, sent by p before a consumer c of group g was made and got the partition. */
    private static Tale five() {
        Tale tale = new Tale().consumer("c", "g", "read_uncommitted").consumer("d", "g", "read_uncommitted");
        for (int i = 0; i < 5; i++) {
            tale.wrote("p#" + i, 0, i);
        }
        return tale.assigned("c", "g", 0);
    }

    private static Tale polls(Tale tale, String consumer, int... offsets) {
        for (int offset : offsets) {
            tale.polled(consumer, "g", "p#" + offset, 0, offset);
        }
        return tale;
    }

    private static Tale read(Tale tale) {
        for (int i = 0; i < 5; i++) {
            tale.found("p#" + i, 0, i);
        }
        return tale.drained(0, 0, 5);
    }

    @Test
    void consumerThatReadsOnIsFine() {
        Tale tale = read(polls(five(), "c", 0, 1, 2, 3, 4));

        for (Anomaly.Kind kind : Anomaly.Kind.values()) {
            doesNotShow(kind, tale);
        }
    }

    @Test
    void recordLeftOutBetweenTwoPollsIsASkip() {
        Tale tale = polls(five(), "c", 0, 1).pollReturned("c", 2);

        assertThat(shows(POLL_SKIP, read(polls(tale, "c", 3))).record()).contains(id("p#2"));
        doesNotShow(SKIP_WITHIN_POLL, tale);
    }

    @Test
    void recordLeftOutWithinOnePollIsItsOwnKind() {
        shows(SKIP_WITHIN_POLL, read(polls(five(), "c", 0, 1, 3).pollReturned("c", 3)));
        shows(REWIND_WITHIN_POLL, read(polls(five(), "c", 0, 1, 0).pollReturned("c", 3)));
    }

    @Test
    void holeInTheLogIsNoSkip() {
        Tale marker = polls(five(), "c", 0, 1, 2, 3, 4).wrote("p#6", 0, 6).polled("c", "g", "p#6", 0, 6);

        doesNotShow(POLL_SKIP, read(marker).found("p#6", 0, 6));
        doesNotShow(SKIP_WITHIN_POLL, marker);
    }

    @Test
    void recordHiddenFromReadersOfCommittedRecordsIsNoSkip() {
        Tale tale = new Tale().consumer("c", "g", "read_committed").assigned("c", "g", 0);
        tale.wrote("q#0", 0, 0).begun("p", 0).wrote("p#0", 0, 1).aborts("p", 0).wrote("q#1", 0, 3);
        tale.polled("c", "g", "q#0", 0, 0).polled("c", "g", "q#1", 0, 3);
        tale.found("q#0", 0, 0).found("p#0", 0, 1).found("q#1", 0, 3).hidden("p#0", 0, 1);

        doesNotShow(SKIP_WITHIN_POLL, tale.drainedTwice(0, 0, 4));
    }

    @Test
    void goingBackWithoutASeekIsARewind() {
        Tale tale = polls(five(), "c", 0, 1, 2).pollReturned("c", 3);

        shows(POLL_REWIND, read(polls(tale, "c", 1)));
    }

    @Test
    void seekAndNewAssignmentMayMoveThePosition() {
        Tale sought = polls(five(), "c", 0, 1, 2).pollReturned("c", 3).seeked("c", 0, 0);
        Tale assigned = polls(five(), "c", 0, 1, 2).revoked("c", "g", 0).assigned("c", "g", 0);

        doesNotShow(POLL_REWIND, read(polls(sought, "c", 0)));
        doesNotShow(POLL_REWIND, read(polls(assigned, "c", 0)));
    }

    @Test
    void nothingIsConcludedFromAConsumerThatWasNotAnnounced() {
        Tale tale = polls(five(), "x", 0, 1, 3, 0);

        doesNotShow(POLL_SKIP, read(tale));
        doesNotShow(REWIND_WITHIN_POLL, tale);
    }

    @Test
    void shareConsumersHaveNoPosition() {
        Tale tale = new Tale().shareConsumer("c", "g").wrote("p#0", 0, 0).wrote("p#1", 0, 1);
        tale.assigned("c", "g", 0).polled("c", "g", "p#1", 0, 1).polled("c", "g", "p#0", 0, 0);

        doesNotShow(
                REWIND_WITHIN_POLL, tale.found("p#0", 0, 0).found("p#1", 0, 1).drained(0, 0, 2));
    }

    @Test
    void shareGroupMayHandOutARecordUntilItIsAccepted() {
        Tale tale = new Tale().shareConsumer("c", "g").wrote("p#0", 0, 0);
        tale.polled("c", "g", "p#0", 0, 0).polled("c", "g", "p#0", 0, 0);
        doesNotShow(DUPLICATE_DELIVERY, tale);

        tale.add(new Event.ShareAcknowledged(tale.now(), "c", "g", "orders", 0, 0, "accept"));
        doesNotShow(DUPLICATE_DELIVERY, tale);

        shows(DUPLICATE_DELIVERY, tale.polled("c", "g", "p#0", 0, 0));
    }

    @Test
    void groupWithoutCommittedOffsetThatBeginsBehindNewRecordsIsReset() {
        Tale tale = read(polls(five(), "c", 3, 4));

        assertThat(shows(SILENT_RESET, tale).record()).contains(id("p#0"));
        assertThat(((Finding) shows(SILENT_RESET, tale)).facts())
                .containsEntry("cause", "no committed offset")
                .containsEntry("skipped", "3");
    }

    @Test
    void groupThatWasMadeAfterTheRecordsWereSentDidNotLoseThem() {
        Tale tale = new Tale().wrote("p#0", 0, 0).wrote("p#1", 0, 1).consumer("c", "g", "read_uncommitted");
        tale.assigned("c", "g", 0).wrote("p#2", 0, 2).polled("c", "g", "p#2", 0, 2);

        doesNotShow(
                SILENT_RESET,
                tale.found("p#0", 0, 0).found("p#1", 0, 1).found("p#2", 0, 2).drained(0, 0, 3));
    }

    @Test
    void positionBelowTheStartOfTheLogIsReset() {
        Tale tale = polls(five(), "c", 0).pollReturned("c", 1);
        polls(tale, "c", 3).found("p#3", 0, 3).found("p#4", 0, 4).drained(0, 3, 5);

        assertThat(((Finding) shows(SILENT_RESET, tale)).facts()).containsEntry("cause", "out of range");
        doesNotShow(POLL_SKIP, tale);
    }

    @Test
    void positionBeyondATruncatedLogIsReset() {
        Tale tale = polls(five(), "c", 0, 1, 2).pollReturned("c", 3).wrote("q#0", 0, 1);
        tale.polled("c", "g", "q#0", 0, 1).found("p#0", 0, 0).found("q#0", 0, 1).drained(0, 0, 2);

        assertThat(((Finding) shows(SILENT_RESET, tale)).facts()).containsEntry("cause", "truncated");
        doesNotShow(POLL_REWIND, tale);
    }

    @Test
    void newOwnerThatBeginsBelowASuccessfulCommitKnowsNothingOfIt() {
        Tale tale = polls(five(), "c", 0, 1, 2).committed("c", "g", 0, 3).revoked("c", "g", 0);
        Tale lost = read(polls(tale.assigned("d", "g", 0), "d", 0));

        shows(COMMIT_LOST, lost);
    }

    @Test
    void newOwnerMayBeginBelowACommitThatIsUnknown() {
        Tale tale = polls(five(), "c", 0, 1, 2).commitInvoked("c", "g", 0, 3).revoked("c", "g", 0);

        doesNotShow(COMMIT_LOST, read(polls(tale.assigned("d", "g", 0), "d", 0)));
        doesNotShow(SILENT_RESET, tale);
    }

    @Test
    void answerThatKnowsNothingOfACommitLostIt() {
        Tale lost = five().committed("c", "g", 0, 3).fetched("d", "g", 0, 1);
        Tale empty = five().committed("c", "g", 0, 3).fetched("d", "g", 0, -1);
        Tale back =
                five().committed("c", "g", 0, 3).commitInvoked("c", "g", 0, 1).fetched("d", "g", 0, 1);
        Tale erased = five().committed("c", "g", 0, 3);
        erased.add(new Event.GroupOffsetReset(erased.now(), "g", "orders", 0, OptionalLong.empty(), "expired"));

        shows(COMMIT_LOST, lost);
        shows(COMMIT_LOST, empty);
        doesNotShow(COMMIT_LOST, five().committed("c", "g", 0, 3).fetched("d", "g", 0, 3));
        doesNotShow(COMMIT_LOST, back);
        doesNotShow(COMMIT_LOST, erased.fetched("d", "g", 0, -1));
    }

    @Test
    void commitThatGoesBackIsARegress() {
        Tale tale = five().committed("c", "g", 0, 3);

        shows(COMMIT_REGRESS, tale.committed("c", "g", 0, 1));
        shows(COMMIT_REGRESS, five().groupOffset("g", 0, 3).groupOffset("g", 0, 2));
    }

    @Test
    void commitBackToWhereTheApplicationSoughtIsNone() {
        doesNotShow(
                COMMIT_REGRESS,
                five().committed("c", "g", 0, 3).seeked("c", 0, 0).committed("c", "g", 0, 1));
        doesNotShow(COMMIT_REGRESS, five().committed("c", "g", 0, 3).committed("c", "g", 0, 3));
    }

    @Test
    void commitOfAnotherMemberThatWasAskedForBeforeIsNone() {
        Tale tale =
                five().commitInvoked("c", "g", 0, 1).committed("d", "g", 0, 3).committed("c", "g", 0, 1);

        doesNotShow(COMMIT_REGRESS, tale);
        shows(
                COMMIT_REGRESS,
                five().committed("d", "g", 0, 3).commitInvoked("c", "g", 0, 1).committed("c", "g", 0, 1));
    }

    /** The coordinator takes it before the administrator is answered. */
    @Test
    void resetBackIsNoRegressUnlessAMemberCommittedThat() {
        Tale reset = five().committed("c", "g", 0, 3).groupOffset("g", 0, 3).groupOffset("g", 0, 0);
        reset.add(new Event.GroupOffsetReset(
                reset.now(), "g", "orders", 0, java.util.OptionalLong.of(0), "an administrator"));
        Tale own = five().committed("c", "g", 0, 3).groupOffset("g", 0, 3).commitInvoked("c", "g", 0, 1);
        own.groupOffset("g", 0, 1);
        own.add(new Event.GroupOffsetReset(
                own.now(), "g", "orders", 0, java.util.OptionalLong.of(1), "an administrator"));

        doesNotShow(COMMIT_REGRESS, reset);
        shows(COMMIT_REGRESS, own);
    }

    @Test
    void commitAfterAResetIsLostAsAnyOther() {
        Tale reset = five();
        reset.add(new Event.GroupOffsetReset(
                reset.now(), "g", "orders", 0, java.util.OptionalLong.of(2), "an administrator"));
        Tale lost = reset.committed("c", "g", 0, 4);
        lost.add(new Event.OffsetFetched(
                lost.now().plusMillis(5),
                lost.now().plusMillis(5),
                "d",
                "g",
                "orders",
                0,
                java.util.OptionalLong.of(2)));

        shows(COMMIT_LOST, lost);
    }

    @Test
    void commitAboveARecordThatIsNotProcessedYetIsBeyond() {
        Tale tale = polls(five(), "c", 0, 1).processed("app", "p#0", 0, 0).committed("c", "g", 0, 2);

        assertThat(shows(COMMIT_BEYOND_PROCESSED, tale.processed("app", "p#1", 0, 1))
                        .record())
                .contains(id("p#1"));
        assertThat(Verdicts.of(Guarantee.NO_COMMIT_BEYOND_PROCESSED, tale.end()))
                .isInstanceOf(Verdict.Fail.class);
    }

    @Test
    void commitThatFollowsProcessingIsNot() {
        Tale tale = polls(five(), "c", 0, 1).processed("app", "p#1", 0, 1).processed("app", "p#0", 0, 0);

        doesNotShow(COMMIT_BEYOND_PROCESSED, tale.committed("c", "g", 0, 2));
    }

    @Test
    void processingBetweenTheCallAndItsEndComesTooLate() {
        Tale tale = polls(five(), "c", 0).commitInvoked("c", "g", 0, 1).processed("app", "p#0", 0, 0);

        shows(COMMIT_BEYOND_PROCESSED, tale.committed("c", "g", 0, 1));
    }

    @Test
    void offsetsOfATransactionAreJudgedWhenItsCommitIsAskedFor() {
        Tale tale = polls(five(), "c", 0).begun("p", 0).offsetsSent("p", 0, "g", 0, 2);
        Tale late = polls(five(), "c", 0).begun("p", 0).offsetsSent("p", 0, "g", 0, 2);

        assertThat(((Finding) shows(COMMIT_BEYOND_PROCESSED, read(tale.commits("p", 0)))).record())
                .contains(id("p#1"));
        doesNotShow(COMMIT_BEYOND_PROCESSED, read(polls(late, "c", 1).commits("p", 0)));
    }

    @Test
    void offsetsOfATransactionThatAbortedAreNoCommit() {
        Tale tale = polls(five(), "c", 0).begun("p", 0).offsetsSent("p", 0, "g", 0, 2);

        doesNotShow(COMMIT_BEYOND_PROCESSED, read(tale.aborts("p", 0)));
    }

    @Test
    void failedCommitIsNotBeyond() {
        Tale tale = polls(five(), "c", 0).commitInvoked("c", "g", 0, 1).processed("app", "p#0", 0, 0);
        tale.add(new Event.CommitFailed(tale.now(), "c", "g", "orders", 0, 1, "rebalance"));

        doesNotShow(COMMIT_BEYOND_PROCESSED, tale);
    }

    @Test
    void withoutEffectsBeingHandedOutCounts() {
        Tale handed = polls(five(), "c", 0, 1).committed("c", "g", 0, 2);
        Tale beyond = polls(five(), "c", 0, 1).committed("c", "g", 0, 3);

        doesNotShow(COMMIT_BEYOND_PROCESSED, read(handed));
        assertThat(shows(COMMIT_BEYOND_PROCESSED, read(beyond)).record()).contains(id("p#2"));
    }

    @Test
    void claimAboutCommitsOverNoneIsVacuous() {
        Tale tale = read(polls(five(), "c", 0, 1, 2, 3, 4));

        assertThat(Verdicts.of(Guarantee.NO_COMMIT_BEYOND_PROCESSED, tale.end()))
                .isInstanceOf(Verdict.Vacuous.class);
    }

    @Test
    void commitForAPartitionThatAnotherMemberHasNowIsAZombieEffect() {
        Tale tale = five().revoked("c", "g", 0).assigned("d", "g", 0).commitInvoked("c", "g", 0, 1);

        shows(ZOMBIE_EFFECT, tale.committed("c", "g", 0, 1));
    }

    @Test
    void commitOfTheOwnerOrOneThatFailedIsNot() {
        Tale owner = five().revoked("c", "g", 0).assigned("d", "g", 0).commitInvoked("d", "g", 0, 1);
        Tale before = five().commitInvoked("c", "g", 0, 1).revoked("c", "g", 0).assigned("d", "g", 0);

        doesNotShow(ZOMBIE_EFFECT, owner.committed("d", "g", 0, 1));
        doesNotShow(ZOMBIE_EFFECT, before.committed("c", "g", 0, 1));
    }

    @Test
    void twoMembersThatBothWorkOnOnePartitionOverlap() {
        Tale tale = polls(five(), "c", 0, 1).processed("app", "p#0", 0, 0).assigned("d", "g", 0);
        polls(tale, "d", 0).processed("app", "p#1", 0, 1);

        shows(ASSIGNMENT_OVERLAP, tale.revoked("c", "g", 0));
    }

    @Test
    void memberThatWasPausedAndGoesOnAsAZombieOverlaps() {
        Tale tale = polls(five(), "c", 0, 1);
        tale.add(new Event.ClientChanged(tale.now(), "c", "paused")).assigned("d", "g", 0);
        polls(tale, "d", 0).add(new Event.ClientChanged(tale.now(), "c", "resumed"));

        shows(ASSIGNMENT_OVERLAP, tale.processed("app", "p#1", 0, 1));
    }

    @Test
    void ownerThatDoesNothingAnyMoreOrWasRevokedDoesNot() {
        doesNotShow(ASSIGNMENT_OVERLAP, polls(polls(five(), "c", 0).assigned("d", "g", 0), "d", 0));
        doesNotShow(
                ASSIGNMENT_OVERLAP,
                polls(polls(five(), "c", 0).revoked("c", "g", 0).assigned("d", "g", 0), "d", 0)
                        .processed("app", "p#0", 0, 0));
        Tale crashed = polls(five(), "c", 0);
        crashed.add(new Event.ClientChanged(crashed.now(), "c", "crashed")).assigned("d", "g", 0);
        doesNotShow(ASSIGNMENT_OVERLAP, polls(crashed, "d", 0, 1).processed("app", "p#0", 0, 0));
    }
}
