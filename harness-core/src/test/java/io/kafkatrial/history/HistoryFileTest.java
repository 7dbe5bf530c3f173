/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456789Z");
    private static final RecordId ID = new RecordId("p", 7);

    @TempDir
    Path directory;

    @Test
    void everyKindOfEventComesBackAsItWas() throws IOException {
        Path file = directory.resolve("history.jsonl");
        History history = new History(everyKind());

        HistoryFile.write(file, history);

        assertThat(HistoryFile.read(file)).isEqualTo(history);
        assertThat(everyKind().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
    }

    @Test
    void lineIsAnObjectThatNamesItsEvent() throws IOException {
        Path file = directory.resolve("history.jsonl");

        HistoryFile.write(
                file,
                new History(List.of(
                        new Event.SendInvoked(AT, ID, "orders", OptionalInt.empty(), Optional.of("k\"\n")),
                        new Event.IsrChanged(AT, "orders", 0, List.of(1, 2), 4))));

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"event\":\"SendInvoked\",\"at\":\"2026-11-21T10:00:00.123456789Z\",\"id\":\"p#7\","
                                + "\"topic\":\"orders\",\"key\":\"k\\\"\\n\"}",
                        "{\"event\":\"IsrChanged\",\"at\":\"2026-11-21T10:00:00.123456789Z\",\"topic\":\"orders\","
                                + "\"partition\":0,\"isr\":[1,2],\"leaderEpoch\":4}");
    }

    @Test
    void everyCutOfAFileReadsAsItsWholeLines() throws IOException {
        Path file = directory.resolve("history.jsonl");
        List<Event> events = everyKind().subList(0, 4);
        HistoryFile.write(file, new History(events));
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int lines = 0;
            for (int i = 0; i < length; i++) {
                lines += whole[i] == '\n' ? 1 : 0;
            }

            assertThat(HistoryFile.read(file).events()).isEqualTo(events.subList(0, lines));
        }
    }

    @Test
    void brokenLineInTheMiddleIsNamed() throws IOException {
        Path file = directory.resolve("history.jsonl");
        Files.writeString(file, "{\"event\":\"BrokerChanged\",\"at\":\"2026-11-21T10:00:00Z\",\"broker\":1}\n");

        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1 of " + file)
                .hasMessageContaining("BrokerChanged without state");
    }

    @Test
    void linesThatAreNoEventsAreRefused() throws IOException {
        Path file = directory.resolve("history.jsonl");
        for (String line : List.of(
                "",
                "[]",
                "{}",
                "{\"at\":1}",
                "{\"event\":\"Nonsense\"}",
                "{\"event\":\"BrokerChanged\",\"at\":\"noon\"}",
                "{\"event\":\"SendAcked\",\"id\":\"p\"}",
                "{\"event\":\"IsrChanged\",\"isr\":[1")) {
            Files.writeString(file, line + "\n");

            assertThatThrownBy(() -> HistoryFile.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("line 1 of ");
        }
    }

    @Test
    void fieldOfALaterVersionIsSkipped() throws IOException {
        Path file = directory.resolve("history.jsonl");
        Files.writeString(
                file,
                "{\"event\":\"BrokerChanged\",\"at\":\"2026-11-21T10:00:00Z\",\"rack\":{\"a\":[1]},\"broker\":1,"
                        + "\"state\":\"running\"}\n");

        assertThat(HistoryFile.read(file).events())
                .containsExactly(new Event.BrokerChanged(Instant.parse("2026-11-21T10:00:00Z"), 1, "running"));
    }

    @Test
    void recorderWritesEveryEventBeforeItReturns() throws IOException {
        Path file = directory.resolve("history.jsonl");
        try (HistoryFile.Appender appender = HistoryFile.append(file)) {
            Recorder recorder = new Recorder(appender);
            for (Event event : everyKind()) {
                recorder.record(event);

                assertThat(HistoryFile.read(file)).isEqualTo(recorder.history());
            }
        }
    }

    @Test
    void recordersOfSeveralThreadsLoseNothingAndKeepEachThreadsOrder() throws Exception {
        Path file = directory.resolve("history.jsonl");
        try (HistoryFile.Appender appender = HistoryFile.append(file)) {
            Recorder recorder = new Recorder(appender);
            List<Thread> threads = Stream.of(0, 1, 2)
                    .map(broker -> new Thread(() -> {
                        for (int i = 0; i < 1000; i++) {
                            recorder.record(new Event.BrokerChanged(AT, broker, "" + i));
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            History history = recorder.history();
            assertThat(HistoryFile.read(file)).isEqualTo(history);
            for (int broker = 0; broker < 3; broker++) {
                List<Integer> order = new ArrayList<>();
                for (Event event : history.events()) {
                    Event.BrokerChanged change = (Event.BrokerChanged) event;
                    if (change.broker() == broker) {
                        order.add(Integer.parseInt(change.state()));
                    }
                }
                assertThat(order).hasSize(1000).isSorted();
            }
        }
    }

    @Test
    void fullDiskDoesNotBreakTheApplicationButIsToldAtTheEnd() {
        HistoryFile.Appender appender = new HistoryFile.Appender(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        Recorder recorder = new Recorder(appender);

        recorder.record(new Event.BrokerChanged(AT, 1, "crashed"));

        assertThat(recorder.history().events()).hasSize(1);
        assertThatThrownBy(appender::close)
                .isInstanceOf(IOException.class)
                .hasMessage("the history file is incomplete: No space left on device");
    }

    private static List<Event> everyKind() {
        return EveryKind.twice();
    }
}
