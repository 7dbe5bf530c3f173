/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.LogChecksTest.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Tale;
import org.junit.jupiter.api.Test;

/** When a verdict proves nothing. */
class VacuousTest {

    @Test
    void faultThatNeverFiredMakesTheVerdictVacuous() {
        Tale tale = new Tale()
                .declared("crash")
                .wrote("p#0", 0, 0)
                .found("p#0", 0, 0)
                .drained(0, 0, 1);

        assertThat(reasons(Verdicts.of(EXACTLY_ONCE, tale.end())))
                .containsExactly("fault 'crash' was declared but never fired: its trigger did not come."
                        + " Let the work go on until the fault has met it, or let the fault come earlier");
    }

    @Test
    void faultThatTouchedNothingMakesTheVerdictVacuous() {
        Tale tale = new Tale().declared("cut").fired("cut").healed("cut", 0);
        tale.wrote("p#0", 0, 0).found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(reasons(Verdicts.of(EXACTLY_ONCE, tale.end())))
                .containsExactly("fault 'cut' fired but touched nothing (0 processes)."
                        + " Let the work go on until the fault has met it, or let the fault come earlier");
    }

    @Test
    void faultWithoutEvidenceMakesTheVerdictVacuous() {
        Tale tale =
                new Tale().fired("cut").wrote("p#0", 0, 0).found("p#0", 0, 0).drained(0, 0, 1);

        assertThat(reasons(Verdicts.of(EXACTLY_ONCE, tale.end())))
                .singleElement()
                .asString()
                .contains("never healed");
    }

    @Test
    void faultThatBitOnceOfTwoTimesCounts() {
        Tale tale = new Tale().fired("cut").healed("cut", 0).fired("cut").healed("cut", 3);
        tale.wrote("p#0", 0, 0).found("p#0", 0, 0).drained(0, 0, 1);

        Verdict verdict = Verdicts.of(EXACTLY_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict.checked().faults()).isEqualTo(1);
    }

    @Test
    void nothingSentNothingAckedNothingReadIsVacuous() {
        assertThat(reasons(Verdicts.of(AT_LEAST_ONCE, new Tale().end())))
                .containsExactly(
                        "nothing was sent through a recording producer",
                        "no partition was read to its end after the faults had healed");
        assertThat(reasons(Verdicts.of(
                        AT_LEAST_ONCE, new Tale().sent("p#0").drained(0, 0, 0).end())))
                .containsExactly("none of the 1 sends was acknowledged");
    }

    @Test
    void brokenGuaranteeWinsOverDoubt() {
        Tale tale = new Tale().declared("crash").wrote("p#0", 0, 0).drained(0, 0, 0);

        Verdict verdict = Verdicts.of(AT_LEAST_ONCE, tale.end());

        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        assertThat(((Verdict.Fail) verdict).doubts()).hasSize(1);
    }

    @Test
    void recordThatCompactionTookIsNeitherThereNorLost() {
        Tale unread = new Tale()
                .sentWithKey("k", "p#0")
                .acked("p#0", 0, 0)
                .sentWithKey("k", "p#1")
                .acked("p#1", 0, 1)
                .found("p#1", 0, 1)
                .drained(0, 0, 2);

        Verdict verdict = Verdicts.of(AT_LEAST_ONCE, unread.end());

        assertThat(verdict).isInstanceOf(Verdict.Vacuous.class);
        assertThat(((Verdict.Vacuous) verdict).reasons())
                .singleElement()
                .asString()
                .contains("compaction took 1 acked records of orders-0");
    }

    @Test
    void recordThatWasReadBeforeCompactionTookItPasses() {
        Tale tale = new Tale()
                .sentWithKey("k", "p#0")
                .acked("p#0", 0, 0)
                .polled("c", "g", "p#0", 0, 0)
                .sentWithKey("k", "p#1")
                .acked("p#1", 0, 1)
                .polled("c", "g", "p#1", 0, 1)
                .found("p#1", 0, 1)
                .drained(0, 0, 2);

        assertThat(Verdicts.of(AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void recordWhoseOffsetAnotherTookIsLostThoughItsKeyCameAgain() {
        Tale tale = new Tale()
                .sentWithKey("k", "p#0")
                .acked("p#0", 0, 0)
                .sentWithKey("k", "p#1")
                .acked("p#1", 0, 0)
                .found("p#1", 0, 0)
                .drained(0, 0, 1);

        assertThat(Verdicts.of(AT_LEAST_ONCE, tale.end())).isInstanceOf(Verdict.Fail.class);
    }
}
