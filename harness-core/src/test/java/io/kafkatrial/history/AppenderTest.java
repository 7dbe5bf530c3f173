/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file that followed a recorder ends. */
class AppenderTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    private final Recorder recorder = new Recorder();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("history.jsonl");
    }

    @Test
    void endsWithTheJudgedHistoryWhateverIsRecordedSince() throws IOException {
        // Given
        Appender appender = HistoryFile.append(file, recorder);
        acks(0, 600);
        appender.flush();
        Object before = identity();
        acks(600, 700);
        History judged = recorder.history();
        acks(700, 701);

        // When
        appender.close(judged);

        // Then
        assertThat(HistoryFile.read(file)).isEqualTo(judged);
        assertThat(identity()).isEqualTo(before);
    }

    @Test
    void fileThatHasMoreThanTheJudgedHistoryIsReplaced() throws IOException {
        // Given
        Appender appender = HistoryFile.append(file, recorder);
        acks(0, 3);
        History judged = recorder.history();
        acks(3, 4);
        appender.flush();

        // When
        appender.close(judged);

        // Then
        assertThat(HistoryFile.read(file)).isEqualTo(judged);
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void fileIsReplacedByAHistoryMergedFromSeveral() throws IOException {
        // Given
        Appender appender = HistoryFile.append(file, recorder);
        acks(0, 3);
        History merged = new History(EveryKind.twice());

        // When
        appender.close(merged);

        // Then
        assertThat(HistoryFile.read(file)).isEqualTo(merged);
    }

    @Test
    void diskThatHasRoomAgainGetsTheWholeHistory() throws IOException {
        // Given
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Appender appender = new Appender(file, full, recorder);
        acks(0, 3);

        // When
        appender.close(recorder.history());

        // Then
        assertThat(HistoryFile.read(file)).isEqualTo(recorder.history());
    }

    @Test
    void closingAgainChangesNothing() throws IOException {
        // Given
        Appender appender = HistoryFile.append(file, recorder);
        acks(0, 3);
        appender.close(recorder.history());
        byte[] whole = Files.readAllBytes(file);

        // When
        acks(3, 4);
        appender.close();
        appender.close(recorder.history());

        // Then
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void itsThreadIsGoneWhenCloseReturnsEvenInAnInterruptedThread() throws IOException {
        // Given
        Appender appender = HistoryFile.append(file, recorder);
        List<Thread> during = threads();
        Thread.currentThread().interrupt();

        // When
        appender.close();

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(during).isNotEmpty();
        assertThat(during).anyMatch(thread -> !thread.isAlive());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("kafka-trial-history"))
                .toList();
    }

    /** The same as long as the file is not replaced by another; not on every file system. */
    private Object identity() throws IOException {
        return String.valueOf(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    private void acks(int from, int to) {
        for (int i = from; i < to; i++) {
            recorder.record(new Event.SendAcked(AT, new RecordId("p1", i), "orders", 0, i));
        }
    }
}
