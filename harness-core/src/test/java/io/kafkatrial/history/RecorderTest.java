/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456789Z");

    private final Recorder recorder = new Recorder();

    @TempDir
    Path directory;

    @Test
    void fileFollowsWhatIsRecorded() throws IOException {
        Path file = directory.resolve("history.jsonl");
        try (Appender appender = HistoryFile.append(file, recorder)) {
            for (Event event : EveryKind.twice()) {
                recorder.record(event);
                appender.flush();

                History part = HistoryFile.readUpToDamage(file);
                assertThat(part).isEqualTo(recorder.history());
                assertThat(part.damage())
                        .hasValueSatisfying(why -> assertThat(why).contains("there is none"));
            }
        }
        assertThat(HistoryFile.read(file)).isEqualTo(recorder.history());
    }

    @Test
    void fileFollowsByItself() throws IOException {
        Path file = directory.resolve("history.jsonl");
        try (Appender appender = HistoryFile.append(file, recorder)) {
            EveryKind.twice().forEach(recorder::record);

            Awaitility.await().untilAsserted(() -> assertThat(HistoryFile.readUpToDamage(file))
                    .isEqualTo(recorder.history()));
            assertThat(appender).isNotNull();
        }
    }

    @Test
    void threadsLoseNothingAndKeepEachTheirOrder() throws Exception {
        Path file = directory.resolve("history.jsonl");
        try (Appender appender = HistoryFile.append(file, recorder)) {
            List<Thread> threads = Stream.of("p0", "p1", "p2")
                    .map(producer -> new Thread(() -> {
                        for (int i = 0; i < 3_000; i++) {
                            recorder.record(new Event.SendAcked(AT, new RecordId(producer, i), "orders", 0, i));
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(appender).isNotNull();
        }

        History history = recorder.history();
        assertThat(HistoryFile.read(file)).isEqualTo(history);
        for (String producer : List.of("p0", "p1", "p2")) {
            List<Long> order = new ArrayList<>();
            for (Event event : history.events()) {
                RecordId id = ((Event.SendAcked) event).id();
                if (id.producer().equals(producer)) {
                    order.add(id.sequence());
                }
            }
            assertThat(order).hasSize(3_000).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void historyDoesNotChangeWhileRecordingGoesOn() {
        List<Event> recorded = new ArrayList<>();
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Event event = new Event.SendAcked(AT.plusNanos(i), new RecordId("p" + i % 90, i), "orders", i % 7, i);
            recorder.record(event);
            recorded.add(event);
            if (i % 100 == 0) {
                histories.add(recorder.history());
            }
        }

        for (History history : histories) {
            assertThat(history.events()).isEqualTo(recorded.subList(0, history.size()));
            assertThat(history.number(new RecordId("p1", 1))).isLessThan(history.records());
        }
    }

    @Test
    void listenerHearsOfEachEventOnceItIsRecorded() {
        List<Integer> sizes = new ArrayList<>();
        recorder.tell(event -> sizes.add(recorder.history().size()));

        EveryKind.twice().forEach(recorder::record);

        assertThat(sizes).hasSize(EveryKind.twice().size()).isSorted().startsWith(1);
    }

    @Test
    void fullDiskDoesNotBreakTheApplicationButIsToldAtTheEnd() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Appender appender = new Appender(Path.of("history.jsonl"), full, recorder);

        recorder.record(new Event.BrokerChanged(AT, 1, "crashed"));
        appender.flush();

        assertThat(recorder.history().events()).hasSize(1);
        assertThatThrownBy(appender::close)
                .isInstanceOf(IOException.class)
                .hasMessage("the history in history.jsonl is incomplete, it could not be written: No space left on"
                        + " device. What was recorded is still in memory.");
    }
}
