/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Anomaly.Kind.ABORTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.FALSE_FAILURE;
import static io.kafkatrial.check.Anomaly.Kind.LOST_COMMIT;
import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.PRECOMMITTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.TORN_OFFSETS;
import static io.kafkatrial.check.Anomaly.Kind.TORN_TRANSACTION;
import static io.kafkatrial.check.Anomaly.Kind.TRANSACTION_CYCLE;
import static io.kafkatrial.check.Anomaly.Kind.ZOMBIE_EFFECT;
import static io.kafkatrial.check.Judged.doesNotShow;
import static io.kafkatrial.check.Judged.shows;
import static io.kafkatrial.history.Tale.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.Tale;
import org.junit.jupiter.api.Test;

class TransactionChecksTest {

    private static final String COMMITTED = "read_committed";
    private static final String UNCOMMITTED = "read_uncommitted";

    /** Two records in one transaction of p. */
    private static Tale two() {
        return new Tale().begun("p", 0).wrote("p#0", 0, 0).wrote("p#1", 0, 1);
    }

    private static Tale found(Tale tale) {
        return tale.found("p#0", 0, 0).found("p#1", 0, 1);
    }

    @Test
    void committedTransactionThatIsThereIsFine() {
        Tale tale = found(two().commits("p", 0)).drainedTwice(0, 0, 3);

        assertThat(Verdicts.of(Guarantee.EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void abortedTransactionThatIsHiddenIsNoLoss() {
        Tale tale = found(two().aborts("p", 0))
                .hidden("p#0", 0, 0)
                .hidden("p#1", 0, 1)
                .drainedTwice(0, 0, 3);

        assertThat(Verdicts.of(Guarantee.EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void abortedTransactionWhoseRecordsAreGoneIsNoLoss() {
        doesNotShow(LOST_WRITE, two().aborts("p", 0).drainedTwice(0, 0, 3));
        doesNotShow(LOST_WRITE, two().drainedTwice(0, 0, 3));
        doesNotShow(
                MISSED_DELIVERY, found(two().aborts("p", 0)).wrote("q#0", 0, 3).polled("c", "g", "q#0", 0, 3));
    }

    @Test
    void recordOfAnAbortedTransactionReadAsCommittedIsAnAbortedRead() {
        Tale tale = new Tale().consumer("c", "g", COMMITTED);
        tale.begun("p", 0).wrote("p#0", 0, 0).aborts("p", 0).polled("c", "g", "p#0", 0, 0);

        assertThat(shows(ABORTED_READ, tale).record()).contains(id("p#0"));
        doesNotShow(PRECOMMITTED_READ, tale);
    }

    @Test
    void readersOfUncommittedRecordsMayReadThem() {
        Tale tale = new Tale().consumer("c", "g", UNCOMMITTED);
        tale.begun("p", 0).wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).aborts("p", 0);

        doesNotShow(ABORTED_READ, tale);
        doesNotShow(PRECOMMITTED_READ, tale);
    }

    @Test
    void nothingIsConcludedFromAConsumerOfUnknownIsolation() {
        Tale tale = new Tale().begun("p", 0).wrote("p#0", 0, 0).aborts("p", 0).polled("c", "g", "p#0", 0, 0);

        doesNotShow(ABORTED_READ, tale);
    }

    @Test
    void recordReadAsCommittedBeforeTheCommitWasAskedForIsAPrecommittedRead() {
        Tale tale = new Tale().consumer("c", "g", COMMITTED);
        tale.begun("p", 0).wrote("p#0", 0, 0).polled("c", "g", "p#0", 0, 0).commits("p", 0);

        assertThat(shows(PRECOMMITTED_READ, tale).record()).contains(id("p#0"));
    }

    @Test
    void recordReadWhileTheCommitIsUnderWayIsFine() {
        Tale tale = new Tale().consumer("c", "g", COMMITTED);
        tale.begun("p", 0).wrote("p#0", 0, 0).commitAsked("p", 0).polled("c", "g", "p#0", 0, 0);

        doesNotShow(PRECOMMITTED_READ, tale);
    }

    @Test
    void laterTransactionOfTheSameProducerIsAnotherOne() {
        Tale tale = new Tale().consumer("c", "g", COMMITTED);
        tale.begun("p", 0).wrote("p#0", 0, 0).aborts("p", 0);
        tale.begun("p", 1).wrote("p#1", 0, 2).commits("p", 1).polled("c", "g", "p#1", 0, 2);

        doesNotShow(ABORTED_READ, tale);
        doesNotShow(PRECOMMITTED_READ, tale);
    }

    @Test
    void sendOfAnotherThreadBelongsToTheTransactionOfItsProducer() {
        Tale tale = new Tale().consumer("c", "g", COMMITTED);
        tale.add(new Event.LaneOpened(tale.now(), "p:2", "p"));
        tale.begun("p", 0).wrote("p:2#0", 0, 0).aborts("p", 0).polled("c", "g", "p:2#0", 0, 0);

        assertThat(shows(ABORTED_READ, tale).record()).contains(id("p:2#0"));
    }

    @Test
    void transactionOfWhichOneRecordIsHiddenIsTorn() {
        Tale committed = found(two().commits("p", 0)).hidden("p#1", 0, 1).drainedTwice(0, 0, 3);
        Tale unknown = found(two().commitAsked("p", 0)).hidden("p#1", 0, 1).drainedTwice(0, 0, 3);

        assertThat(shows(TORN_TRANSACTION, committed).record()).contains(id("p#1"));
        assertThat(shows(TORN_TRANSACTION, unknown).record()).contains(id("p#1"));
    }

    @Test
    void transactionOfWhichOneRecordIsGoneIsTornEvenIfItsEndIsUnknown() {
        Tale tale = two().commitAsked("p", 0).found("p#0", 0, 0).drainedTwice(0, 0, 3);

        shows(TORN_TRANSACTION, tale);
        assertThat(shows(LOST_WRITE, tale).record()).contains(id("p#1"));
    }

    @Test
    void unknownTransactionMayBeThereOrNot() {
        doesNotShow(TORN_TRANSACTION, found(two().commitAsked("p", 0)).drainedTwice(0, 0, 3));
        doesNotShow(
                TORN_TRANSACTION,
                found(two().commitAsked("p", 0))
                        .hidden("p#0", 0, 0)
                        .hidden("p#1", 0, 1)
                        .drainedTwice(0, 0, 3));
    }

    @Test
    void unacknowledgedRecordIsNotMissing() {
        Tale tale = new Tale()
                .begun("p", 0)
                .wrote("p#0", 0, 0)
                .sent("p#1")
                .unknown("p#1")
                .commitAsked("p", 0);

        doesNotShow(TORN_TRANSACTION, tale.found("p#0", 0, 0).drainedTwice(0, 0, 2));
    }

    @Test
    void partitionThatWasNotReadProvesNothingOfItsPart() {
        Tale tale =
                new Tale().begun("p", 0).wrote("p#0", 0, 0).wrote("p#1", 1, 0).commits("p", 0);

        doesNotShow(TORN_TRANSACTION, tale.found("p#0", 0, 0).drainedTwice(0, 0, 2));
    }

    @Test
    void committedTransactionThatIsHiddenIsALostCommit() {
        Tale tale = found(two().commits("p", 0))
                .hidden("p#0", 0, 0)
                .hidden("p#1", 0, 1)
                .drainedTwice(0, 0, 3);

        shows(LOST_COMMIT, tale);
        doesNotShow(TORN_TRANSACTION, tale);
        assertThat(Verdicts.of(Guarantee.AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Fail.class);
    }

    @Test
    void hiddenCopyIsNoDuplicateAndNoLie() {
        Tale twice = two().commits("p", 0).found("p#0", 0, 0).found("p#1", 0, 1).found("p#0", 0, 4);
        Tale failed = new Tale()
                .begun("p", 0)
                .sent("p#0")
                .failed("p#0")
                .aborts("p", 0)
                .found("p#0", 0, 0);

        doesNotShow(DUPLICATE_APPEND, twice.hidden("p#0", 0, 4).drainedTwice(0, 0, 5));
        doesNotShow(FALSE_FAILURE, failed.hidden("p#0", 0, 0).drainedTwice(0, 0, 2));
    }

    @Test
    void offsetsOfACommittedTransactionThatAreNotThereAreTorn() {
        Tale tale = two().offsetsSent("p", 0, "g", 1, 5).commits("p", 0);

        shows(TORN_OFFSETS, tale.add(later(tale, "g", 1, 2)));
    }

    private static Event later(Tale tale, String group, int partition, long offset) {
        return new Event.OffsetFetched(
                tale.now(),
                tale.now().plusMillis(5),
                "c",
                group,
                "orders",
                partition,
                java.util.OptionalLong.of(offset));
    }

    @Test
    void offsetsThatAreThereOrWereCommittedBackAreNot() {
        Tale there = two().offsetsSent("p", 0, "g", 1, 5).commits("p", 0);
        Tale back = two().offsetsSent("p", 0, "g", 1, 5).commits("p", 0);
        back.commitInvoked("c", "g", 1, 2);

        doesNotShow(TORN_OFFSETS, there.add(later(there, "g", 1, 5)));
        doesNotShow(TORN_OFFSETS, back.add(later(back, "g", 1, 2)));
    }

    @Test
    void offsetsOfAnAbortedTransactionThatTookEffectAreTorn() {
        Tale tale = two().offsetsSent("p", 0, "g", 1, 5).aborts("p", 0).fetched("c", "g", 1, 5);
        Tale explained = two().offsetsSent("p", 0, "g", 1, 5).aborts("p", 0).committed("c", "g", 1, 5);

        shows(TORN_OFFSETS, tale);
        doesNotShow(TORN_OFFSETS, explained.fetched("c", "g", 1, 5));
    }

    @Test
    void offsetsThatAnotherTransactionMayHaveBroughtAreNot() {
        Tale tale = two().offsetsSent("p", 0, "g", 1, 5).commitAsked("p", 0);
        tale.begun("p", 1).offsetsSent("p", 1, "g", 1, 5).aborts("p", 1).fetched("c", "g", 1, 5);

        doesNotShow(TORN_OFFSETS, tale);
    }

    @Test
    void commitThatIsHiddenIsToldBesideALostWrite() {
        Tale tale = two().commits("p", 0).found("p#1", 0, 1).hidden("p#1", 0, 1);

        assertThat(shows(LOST_COMMIT, tale.drainedTwice(0, 0, 3)).record()).contains(id("p#1"));
    }

    @Test
    void inputTransformedInTwoCommittedTransactionsIsTorn() {
        Tale tale = new Tale();
        tale.begun("p", 0).wrote("p#0", 0, 0).derived("p#0", 1, 7).commits("p", 0);
        tale.begun("p", 1).wrote("p#1", 0, 2).derived("p#1", 1, 7);

        doesNotShow(TORN_OFFSETS, tale);
        shows(TORN_OFFSETS, tale.commits("p", 1));
    }

    @Test
    void committedTransactionsThatReadEachOtherAreACycle() {
        Tale tale = new Tale().begun("p", 0).begun("q", 0).wrote("p#0", 0, 0).wrote("q#0", 1, 0);
        tale.polled("c", "g", "p#0", 0, 0).polled("d", "h", "q#0", 1, 0);
        tale.offsetsSent("q", 0, "g", 0, 1).offsetsSent("p", 0, "h", 1, 1);

        doesNotShow(TRANSACTION_CYCLE, tale.commits("p", 0));
        shows(TRANSACTION_CYCLE, tale.commits("q", 0));
    }

    @Test
    void chainOfTransactionsIsNoCycle() {
        Tale tale = new Tale().begun("p", 0).wrote("p#0", 0, 0).commits("p", 0);
        tale.polled("c", "g", "p#0", 0, 0);
        tale.begun("q", 0).wrote("q#0", 1, 0).offsetsSent("q", 0, "g", 0, 1).commits("q", 0);

        doesNotShow(TRANSACTION_CYCLE, tale);
    }

    @Test
    void writeOfAReplacedProducerIsAZombieEffect() {
        Tale tale = new Tale().initialized("p", "tx").initialized("q", "tx").begun("p", 0);

        assertThat(shows(ZOMBIE_EFFECT, tale.wrote("p#0", 0, 0)).record()).contains(id("p#0"));
    }

    @Test
    void replacedProducerThatIsRefusedOrHadWrittenBeforeIsNot() {
        doesNotShow(
                ZOMBIE_EFFECT,
                new Tale()
                        .initialized("p", "tx")
                        .begun("p", 0)
                        .sent("p#0")
                        .initialized("q", "tx")
                        .acked("p#0", 0, 0));
        doesNotShow(
                ZOMBIE_EFFECT,
                new Tale()
                        .initialized("p", "tx")
                        .initialized("q", "tx")
                        .begun("p", 0)
                        .sent("p#0")
                        .unknown("p#0"));
        doesNotShow(
                ZOMBIE_EFFECT,
                new Tale()
                        .initialized("p", "a")
                        .initialized("q", "b")
                        .begun("p", 0)
                        .wrote("p#0", 0, 0));
    }

    @Test
    void commitOfAReplacedProducerIsAZombieEffect() {
        Tale tale = new Tale()
                .initialized("p", "tx")
                .begun("p", 0)
                .wrote("p#0", 0, 0)
                .initialized("q", "tx");

        shows(ZOMBIE_EFFECT, tale.commits("p", 0));
    }
}
