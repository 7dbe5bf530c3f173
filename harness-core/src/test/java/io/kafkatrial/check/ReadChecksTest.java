/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.AT_MOST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.Guarantee.ORDERED_PER_KEY;
import static io.kafkatrial.check.LogChecksTest.kinds;
import static io.kafkatrial.check.LogChecksTest.only;
import static io.kafkatrial.history.Tale.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Checked.Evidence;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Tale;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadChecksTest {

    private static final Set<Guarantee> DELIVERY = EnumSet.range(Guarantee.AT_MOST_ONCE, Guarantee.ORDERED_PER_KEY);

    @Test
    void everyRecordDeliveredOnceToEveryGroupPasses() {
        Tale tale = log().polled("c1", "g", "p#0", 0, 0).polled("c2", "g", "p#1", 0, 1);
        tale.polled("d1", "h", "p#0", 0, 0).polled("d1", "h", "p#1", 0, 1);

        for (Guarantee guarantee : DELIVERY) {
            Verdict verdict = Verdicts.of(guarantee, tale.end());

            assertThat(verdict).isInstanceOf(Verdict.Pass.class);
            assertThat(verdict.notes()).isEmpty();
            assertThat(verdict.checked().evidence()).containsEntry("orders", Evidence.DELIVERIES);
            assertThat(verdict.checked().deliveries()).isEqualTo(4);
        }
    }

    @Test
    void recordThatAGroupSkippedIsAMissedDelivery() {
        Tale tale = log().polled("c1", "g", "p#1", 0, 1);

        Anomaly.MissedDelivery missed = (Anomaly.MissedDelivery) only(AT_LEAST_ONCE, tale);

        assertThat(missed.id()).isEqualTo(id("p#0"));
        assertThat(missed.group()).isEqualTo("g");
        assertThat(missed.skipped()).isTrue();
        assertThat(Verdicts.of(AT_MOST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void recordThatAGroupHadNotComeToIsMissedButNotSkipped() {
        Tale tale = log().polled("c1", "g", "p#0", 0, 0);

        Anomaly.MissedDelivery missed = (Anomaly.MissedDelivery) only(EXACTLY_ONCE, tale);

        assertThat(missed.id()).isEqualTo(id("p#1"));
        assertThat(missed.skipped()).isFalse();
    }

    @Test
    void commitBeyondARecordNotDeliveredSkipsIt() {
        Tale tale = log().polled("c1", "g", "p#0", 0, 0).committed("c1", "g", 0, 2);

        assertThat(((Anomaly.MissedDelivery) only(AT_LEAST_ONCE, tale)).skipped())
                .isTrue();
    }

    @Test
    void consumerWithoutAGroupOwesNothing() {
        Tale tale = log();
        tale.add(new Event.Polled(tale.now(), "probe", Optional.empty(), "orders", 0, 1, Optional.of(id("p#1"))));
        tale.add(new Event.Polled(tale.now(), "probe", Optional.empty(), "orders", 0, 1, Optional.of(id("p#1"))));

        Verdict verdict = Verdicts.of(EXACTLY_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict.checked().evidence()).containsEntry("orders", Evidence.LOG);
    }

    @Test
    void recordDeliveredTwiceToAGroupIsADuplicateDelivery() {
        Tale tale = log().polled("c1", "g", "p#0", 0, 0).polled("c2", "g", "p#0", 0, 0);
        tale.polled("c2", "g", "p#1", 0, 1);

        Anomaly anomaly = only(EXACTLY_ONCE, tale);

        assertThat(anomaly.kind()).isEqualTo(Anomaly.Kind.DUPLICATE_DELIVERY);
        assertThat(anomaly.sightings()).extracting(Sighting::by).containsExactly("c1", "c2");
        assertThat(only(AT_MOST_ONCE, tale)).isEqualTo(anomaly);
        assertThat(Verdicts.of(AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void recordDeliveredToTwoGroupsIsNotRepeated() {
        Tale tale = log().polled("c1", "g", "p#0", 0, 0).polled("c1", "g", "p#1", 0, 1);
        tale.polled("d1", "h", "p#0", 0, 0).polled("d1", "h", "p#1", 0, 1);

        assertThat(Verdicts.of(EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void lostWriteIsNotReportedAgainAsMissed() {
        Tale tale = new Tale().wrote("p#0", 0, 0).wrote("p#1", 0, 1);
        tale.polled("c1", "g", "p#0", 0, 0).processed("app", "p#0", 0, 0);
        tale.found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(only(AT_LEAST_ONCE, tale)).isInstanceOf(Anomaly.LostWrite.class);
    }

    @Test
    void effectsExcuseRepeatedAppendsAndDeliveries() {
        Tale tale = new Tale()
                .wrote("p#0", 0, 0)
                .found("p#0", 0, 0)
                .found("p#0", 0, 1)
                .drained(0, 0, 2);
        tale.polled("c1", "g", "p#0", 0, 0).processed("app", "p#0", 0, 0).polled("c1", "g", "p#0", 0, 1);

        Verdict verdict = Verdicts.of(EXACTLY_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(kinds(verdict.notes()))
                .containsExactly(Anomaly.Kind.DUPLICATE_APPEND, Anomaly.Kind.DUPLICATE_DELIVERY);
        assertThat(verdict.checked().evidence()).containsEntry("orders", Evidence.EFFECTS);
    }

    @Test
    void effectsOfOneTopicExcuseNothingInAnother() {
        Tale tale = log().processed("app", "p#0", 0, 0).processed("app", "p#1", 0, 1);
        tale.on("payments")
                .wrote("q#0", 0, 0)
                .found("q#0", 0, 0)
                .found("q#0", 0, 1)
                .drained(0, 0, 2);

        assertThat(only(EXACTLY_ONCE, tale).topic()).isEqualTo("payments");
    }

    @Test
    void recordProcessedTwiceIsADuplicateEffect() {
        Tale tale = log().processed("app", "p#0", 0, 0).processed("app", "p#1", 0, 1);
        tale.processed("app", "p#0", 0, 0);

        Anomaly anomaly = only(EXACTLY_ONCE, tale);

        assertThat(anomaly.kind()).isEqualTo(Anomaly.Kind.DUPLICATE_EFFECT);
        assertThat(anomaly.sightings()).hasSize(2);
        assertThat(only(AT_MOST_ONCE, tale)).isEqualTo(anomaly);
        assertThat(Verdicts.of(AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void unknownSendMayTakeEffectOnceButNotTwice() {
        Tale once = log().sent("p#2").unknown("p#2").found("p#2", 0, 2).drained(0, 0, 3);
        once.processed("app", "p#0", 0, 0).processed("app", "p#1", 0, 1).processed("app", "p#2", 0, 2);

        assertThat(Verdicts.of(EXACTLY_ONCE, once.end())).isInstanceOf(Verdict.Pass.class);

        once.processed("app", "p#2", 0, 2);
        assertThat(only(EXACTLY_ONCE, once).record().orElseThrow()).isEqualTo(id("p#2"));
    }

    @Test
    void recordNeverProcessedIsAMissedEffectOfEachApplication() {
        Tale tale = log().processed("billing", "p#0", 0, 0);
        tale.processed("audit", "p#0", 0, 0).processed("audit", "p#1", 0, 1);

        Anomaly.MissedEffect missed = (Anomaly.MissedEffect) only(AT_LEAST_ONCE, tale);

        assertThat(missed.by()).isEqualTo("billing");
        assertThat(missed.id()).isEqualTo(id("p#1"));
        assertThat(Verdicts.of(AT_MOST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void effectWithoutIdentityBelongsToTheRecordSeenThere() {
        Tale tale = new Tale().wrote("p#0", 0, 0).processedUnnamed("app", 0, 0).processedUnnamed("app", 0, 0);
        tale.found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(only(EXACTLY_ONCE, tale)).isInstanceOf(Anomaly.DuplicateEffect.class);
        assertThat(Verdicts.of(AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void effectAtAnOffsetNobodyKnowsIsForeign() {
        Tale tale = log().processed("app", "p#0", 0, 0).processed("app", "p#1", 0, 1);
        tale.processedUnnamed("app", 0, 77);

        Verdict verdict = Verdicts.of(EXACTLY_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict.checked().foreign()).isEqualTo(1);
    }

    @Test
    void sameKeyProcessedInAnotherOrderThanSentIsReordered() {
        Tale tale = keyed("k", "k").processed("app", "p#1", 0, 1).processed("app", "p#0", 0, 0);

        Anomaly.ReorderedKey anomaly = (Anomaly.ReorderedKey) only(ORDERED_PER_KEY, tale);

        assertThat(anomaly.key()).isEqualTo("k");
        assertThat(anomaly.id()).isEqualTo(id("p#0"));
        assertThat(anomaly.overtaker()).isEqualTo(id("p#1"));
        assertThat(Verdicts.of(EXACTLY_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void otherKeysAndRepetitionsAreNotReordered() {
        Tale otherKeys = keyed("k", "l").processed("app", "p#1", 0, 1).processed("app", "p#0", 0, 0);
        Tale repeated = keyed("k", "k")
                .polled("c", "g", "p#0", 0, 0)
                .polled("c", "g", "p#1", 0, 1)
                .polled("c", "g", "p#0", 0, 0)
                .polled("c", "g", "p#1", 0, 1);

        assertThat(Verdicts.of(ORDERED_PER_KEY, otherKeys.end())).isInstanceOf(Verdict.Pass.class);
        assertThat(Verdicts.of(ORDERED_PER_KEY, repeated.end())).isInstanceOf(Verdict.Pass.class);
    }

    private static Tale log() {
        return new Tale()
                .wrote("p#0", 0, 0)
                .wrote("p#1", 0, 1)
                .found("p#0", 0, 0)
                .found("p#1", 0, 1)
                .drained(0, 0, 2);
    }

    private static Tale keyed(String first, String second) {
        return new Tale()
                .sentWithKey(first, "p#0")
                .acked("p#0", 0, 0)
                .sentWithKey(second, "p#1")
                .acked("p#1", 0, 1)
                .found("p#0", 0, 0)
                .found("p#1", 0, 1)
                .drained(0, 0, 2);
    }
}
