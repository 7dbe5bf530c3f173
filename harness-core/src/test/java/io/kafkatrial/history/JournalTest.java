/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What threads write down without waiting for each other is one history in the end, in the order it happened. */
class JournalTest {

    private static final int MANY = Journal.MOST * 3 + 17;

    private final Recorder recorder = new Recorder();
    private final Lane sends = recorder.lane(Kind.SEND_INVOKED, "p", "orders", Lane.NONE);
    private final Lane answers = recorder.lane(Kind.SEND_ACKED, "p", "orders", 3);

    @TempDir
    Path directory;

    @Test
    void sendsAndAnswersAreTheEventsTheyWouldBe() {
        Journal journal = recorder.journal();
        Lane asked = recorder.lane(Kind.SEND_INVOKED, "p", "orders", 3);

        journal.sent(sends, 0, "anna");
        journal.sent(asked, 1, null);
        journal.acked(answers, 0, 17);
        journal.acked(answers, 1, -1);

        assertThat(withoutTimes())
                .containsExactly(
                        new Event.SendInvoked(
                                Instant.EPOCH,
                                new RecordId("p", 0),
                                "orders",
                                OptionalInt.empty(),
                                Optional.of("anna")),
                        new Event.SendInvoked(
                                Instant.EPOCH, new RecordId("p", 1), "orders", OptionalInt.of(3), Optional.empty()),
                        new Event.SendAcked(Instant.EPOCH, new RecordId("p", 0), "orders", 3, 17),
                        new Event.SendAcked(Instant.EPOCH, new RecordId("p", 1), "orders", 3, -1));
    }

    @Test
    void whatWasHandedOutComesBeforeTheEndOfItsPoll() {
        Journal journal = recorder.journal();
        Event.Polled own = polled(7, Optional.of(new RecordId("p", 4)));
        Event.Polled strange = polled(8, Optional.empty());
        Event.PollReturned returned = new Event.PollReturned(Instant.EPOCH, "c", 2);

        journal.polled(recorder.lane(own), 4, 7);
        journal.polled(recorder.lane(strange), 99, 8);
        recorder.record(returned);

        assertThat(recorder.history().events())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
                .containsExactly(own, strange, returned);
    }

    private static Event.Polled polled(long offset, Optional<RecordId> id) {
        return new Event.Polled(Instant.EPOCH, "c", Optional.of("g"), "orders", 3, offset, id);
    }

    @Test
    void keysOfAnySortAreKept() {
        List<String> keys = List.of("", "?", "what?", "grün", "日本", "🙂", "half \uD83D", "a".repeat(5_000), "", "grün");
        Journal journal = recorder.journal();

        for (int i = 0; i < keys.size(); i++) {
            journal.sent(sends, i, keys.get(i));
        }

        assertThat(recorder.history().events())
                .extracting(event -> ((Event.SendInvoked) event).key().orElseThrow())
                .containsExactlyElementsOf(keys);
        assertThat(recorder.sent()).isEqualTo(keys.size());
    }

    @Test
    void moreThanAJournalHoldsIsKept() {
        Journal journal = recorder.journal();

        for (int i = 0; i < MANY; i++) {
            journal.sent(sends, i, "key-" + i % 700);
            journal.acked(answers, i, i);
        }

        List<Event> events = recorder.history().events();
        assertThat(events).hasSize(2 * MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(((Event.SendInvoked) events.get(2 * i)).key()).contains("key-" + i % 700);
            assertThat(((Event.SendAcked) events.get(2 * i + 1)).id().sequence())
                    .isEqualTo(i);
        }
        assertThat(recorder.sent()).isEqualTo(MANY);
        assertThat(recorder.acked()).isEqualTo(MANY);
    }

    @Test
    void timesAreThoseOfTheWallClock() {
        Instant before = Instant.now();
        recorder.journal().acked(answers, 0, 0);
        Instant after = Instant.now();

        assertThat(recorder.history().events().get(0).at())
                .isBetween(before.minus(Duration.ofMillis(1)), after.plus(Duration.ofMillis(1)));
    }

    @Test
    void whatHappenedBeforeComesBeforeWhoeverWroteItDown() throws InterruptedException {
        // Given: two threads that wait for each other, each with a journal; one records past its own too
        SynchronousQueue<Integer> there = new SynchronousQueue<>();
        SynchronousQueue<Integer> back = new SynchronousQueue<>();
        Thread answering = new Thread(() -> {
            Journal journal = recorder.journal();
            for (int i = 0; i < MANY; i++) {
                int sequence = take(there);
                if (sequence % 5 == 0) {
                    recorder.record(new Event.SendAcked(Instant.EPOCH, new RecordId("p", sequence), "orders", 3, 0));
                } else {
                    journal.acked(answers, sequence, 0);
                }
                put(back, sequence);
            }
        });
        answering.start();

        // When: histories are taken all the time
        AtomicBoolean over = new AtomicBoolean();
        List<History> taken = new ArrayList<>();
        Thread looking = new Thread(() -> {
            while (!over.get()) {
                History part = recorder.history();
                if (taken.isEmpty() || part.size() > taken.get(taken.size() - 1).size() + 100) {
                    taken.add(part);
                }
            }
        });
        looking.start();
        Journal journal = recorder.journal();
        for (int i = 0; i < MANY; i++) {
            journal.sent(sends, i, "key");
            put(there, i);
            take(back);
        }
        over.set(true);
        looking.join();

        // Then: each is a beginning of the only order there was
        List<Event> events = recorder.history().events();
        assertThat(events).hasSize(2 * MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(((Event.SendInvoked) events.get(2 * i)).id().sequence()).isEqualTo(i);
            assertThat(((Event.SendAcked) events.get(2 * i + 1)).id().sequence())
                    .isEqualTo(i);
        }
        assertThat(taken).isNotEmpty().allSatisfy(part -> assertThat(events.subList(0, part.size()))
                .isEqualTo(part.events()));
    }

    @Test
    void historyHasAllThatHappenedBeforeItWasTaken() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(number -> new Thread(() -> {
                    Lane own = recorder.lane(Kind.SEND_INVOKED, "p" + number, "orders", Lane.NONE);
                    Journal journal = recorder.journal();
                    for (int i = 0; i < MANY; i++) {
                        journal.sent(own, i, "key");
                        if (i % 100 == 0) {
                            assertThat(sentBy("p" + number)).isEqualTo(i + 1L);
                        }
                    }
                }))
                .toList();
        List<Throwable> failures = new ArrayList<>();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((which, failure) -> {
            synchronized (failures) {
                failures.add(failure);
            }
        }));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(recorder.history().size()).isEqualTo(8 * MANY);
    }

    private long sentBy(String producer) {
        return recorder.history().events().stream()
                .filter(event -> ((Event.SendInvoked) event).id().producer().equals(producer))
                .count();
    }

    @Test
    void journalsOfThreadsThatAreGoneLeaveNothingButTheirEventsAndCounts() throws InterruptedException {
        for (int number = 0; number < 300; number++) {
            int sequence = number;
            Thread thread = new Thread(() -> {
                recorder.journal().sent(sends, sequence, null);
                recorder.journal().acked(answers, sequence, sequence);
            });
            thread.start();
            thread.join();
        }

        assertThat(recorder.sent()).isEqualTo(300);
        assertThat(recorder.acked()).isEqualTo(300);
        assertThat(recorder.history().events())
                .filteredOn(Event.SendInvoked.class::isInstance)
                .extracting(event -> ((Event.SendInvoked) event).id().sequence())
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> (long) i).toList());
    }

    @Test
    void aThreadHasOneJournalAndNobodyElseHasIt() throws InterruptedException {
        Journal mine = recorder.journal();
        CountDownLatch looked = new CountDownLatch(1);
        AtomicBoolean others = new AtomicBoolean(true);
        Thread other = new Thread(() -> {
            others.set(mine.isMine());
            looked.countDown();
        });
        other.start();
        looked.await();

        assertThat(mine.isMine()).isTrue();
        assertThat(recorder.journal()).isSameAs(mine);
        assertThat(others).isFalse();
    }

    @Test
    void fileFollowsWhatIsWrittenIntoJournals() throws IOException {
        Path file = directory.resolve("history.jsonl");
        Journal journal = recorder.journal();
        try (Appender appender = HistoryFile.append(file, recorder)) {
            for (int i = 0; i < 50; i++) {
                journal.sent(sends, i, "key");
                journal.acked(answers, i, i);
                appender.flush();

                assertThat(HistoryFile.readUpToDamage(file).size()).isEqualTo(2 * i + 2);
            }
        }
        assertThat(HistoryFile.read(file)).isEqualTo(recorder.history());
    }

    private List<Event> withoutTimes() {
        return recorder.history().events().stream()
                .map(event -> event instanceof Event.SendInvoked sent
                        ? new Event.SendInvoked(Instant.EPOCH, sent.id(), sent.topic(), sent.partition(), sent.key())
                        : acked((Event.SendAcked) event))
                .toList();
    }

    private static Event acked(Event.SendAcked event) {
        return new Event.SendAcked(Instant.EPOCH, event.id(), event.topic(), event.partition(), event.offset());
    }

    private static int take(SynchronousQueue<Integer> from) {
        try {
            return from.take();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void put(SynchronousQueue<Integer> into, int value) {
        try {
            into.put(value);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
