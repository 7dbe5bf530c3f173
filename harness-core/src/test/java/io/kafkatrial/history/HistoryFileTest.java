/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456789Z");
    private static final RecordId ID = new RecordId("p", 7);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("history.jsonl");
    }

    @Test
    void everyKindOfEventComesBackAsItWas() throws IOException {
        History history = new History(EveryKind.twice());

        HistoryFile.write(file, history);

        assertThat(HistoryFile.read(file)).isEqualTo(history);
        assertThat(HistoryFile.read(file).damage()).isEmpty();
        assertThat(EveryKind.twice().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
    }

    @Test
    void fileIsAsItIsDescribed() throws IOException {
        HistoryFile.write(
                file,
                new History(List.of(
                        new Event.IsrChanged(AT, "orders", 0, List.of(1, 2), 4),
                        new Event.SendInvoked(AT, ID, "orders", OptionalInt.empty(), Optional.of("k\"\n")),
                        new Event.SendInvoked(
                                AT.plusNanos(5), new RecordId("p", 8), "orders", OptionalInt.empty(), Optional.empty()),
                        new Event.SendAcked(AT.minusNanos(1), ID, "orders", 0, 42))));

        assertThat(Files.readAllLines(file).stream().map(line -> line.replaceAll("\"crc\":\"[0-9a-f]{8}\"", "crc")))
                .containsExactly(
                        "{\"history\":\"kafka-trial\",\"version\":1,crc}",
                        "{\"event\":\"IsrChanged\",\"at\":\"2026-11-21T10:00:00.123456789Z\",\"topic\":\"orders\","
                                + "\"partition\":0,\"isr\":[1,2],\"leaderEpoch\":4,crc}",
                        "{\"lane\":0,\"event\":\"SendInvoked\",\"producer\":\"p\",\"topic\":\"orders\","
                                + "\"columns\":[\"nanos\",\"sequence\",\"key\"],crc}",
                        "{\"at\":\"2026-11-21T10:00:00.123456789Z\",\"rows\":[[0,0,7,\"k\\\"\\u000a\"],[0,5,8]],crc}",
                        "{\"lane\":1,\"event\":\"SendAcked\",\"producer\":\"p\",\"topic\":\"orders\",\"partition\":0,"
                                + "\"columns\":[\"nanos\",\"sequence\",\"offset\"],crc}",
                        "{\"at\":\"2026-11-21T10:00:00.123456788Z\",\"rows\":[[1,0,7,42]],crc}",
                        "{\"end\":4,crc}");
    }

    @Test
    void checksumsAreThoseOfTheFileUpToThem() throws IOException {
        HistoryFile.write(file, new History(EveryKind.twice()));
        List<String> written = Files.readAllLines(file);
        List<String> bare = written.stream()
                .map(line -> line.replaceAll(",\"crc\":\"[0-9a-f]{8}\"}$", "}"))
                .toList();

        SealedLines.write(file, bare);

        assertThat(Files.readAllLines(file)).isEqualTo(written);
    }

    @Test
    void textThatIsNoUnicodeComesBackAsItWas() throws IOException {
        List<Event> events = List.of(
                new Event.FaultFired(AT, "f", "half \ud83d of a pair"),
                new Event.SendFailed(AT, ID, "orders", "half \ud83d, too"),
                new Event.SendInvoked(AT, ID, "orders", OptionalInt.empty(), Optional.of("half \ud83d")),
                new Event.SendInvoked(AT, ID, "orders", OptionalInt.empty(), Optional.of("whole \ud83d\ude00")));

        HistoryFile.write(file, new History(events));

        assertThat(HistoryFile.read(file).events()).isEqualTo(events);
    }

    @Test
    void linesThatAreNoEventsAreRefusedByTheirNumber() throws IOException {
        for (String line : List.of(
                "[]",
                "{}",
                "{\"at\":1}",
                "{\"event\":\"Nonsense\"}",
                "{\"event\":\"BrokerChanged\",\"at\":\"2026-11-21T10:00:00Z\",\"broker\":1}",
                "{\"event\":\"BrokerChanged\",\"at\":\"noon\"}",
                "{\"event\":\"SendAcked\",\"id\":\"p\"}",
                "{\"event\":\"IsrChanged\",\"isr\":[1}",
                "{\"lane\":0,\"event\":\"SendAcked\",\"producer\":\"p\"}",
                "{\"lane\":-1,\"event\":\"SendAcked\",\"producer\":\"p\",\"topic\":\"t\",\"partition\":0}",
                "{\"at\":\"2026-11-21T10:00:00Z\",\"rows\":[[3,0,1]]}",
                "{\"at\":\"2026-11-21T10:00:00Z\",\"rows\":[]}",
                "{\"at\":\"2026-11-21T10:00:00Z\",\"rows\":[[0,0,1,2],]}",
                "{\"at\":\"2026-11-21T10:00:00Z\",\"rows\":[[0,0,1]]}",
                "{\"at\":\"2026-11-21T10:00:00Z\",\"rows\":[[0,0,1,2}",
                "{\"at\":\"2026-11-21T10:00:00Z\",\"rows\":[[0,0,1,99999999999999999999]]}",
                "{\"end\":1}")) {
            SealedLines.write(file, List.of(SealedLines.FIRST, lane(0), line, "{\"end\":0}"));

            assertThatThrownBy(() -> HistoryFile.read(file))
                    .as(line)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("line 3 of " + file);
        }
    }

    private static String lane(int number) {
        return "{\"lane\":" + number + ",\"event\":\"SendAcked\",\"producer\":\"p\",\"topic\":\"t\",\"partition\":0}";
    }

    @Test
    void fieldOfALaterVersionIsSkipped() throws IOException {
        SealedLines.write(
                file,
                List.of(
                        SealedLines.FIRST,
                        "{\"event\":\"BrokerChanged\",\"at\":\"2026-11-21T10:00:00Z\",\"rack\":{\"a\":[1]},"
                                + "\"broker\":1,\"state\":\"running\"}",
                        "{\"end\":1}"));

        assertThat(HistoryFile.read(file).events())
                .containsExactly(new Event.BrokerChanged(Instant.parse("2026-11-21T10:00:00Z"), 1, "running"));
    }

    @Test
    void otherFilesAndOtherVersionsAreRefused() throws IOException {
        SealedLines.write(file, List.of("{\"event\":\"BrokerChanged\"}"));
        assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining("is not the beginning of a history");

        SealedLines.write(file, List.of(SealedLines.FIRST.replace("1}", "2}"), "{\"end\":0}"));
        assertThatThrownBy(() -> HistoryFile.read(file))
                .hasMessageContaining("line 1 of " + file + " is of version 2 of the format");

        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining("is not the beginning of a history");
    }

    @Test
    void whatIsMissingIsRememberedWhenWrittenAgain() throws IOException {
        HistoryFile.write(file, new History(EveryKind.twice()));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        History part = HistoryFile.readUpToDamage(file);
        Path again = directory.resolve("again.jsonl");

        HistoryFile.write(again, part);

        assertThat(part.damage()).hasValueSatisfying(why -> assertThat(why).contains("history.jsonl is torn"));
        assertThat(HistoryFile.read(again).damage()).isEqualTo(part.damage());
    }

    @Test
    void manyEventsComeBackAsTheyWere() throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            events.addAll(EveryKind.twice().subList(0, 8));
            events.add(
                    new Event.SendAcked(AT.plusNanos(i * 1_000_003L), new RecordId("p" + i % 700, i), "t", i % 9, i));
        }
        History history = new History(events);

        HistoryFile.write(file, history);

        assertThat(HistoryFile.read(file)).isEqualTo(history);
    }
}
