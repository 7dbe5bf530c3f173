/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_APPEND;
import static io.kafkatrial.check.Anomaly.Kind.LOST_WRITE;
import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A declared verdict is compared strictly: neither more nor less may be found. */
class ExpectedTest {

    private static final Instant AT = Instant.EPOCH;
    private static final RecordId ID = new RecordId("producer", 0);
    private static final Event SENT = new Event.SendInvoked(AT, ID, "orders", OptionalInt.empty(), Optional.empty());
    private static final Event ACKED = new Event.SendAcked(AT, ID, "orders", 0, 0);
    private static final Event FOUND = new Event.Found(AT, "orders", 0, 0, Optional.of(ID));
    private static final Verdict HELD = verdict(SENT, ACKED, FOUND, new Event.Drained(AT, "orders", 0, 0, 1));
    private static final Verdict LOST = verdict(SENT, ACKED, new Event.Drained(AT, "orders", 0, 0, 0));
    private static final Verdict VACUOUS = verdict();

    @Test
    void declaredVerdictsDoNotDiffer() {
        assertThat(Expected.holds(AT_LEAST_ONCE).difference(HELD)).isEmpty();
        assertThat(Expected.broken(AT_LEAST_ONCE, LOST_WRITE).difference(LOST)).isEmpty();
    }

    @Test
    void lossThatWasNotDeclaredDiffers() {
        assertThat(Expected.holds(AT_LEAST_ONCE).difference(LOST))
                .contains("AT_LEAST_ONCE was declared to hold, but it was broken by [LOST_WRITE]");
    }

    @Test
    void lossThatDidNotComeDiffers() {
        assertThat(Expected.broken(AT_LEAST_ONCE, LOST_WRITE).difference(HELD))
                .contains("AT_LEAST_ONCE was declared to be broken by [LOST_WRITE], but it held");
    }

    @Test
    void anotherAnomalyThanTheDeclaredDiffers() {
        assertThat(Expected.broken(AT_LEAST_ONCE, DUPLICATE_APPEND).difference(LOST))
                .isPresent();
    }

    @Test
    void nothingProvedDiffersFromBoth() {
        assertThat(Expected.holds(AT_LEAST_ONCE).difference(VACUOUS))
                .hasValueSatisfying(text -> assertThat(text).contains("nothing is proved"));
        assertThat(Expected.broken(AT_LEAST_ONCE, LOST_WRITE).difference(VACUOUS))
                .isPresent();
    }

    @Test
    void missesAndFalseAlarmsAreToldApart() {
        Expected another = Expected.broken(AT_LEAST_ONCE, DUPLICATE_APPEND);

        assertThat(another.isMissedBy(LOST)).isTrue();
        assertThat(another.isFalselyAlarmedBy(LOST)).isTrue();
        assertThat(another.isMissedBy(VACUOUS)).isTrue();
        assertThat(another.isFalselyAlarmedBy(VACUOUS)).isFalse();
        assertThat(Expected.holds(AT_LEAST_ONCE).isMissedBy(LOST)).isFalse();
        assertThat(Expected.holds(AT_LEAST_ONCE).isFalselyAlarmedBy(LOST)).isTrue();
        assertThat(Expected.broken(AT_LEAST_ONCE, LOST_WRITE).isFalselyAlarmedBy(LOST))
                .isFalse();
    }

    private static Verdict verdict(Event... events) {
        return Verdicts.of(AT_LEAST_ONCE, new History(List.of(events)));
    }
}
