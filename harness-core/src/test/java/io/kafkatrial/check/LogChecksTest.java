/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.AT_MOST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.Guarantee.ORDERED_PER_KEY;
import static io.kafkatrial.history.Tale.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Checked.Evidence;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Tale;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogChecksTest {

    private static final Set<Guarantee> DELIVERY = EnumSet.range(Guarantee.AT_MOST_ONCE, Guarantee.ORDERED_PER_KEY);

    @Test
    void ackedRecordThatTheFinalReadFindsPasses() {
        Tale tale = new Tale().wrote("p#0", 0, 0).found("p#0", 0, 0).drained(0, 0, 1);

        for (Guarantee guarantee : DELIVERY) {
            Verdict verdict = Verdicts.of(guarantee, tale.end());

            assertThat(verdict).isInstanceOf(Verdict.Pass.class);
            assertThat(verdict.notes()).isEmpty();
            assertThat(verdict.checked().acked()).isEqualTo(1);
            assertThat(verdict.checked().evidence()).containsEntry("orders", Evidence.LOG);
        }
    }

    @Test
    void ackedRecordThatTheFinalReadDoesNotFindIsLost() {
        Tale tale = new Tale()
                .leader(0, 2, 4)
                .fired("crash")
                .wrote("p#0", 0, 0)
                .wrote("p#1", 0, 1)
                .leader(0, 1, 5)
                .healed("crash", 1)
                .wrote("p#2", 0, 1)
                .found("p#0", 0, 0)
                .found("p#2", 0, 1)
                .drained(0, 0, 2);

        Anomaly.LostWrite lost = (Anomaly.LostWrite) only(AT_LEAST_ONCE, tale);

        assertThat(lost.id()).isEqualTo(id("p#1"));
        assertThat(lost.ack().place()).isEqualTo("orders-0@1");
        assertThat(lost.nowThere()).contains(id("p#2"));
        assertThat(lost.scene().leader()).contains(new Scene.Leader(2, 4));
        assertThat(lost.scene().faults()).containsExactly("crash");
        assertThat(lost.after().leader()).contains(new Scene.Leader(1, 5));
        assertThat(lost.after().faults()).isEmpty();
    }

    @Test
    void lossIsInformationUnderAtMostOnce() {
        Tale tale = new Tale().wrote("p#0", 0, 0).drained(0, 0, 0);

        Verdict verdict = Verdicts.of(AT_MOST_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(kinds(verdict.notes())).containsExactly(Anomaly.Kind.LOST_WRITE);
    }

    @Test
    void ackWithoutOffsetIsLostIfTheWholeLogWasRead() {
        Tale tale = new Tale().wrote("p#0", 0, -1).drained(0, 0, 5);

        assertThat(only(AT_LEAST_ONCE, tale)).isInstanceOf(Anomaly.LostWrite.class);
    }

    @Test
    void recordBeforeTheBeginOfTheFinalReadIsNeitherThereNorLost() {
        Tale tale = new Tale().wrote("p#0", 0, 3).drained(0, 4, 9);

        Verdict verdict = Verdicts.of(AT_LEAST_ONCE, tale.end());

        assertThat(reasons(verdict))
                .singleElement()
                .asString()
                .contains("orders-0")
                .contains("retention");
    }

    @Test
    void widestOfSeveralFinalReadsCounts() {
        Tale wideFirst = new Tale().wrote("p#0", 0, 3).drained(0, 0, 9).drained(0, 5, 9);
        Tale wideLast = new Tale().wrote("p#0", 0, 3).drained(0, 5, 9).drained(0, 0, 9);

        assertThat(only(AT_LEAST_ONCE, wideFirst)).isInstanceOf(Anomaly.LostWrite.class);
        assertThat(only(AT_LEAST_ONCE, wideLast)).isInstanceOf(Anomaly.LostWrite.class);
    }

    @Test
    void recordOfAPartitionThatWasNotReadIsNeitherThereNorLost() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .wrote("p#1", 1, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1);

        Verdict verdict = Verdicts.of(AT_LEAST_ONCE, tale.end());

        assertThat(reasons(verdict)).singleElement().asString().contains("orders-1 was never read");
    }

    @Test
    void unknownSendMayBeThereOrNot() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .sent("p#1")
                .unknown("p#1")
                .sent("p#2")
                .unknown("p#2")
                .sent("p#3")
                .found("p#0", 0, 0)
                .found("p#1", 0, 1)
                .drained(0, 0, 2);

        for (Guarantee guarantee : DELIVERY) {
            Verdict verdict = Verdicts.of(guarantee, tale.end());

            assertThat(verdict).isInstanceOf(Verdict.Pass.class);
            assertThat(verdict.checked().unknown()).isEqualTo(3);
        }
    }

    @Test
    void sendFoundAtTwoOffsetsIsADuplicateAppend() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 1)
                .found("p#0", 0, 0)
                .found("p#0", 0, 1)
                .drained(0, 0, 2);

        Anomaly anomaly = only(EXACTLY_ONCE, tale);

        assertThat(anomaly.kind()).isEqualTo(Anomaly.Kind.DUPLICATE_APPEND);
        assertThat(anomaly.sightings()).extracting(Sighting::place).containsExactly("orders-0@0", "orders-0@1");
        assertThat(only(AT_MOST_ONCE, tale).kind()).isEqualTo(Anomaly.Kind.DUPLICATE_APPEND);
        assertThat(Verdicts.of(AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void unknownSendFoundTwiceIsADuplicateAppend() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .sent("p#1")
                .unknown("p#1")
                .found("p#0", 0, 0)
                .found("p#1", 0, 1)
                .found("p#1", 0, 2)
                .drained(0, 0, 3);

        assertThat(only(EXACTLY_ONCE, tale).record().orElseThrow()).isEqualTo(id("p#1"));
    }

    @Test
    void readingTheLogTwiceDoublesNothing() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1)
                .found("p#0", 0, 0)
                .drained(0, 0, 1);

        assertThat(Verdicts.of(EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void recordThatItsProducerNeverSentIsAPhantom() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .found("p#0", 0, 0)
                .found("p#9", 0, 1)
                .drained(0, 0, 2);

        for (Guarantee guarantee : DELIVERY) {
            assertThat(only(guarantee, tale)).isInstanceOf(Anomaly.Phantom.class);
        }
    }

    @Test
    void recordsOfOthersAreCountedAsForeignAndNotJudged() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 2)
                .foundForeign(0, 0)
                .found("earlier-test#0", 0, 1)
                .found("earlier-test#0", 0, 3)
                .found("p#0", 0, 2)
                .drained(0, 0, 4);

        Verdict verdict = Verdicts.of(EXACTLY_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict.notes()).isEmpty();
        assertThat(verdict.checked().foreign()).isEqualTo(3);
        assertThat(verdict.checked().found()).isEqualTo(1);
    }

    @Test
    void recordInAnotherPartitionThanAskedForIsMisrouted() {
        Tale tale = new Tale()
                .sentTo(1, "p#0")
                .acked("p#0", 1, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1)
                .drained(1, 0, 0);

        Anomaly.Misrouted misrouted = (Anomaly.Misrouted) only(AT_LEAST_ONCE, tale);

        assertThat(misrouted.sentTo()).isEqualTo("orders-1");
        assertThat(misrouted.seen().place()).isEqualTo("orders-0@0");
    }

    @Test
    void recordInAnotherTopicIsMisrouted() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1)
                .on("payments")
                .polled("c", "g", "p#0", 0, 0);

        assertThat(only(AT_LEAST_ONCE, tale)).isInstanceOf(Anomaly.Misrouted.class);
    }

    @Test
    void partitionerMayChooseAnyPartition() {
        Tale tale = new Tale().sent("p#0").unknown("p#0").wrote("p#1", 0, 0);
        tale.found("p#0", 1, 0).found("p#1", 0, 0).drained(0, 0, 1).drained(1, 0, 1);

        assertThat(Verdicts.of(EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void definiteFailureThatIsInTheLogIsAFalseFailure() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .sent("p#1")
                .failed("p#1")
                .found("p#0", 0, 0)
                .found("p#1", 0, 1)
                .drained(0, 0, 2);

        Anomaly.FalseFailure lie = (Anomaly.FalseFailure) only(EXACTLY_ONCE, tale);

        assertThat(lie.error()).isEqualTo("RecordTooLargeException");
        assertThat(only(AT_MOST_ONCE, tale)).isInstanceOf(Anomaly.FalseFailure.class);
        assertThat(Verdicts.of(AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void definiteFailureThatIsNowhereIsFine() {
        Tale tale = new Tale().wrote("p#0", 0, 0).sent("p#1").failed("p#1").found("p#0", 0, 0);
        tale.drained(0, 0, 1);

        Verdict verdict = Verdicts.of(EXACTLY_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict.checked().failed()).isEqualTo(1);
    }

    @Test
    void offsetAtWhichTwoRecordsWereSeenHasDiverged() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .sent("p#1")
                .unknown("p#1")
                .polled("c", "g", "p#1", 0, 0)
                .polled("c", "g", "p#0", 0, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1);

        Anomaly.Diverged diverged = (Anomaly.Diverged) only(EXACTLY_ONCE, tale);

        assertThat(diverged.id()).isEqualTo(id("p#1"));
        assertThat(diverged.other()).isEqualTo(id("p#0"));
    }

    @Test
    void laterSendInFrontOfAnEarlierOneIsAReorderedAppend() {
        Tale tale = new Tale()
                .sent("p#0")
                .sent("p#1")
                .acked("p#0", 0, 1)
                .acked("p#1", 0, 0)
                .wrote("q#0", 0, 2);
        tale.found("p#1", 0, 0).found("p#0", 0, 1).found("q#0", 0, 2).drained(0, 0, 3);

        Anomaly.ReorderedAppend anomaly = (Anomaly.ReorderedAppend) only(ORDERED_PER_KEY, tale);

        assertThat(anomaly.id()).isEqualTo(id("p#0"));
        assertThat(anomaly.overtaker()).isEqualTo(id("p#1"));
        assertThat(Verdicts.of(EXACTLY_ONCE, tale.end()).notes()).containsExactly(anomaly);
    }

    @Test
    void orderIsJudgedByOffsetNotByTheOrderOfReading() {
        Tale tale = new Tale().wrote("p#0", 0, 0).wrote("p#1", 0, 1);
        tale.found("p#1", 0, 1).found("p#0", 0, 0).drained(0, 0, 2);

        assertThat(Verdicts.of(ORDERED_PER_KEY, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void unknownSendsAndOtherPartitionsReorderNothing() {
        Tale tale = new Tale().sent("p#0").unknown("p#0").wrote("p#1", 0, 0).wrote("p#2", 1, 0);
        tale.found("p#1", 0, 0)
                .found("p#0", 0, 1)
                .found("p#2", 1, 0)
                .drained(0, 0, 2)
                .drained(1, 0, 1);

        assertThat(Verdicts.of(ORDERED_PER_KEY, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void ackOutweighsAFailureOfTheSameSend() {
        Tale tale = new Tale().sent("p#0").failed("p#0").acked("p#0", 0, 0);
        tale.add(new Event.ClientChanged(tale.now(), "p", "closed"));
        tale.found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(Verdicts.of(EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    static Anomaly only(Guarantee guarantee, Tale tale) {
        Verdict verdict = Verdicts.of(guarantee, tale.end());
        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        List<Anomaly> anomalies = ((Verdict.Fail) verdict).anomalies();
        assertThat(anomalies).hasSize(1);
        return anomalies.get(0);
    }

    static List<String> reasons(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Vacuous.class);
        return ((Verdict.Vacuous) verdict).reasons();
    }

    static List<Anomaly.Kind> kinds(List<Anomaly> anomalies) {
        return anomalies.stream().map(Anomaly::kind).toList();
    }
}
