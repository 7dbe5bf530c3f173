/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What goes into the columns comes out of them. */
class HistoryTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void randomEventsComeOutAsTheyWentInHoweverTheyAreAskedFor() {
        for (long seed = 0; seed < 40; seed++) {
            List<Event> events = random(new SplittableRandom(seed), 1_500);
            History history = new History(events);

            assertThat(new ArrayList<>(history.events())).as("seed %d", seed).isEqualTo(events);
            for (int position = 0; position < events.size(); position += 7) {
                assertThat(history.events().get(position)).isEqualTo(events.get(position));
            }
            for (int position = 0; position < events.size(); position++) {
                assertThat(history.events().get(position)).isEqualTo(events.get(position));
            }
            assertThat(history).isEqualTo(new History(events)).hasSameHashCodeAs(new History(events));
        }
    }

    @Test
    void cursorStandsWhereItIsPut() {
        List<Event> events = random(new SplittableRandom(3), 1_200);
        History history = new History(events);

        for (int from : new int[] {0, 1, 511, 512, 513, 1_023, 1_199}) {
            Cursor cursor = history.cursor(from);
            for (int position = from; position < events.size(); position++) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.position()).isEqualTo(position);
                assertThat(cursor.event()).isEqualTo(events.get(position));
            }
            assertThat(cursor.next()).isFalse();
        }
        assertThat(history.cursor(events.size()).next()).isFalse();
    }

    @Test
    void recordsHaveDenseNumbersWhateverTheirSequences() {
        List<RecordId> ids = List.of(
                new RecordId("p", 0),
                new RecordId("p", 1),
                new RecordId("p", 1_000_000),
                new RecordId("p", Long.MAX_VALUE),
                new RecordId("p", -5),
                new RecordId("q", 63),
                new RecordId("q", 64));
        History history = new History(ids.stream()
                .<Event>map(id -> new Event.SendAcked(START, id, "orders", 0, 0))
                .toList());

        assertThat(ids.stream().map(history::number)).doesNotHaveDuplicates();
        for (RecordId id : ids) {
            assertThat(history.id(history.number(id))).isEqualTo(id);
            assertThat(history.number(id)).isBetween(0, history.records() - 1);
        }
        assertThat(history.records()).isLessThanOrEqualTo(7 * Numbering.RUN);
        assertThat(history.number(new RecordId("r", 0))).isEqualTo(Lane.NONE);
        assertThat(history.number(new RecordId("q", 640))).isEqualTo(Lane.NONE);
    }

    @Test
    void lanesSayWhatTheirEventsHaveInCommon() {
        History history = new History(List.of(
                new Event.Polled(START, "c", Optional.of("g"), "orders", 2, 5, Optional.of(new RecordId("p", 1))),
                new Event.BrokerChanged(START, 1, "crashed"),
                new Event.Polled(START, "c", Optional.empty(), "orders", 2, 6, Optional.empty()),
                new Event.SendInvoked(START, new RecordId("p", 2), "orders", OptionalInt.empty(), Optional.of("k"))));
        Cursor cursor = history.cursor();

        cursor.next();
        assertThat(cursor.lane().kind()).isEqualTo(Kind.POLLED);
        assertThat(history.names().readers().name(cursor.lane().reader())).isEqualTo("c");
        assertThat(history.names().groups().name(cursor.lane().group())).isEqualTo("g");
        assertThat(history.names().places().name(cursor.lane().place())).hasToString("orders-2");
        assertThat(history.id(cursor.record())).isEqualTo(new RecordId("p", 1));
        assertThat(cursor.offset()).isEqualTo(5);
        cursor.next();
        assertThat(cursor.lane().kind()).isEqualTo(Kind.OTHER);
        assertThat(cursor.record()).isEqualTo(Lane.NONE);
        cursor.next();
        assertThat(cursor.lane().group()).isEqualTo(Lane.NONE);
        assertThat(cursor.record()).isEqualTo(Lane.NONE);
        cursor.next();
        assertThat(cursor.lane().partition()).isEqualTo(Lane.NONE);
        assertThat(history.key(cursor.key())).isEqualTo("k");
    }

    @Test
    void eventsCannotBeChangedAndEndWhereTheyEnd() {
        History history = new History(EveryKind.twice());

        assertThatThrownBy(() -> history.events().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> history.events().get(history.size())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(new History(List.of()).events()).isEmpty();
    }

    private static List<Event> random(SplittableRandom random, int size) {
        List<Event> events = new ArrayList<>();
        List<Event> kinds = EveryKind.twice();
        for (int i = 0; i < size; i++) {
            Instant at = random.nextInt(50) == 0 ? Instant.MAX : START.plusNanos(random.nextInt(1_000_000) - 1_000);
            RecordId id = new RecordId("p" + random.nextInt(30), number(random));
            Optional<RecordId> maybe = random.nextBoolean() ? Optional.of(id) : Optional.empty();
            int partition = random.nextInt(20) == 0 ? -1 - random.nextInt(3) : random.nextInt(300);
            events.add(
                    switch (random.nextInt(6)) {
                        case 0 ->
                            new Event.SendInvoked(
                                    at, id, "orders", OptionalInt.of(partition), Optional.of("k" + number(random)));
                        case 1 -> new Event.SendAcked(at, id, "orders", partition, number(random));
                        case 2 ->
                            new Event.Polled(at, "c", Optional.of("g"), "orders", partition, number(random), maybe);
                        case 3 -> new Event.Found(at, "orders", partition, number(random), maybe);
                        case 4 -> new Event.SendFailed(at, id, "orders", "error " + random.nextInt(400));
                        default -> kinds.get(random.nextInt(kinds.size()));
                    });
        }
        return events;
    }

    private static long number(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> Long.MAX_VALUE;
            default -> random.nextInt(200);
        };
    }
}
