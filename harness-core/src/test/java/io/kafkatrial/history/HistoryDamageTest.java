/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was cut, flipped or put together otherwise is refused, or read up to there: never read differently. */
class HistoryDamageTest {

    private final List<Event> events = EveryKind.twice();

    @TempDir
    Path directory;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeAHistory() throws IOException {
        file = directory.resolve("history.jsonl");
        HistoryFile.write(file, new History(events));
        whole = Files.readAllBytes(file);
    }

    @Test
    void everyCutIsRefusedAndReadUpToItsLastWholeLine() throws IOException {
        int before = 0;
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int line = 1
                    + (int) new String(whole, 0, length, StandardCharsets.ISO_8859_1)
                            .chars()
                            .filter(next -> next == '\n')
                            .count();

            assertThatThrownBy(() -> HistoryFile.read(file))
                    .as("cut at %d", length)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("line " + line + " of " + file);
            History part = HistoryFile.readUpToDamage(file);
            assertThat(part.damage()).isPresent();
            assertThat(part.size()).isGreaterThanOrEqualTo(before);
            assertThat(part.events()).isEqualTo(events.subList(0, part.size()));
            before = part.size();
        }
        assertThat(before).isEqualTo(events.size());
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) (1 << (at % 8));

            assertIsNoOtherHistory(bytes, "bit " + at % 8 + " of byte " + at);
        }
    }

    @Test
    void randomDamageIsFound() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = whole.clone();
            int from = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - from, 1 + random.nextInt(40));
            for (int i = 0; i < length; i++) {
                bytes[from + i] = (byte) random.nextInt(256);
            }
            if (!Arrays.equals(bytes, whole)) {
                assertIsNoOtherHistory(bytes, "round " + round);
            }
        }
    }

    @Test
    void missingDoubledAndExchangedLinesAreFound() throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            List<String> missing = new ArrayList<>(lines);
            missing.remove(i);
            assertIsNoOtherHistory(bytes(missing), "without line " + (i + 1));

            List<String> doubled = new ArrayList<>(lines);
            doubled.add(i, lines.get(i));
            assertIsNoOtherHistory(bytes(doubled), "line " + (i + 1) + " twice");

            if (i > 0) {
                List<String> exchanged = new ArrayList<>(lines);
                Collections.swap(exchanged, i - 1, i);
                assertIsNoOtherHistory(bytes(exchanged), "line " + i + " exchanged");
            }
        }
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void assertIsNoOtherHistory(byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> HistoryFile.read(file))
                .as(what)
                .isInstanceOf(IOException.class)
                .hasMessageMatching("line \\d+ of [\\s\\S]*");
        History part = HistoryFile.readUpToDamage(file);
        assertThat(part.damage()).as(what).isPresent();
        assertThat(part.events()).as(what).isEqualTo(events.subList(0, part.size()));
    }
}
