/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Scene;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Tale;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static final Scene NOTHING_KNOWN = new Scene(Optional.empty(), List.of());

    @Test
    void templateFillsInWhatIsThereAndLeavesOutWhatIsNot() {
        Template template = Template.of("sent {id}[ with key {key}] by [{who}|somebody]");

        assertThat(template.fill(Map.of("id", "p#1", "key", "k", "who", "me")::get))
                .isEqualTo("sent p#1 with key k by me");
        assertThat(template.fill(Map.of("id", "p#1")::get)).isEqualTo("sent p#1 by somebody");
        assertThat(template.fill(name -> null)).isEqualTo("sent {id} by somebody");
    }

    @Test
    void valuesAreNotTakenForTemplates() {
        Template template = Template.of("key {key}[, {more}]");

        assertThat(template.fill(Map.of("key", "{key}[a|b]$1", "more", "{x}")::get))
                .isEqualTo("key {key}[a|b]$1, {x}");
    }

    @Test
    void eventsReadAsSubjectAndPredicate() {
        Event led = new Event.LeaderChanged(Tale.START, "orders", 0, OptionalInt.of(2), 4);
        Event orphaned = new Event.LeaderChanged(Tale.START, "orders", 0, OptionalInt.empty(), 5);
        Event foreign = new Event.Polled(Tale.START, "c1", Optional.empty(), "orders", 0, 7, Optional.empty());

        assertThat(said(led)).isEqualTo("orders-0 is led by broker 2 in epoch 4");
        assertThat(EventKinds.ribbon(led)).contains("broker 2 · epoch 4");
        assertThat(said(orphaned)).isEqualTo("orders-0 has no leader in epoch 5");
        assertThat(said(foreign)).isEqualTo("c1 got a foreign record from orders-0@7");
    }

    /** What a kind of event without a line in the table would look like. */
    @Test
    void eventsWithoutALineAreToldFromTheirComponents() {
        EventKind commit = EventKind.derived(Event.CommitFailed.class);
        EventKind send = EventKind.derived(Event.SendAcked.class);
        EventKind broker = EventKind.derived(Event.BrokerChanged.class);
        EventKind isr = EventKind.derived(Event.IsrChanged.class);

        assertThat(commit)
                .returns("commit failed", EventKind::label)
                .returns(Lane.CONSUMERS, EventKind::lane)
                .returns(Tone.FAILED, EventKind::tone)
                .returns("[{consumer}|unknown]", EventKind::who)
                .returns("commit failed[ {place}][, group {group}][, error {error}]", EventKind::words);
        assertThat(send).returns(Lane.PRODUCERS, EventKind::lane).returns(Tone.ACKED, EventKind::tone);
        assertThat(broker).returns("{state}", EventKind::ribbon).returns("broker [{broker}|unknown]", EventKind::who);
        assertThat(isr)
                .returns(Lane.PARTITIONS, EventKind::lane)
                .returns("[{topic}-{partition}|cluster]", EventKind::who);
    }

    @Test
    void everyKindOfEventHasALaneAndALabel() {
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            EventKind kind = EventKinds.of(type.asSubclass(Event.class));

            assertThat(kind.label()).as(type.getSimpleName()).isNotBlank();
            assertThat(kind.words()).as(type.getSimpleName()).isNotBlank();
        }
    }

    @Test
    void anomaliesWithoutALineAreToldFromTheirComponents() {
        Sighting seen = new Sighting(Tale.START.plusMillis(3214), "c1", "orders", 0, 7);
        Anomaly anomaly =
                new Anomaly.MissedDelivery(new RecordId("p", 3), "billing", /* skipped= */ true, seen, NOTHING_KNOWN);
        Words words = new Words(new Tale().fired("f").end());

        assertThat(new AnomalyWords(words, words.course()).derived(anomaly))
                .isEqualTo("missed delivery: p#3, group billing, skipped true: c1 at orders-0@7 (+3.214 s)");
    }

    @Test
    void storyNamesLeaderInSyncSetDownfallAndElection() {
        Tale tale = new Tale()
                .leader(0, 2, 4)
                .isr(0, 4, 2)
                .wrote("p#0", 0, 0)
                .broker(2, "CRASHED")
                .leader(0, 1, 5)
                .broker(2, "RUNNING");
        Sighting ack = new Sighting(Tale.START.plusMillis(3), "producer", "orders", 0, 0);
        Scene scene = new Scene(Optional.of(new Scene.Leader(2, 4)), List.of());
        Anomaly lost = new Anomaly.LostWrite(
                new RecordId("p", 0), ack, 1, Optional.of(new RecordId("p", 9)), List.of(3), scene, NOTHING_KNOWN);

        assertThat(new Words(tale.end()).sentence(lost))
                .isEqualTo("p#0 acked at orders-0@0 by broker 2 (epoch 4, ISR {2}) at 0.003 s;"
                        + " broker 2 crashed at 0.004 s; broker 1 elected (epoch 5) at 0.005 s;"
                        + " orders-0@0 now holds p#9; broker 3 still has it in its own log.");
    }

    @Test
    void storyOfARepeatedDeliveryTellsWhoGotThePartition() {
        Tale tale = new Tale().polled("c1", "g", "p#0", 0, 0);
        tale.add(new Event.Revoked(tale.now(), "c1", Optional.of("g"), List.of("orders-0")));
        tale.add(new Event.Assigned(tale.now(), "c2", Optional.of("g"), List.of("orders-0", "orders-1")));
        tale.polled("c2", "g", "p#0", 0, 0);
        List<Sighting> seen = List.of(
                new Sighting(Tale.START, "c1", "orders", 0, 0),
                new Sighting(Tale.START.plusMillis(3), "c2", "orders", 0, 0));

        assertThat(new Words(tale.end())
                        .sentence(new Anomaly.DuplicateDelivery(new RecordId("p", 0), "g", seen, NOTHING_KNOWN)))
                .isEqualTo("group g got p#0 twice: c1 at orders-0@0 (+0.000 s), c2 at orders-0@0 (+0.003 s);"
                        + " taken from c1 at 0.001 s; partition assigned to c2 at 0.002 s.");
    }

    @Test
    void foreignTextIsMadeHarmless() {
        assertThat(Plain.name("a\nb\tc")).isEqualTo("a b c");
        assertThat(Plain.name("\u202Eevil\u2028x\u0000")).isEqualTo("\\u202Eevil x\\u0000");
        assertThat(Plain.name("grüße \uD83D\uDE00 ключ مفتاح")).isEqualTo("grüße \uD83D\uDE00 ключ مفتاح");
        assertThat(Plain.name("\uD83D")).isEqualTo("\\uD83D");
        assertThat(Plain.name("k".repeat(1_000_000))).hasSizeLessThan(150).endsWith("… (1,000,000 characters)");
    }

    @Test
    void emptyHistoryHasACourse() {
        Course course = new Course(new History(List.of()));

        assertThat(course.faults()).isEmpty();
        assertThat(course.end()).isEqualTo(course.start());
    }

    private static String said(Event event) {
        return EventKinds.who(event) + " " + EventKinds.words(event);
    }
}
