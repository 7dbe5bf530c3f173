/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static io.kafkatrial.assertj.KafkaAssertions.assertThat;
import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.AT_MOST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HistoryAssertTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void anAckedRecordThatIsFoundIsDeliveredExactlyOnce() {
        assertThat(history(1, 0L))
                .held(EXACTLY_ONCE, AT_LEAST_ONCE)
                .hasAcked(1)
                .hasSent(1)
                .hasNo(Anomaly.Kind.LOST_WRITE, Anomaly.Kind.DUPLICATE_APPEND);
    }

    @Test
    void aLossBreaksTheGuaranteeAndTheMessageShowsIt() {
        History lossy = history(2, 0L);

        assertThat(lossy).has(Anomaly.Kind.LOST_WRITE).broke(AT_LEAST_ONCE);
        assertThatThrownBy(() -> assertThat(lossy).held(AT_LEAST_ONCE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("AT_LEAST_ONCE is broken in the history")
                .hasMessageContaining("checked: 2 sends");
        assertThatThrownBy(() -> assertThat(lossy).hasNo(Anomaly.Kind.LOST_WRITE))
                .hasMessageContaining("the history should show no [LOST_WRITE]");
    }

    @Test
    void whatIsNotBrokenCannotBeShownToBe() {
        assertThatThrownBy(() -> assertThat(history(1, 0L)).broke(AT_MOST_ONCE))
                .hasMessageContaining("AT_MOST_ONCE should be broken");
        assertThatThrownBy(() -> assertThat(history(1, 0L)).has(Anomaly.Kind.LOST_WRITE))
                .hasMessageContaining("should show LOST_WRITE")
                .hasMessageContaining("but it shows none");
    }

    @Test
    void anEmptyHistoryProvesNothing() {
        assertThatThrownBy(() -> assertThat(new History(List.of())).held(AT_LEAST_ONCE))
                .hasMessageContaining("AT_LEAST_ONCE is not proved");
    }

    @Test
    void countsAreCompared() {
        assertThatThrownBy(() -> assertThat(history(2, 0L)).hasAcked(3))
                .hasMessageContaining("should have 3 acknowledged sends")
                .hasMessageContaining("but it has 2");
    }

    @Test
    void aFaultMustHaveTouchedSomething() {
        History history = new History(List.of(
                new Event.FaultFired(NOW, "crash", "broker 1 killed"),
                new Event.FaultHealed(NOW, "crash", 1, "broker 1 killed"),
                new Event.FaultHealed(NOW, "cut", 0, "nothing passed")));

        assertThat(history).hasFaultThatBit("crash");
        assertThatThrownBy(() -> assertThat(history).hasFaultThatBit("cut"))
                .hasMessageContaining("fault cut should have fired and touched something")
                .hasMessageContaining("cut touched 0 (nothing passed)");
    }

    /** So many acked records, of which the final read finds those at these offsets. */
    private static History history(int acked, long... found) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < acked; i++) {
            RecordId id = new RecordId("p", i);
            events.add(new Event.SendInvoked(NOW, id, "orders", OptionalInt.of(0), Optional.empty()));
            events.add(new Event.SendAcked(NOW, id, "orders", 0, i));
        }
        for (long offset : found) {
            events.add(new Event.Found(NOW, "orders", 0, offset, Optional.of(new RecordId("p", offset))));
        }
        events.add(new Event.Drained(NOW, "orders", 0, 0, acked));
        return new History(events);
    }
}
