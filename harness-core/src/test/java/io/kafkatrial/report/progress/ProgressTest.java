/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private Instant now = Instant.EPOCH;
    private final List<String> shown = new ArrayList<>();
    private final Board board = new Board(() -> now, new Fake(Optional.of(Duration.ofMillis(450))));

    /** Remembers what it is shown. */
    private final class Fake implements Screen {
        private final Optional<Duration> every;

        Fake(Optional<Duration> every) {
            this.every = every;
        }

        @Override
        public Optional<Duration> every() {
            return every;
        }

        @Override
        public void show(String line) {
            shown.add(line);
        }

        @Override
        public void clear() {
            shown.add("");
        }
    }

    private void tickAfter(long millis) {
        now = now.plusMillis(millis);
        board.tick();
    }

    private static Progress.Tally tally(long acks) {
        return new Progress.Tally(acks, 0, 1, 2);
    }

    @Test
    void longRunShowsTimeAcksAndFaults() {
        try (Progress run = new Progress(board, "OrdersTest.one", () -> tally(4_512))) {
            tickAfter(2_500);
            assertThat(shown).containsExactly("OrdersTest.one  2 s · 4,512 acked · 1 of 2 faults fired");
            assertThat(run.what()).isEqualTo("OrdersTest.one");
        }
        assertThat(shown).last().isEqualTo("");
    }

    @Test
    void lineReadsLikeThis() throws IOException {
        try (Progress run =
                new Progress(board, "OrdersTest.everyOrderSurvives", () -> new Progress.Tally(4_512, 3, 1, 2))) {
            board.found(2);
            tickAfter(12_000);
            assertThat(shown)
                    .as(run.what())
                    .containsExactly(Files.readString(Path.of("src/test/resources/golden/progress.txt")));
        }
    }

    @Test
    void shortRunShowsNothing() {
        try (Progress run = new Progress(board, "quick", () -> tally(1))) {
            tickAfter(1_900);
            assertThat(run.tally().acks()).isEqualTo(1);
        }

        assertThat(shown).isEmpty();
    }

    @Test
    void severalRunsShareTheLine() {
        try (Progress first = new Progress(board, "one", () -> new Progress.Tally(1, 2, 0, 0));
                Progress second = new Progress(board, "two", () -> tally(2))) {
            board.found(3);
            tickAfter(75_000);
            assertThat(shown).containsExactly("one and 1 more  1:15 min · 1 acked · 2 not acked · 3 anomalies so far");
            assertThat(first.what() + second.what()).isEqualTo("onetwo");
        }
    }

    @Test
    void linesComeNoMoreOftenThanTheScreenWants() {
        board.use(new Fake(Optional.of(Duration.ofSeconds(10))));
        try (Progress run = new Progress(board, "long", () -> tally(1))) {
            for (int i = 0; i < 50; i++) {
                tickAfter(500);
            }
            assertThat(shown).as(run.what()).hasSize(2);
        }
    }

    @Test
    void runThatCannotBeAskedDisturbsNobody() {
        try (Progress run = new Progress(board, "broken", () -> {
            throw new IllegalStateException("closed");
        })) {
            tickAfter(5_000);
            assertThat(shown).as(run.what()).isEmpty();
        }
    }

    @Test
    void silentScreenIsNeverAsked() {
        AtomicInteger asked = new AtomicInteger();
        board.use(Screen.NONE);
        try (Progress run = new Progress(board, "quiet", () -> {
            asked.incrementAndGet();
            return tally(1);
        })) {
            tickAfter(60_000);
            assertThat(asked).as(run.what()).hasValue(0);
        }
    }

    @Test
    void terminalRewritesOneLineAndLeavesTheCursorAtItsBeginning() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen terminal = new Screen.Terminal(out, 30);

        terminal.show("x".repeat(100));
        terminal.clear();

        assertThat(out.toString(UTF_8)).isEqualTo("\r\u001b[2K" + "x".repeat(28) + "…\r" + "\r\u001b[2K");
    }

    @Test
    void autoIsLiveOnATerminalAndSilentInCi() {
        Screen terminal = new Fake(Optional.of(Duration.ZERO));

        assertThat(Screen.choose("auto", in(Map.of("TERM", "xterm"), terminal))).isSameAs(terminal);
        assertThat(Screen.choose("auto", in(Map.of("TERM", "xterm", "CI", "false"), terminal)))
                .isSameAs(terminal);
        assertThat(Screen.choose("auto", in(Map.of("TERM", "xterm", "CI", "true"), terminal)))
                .isSameAs(Screen.NONE);
        assertThat(Screen.choose("auto", in(Map.of("TERM", "dumb"), terminal))).isSameAs(Screen.NONE);
        assertThat(Screen.choose("auto", new Surroundings(Map.of("TERM", "xterm"), Optional::empty)))
                .isSameAs(Screen.NONE);
    }

    @Test
    void onWritesToALogWhereThereIsNoTerminal() {
        Screen terminal = new Fake(Optional.of(Duration.ZERO));

        assertThat(Screen.choose("on", in(Map.of("TERM", "xterm", "CI", "true"), terminal)))
                .isSameAs(terminal);
        assertThat(Screen.choose("on", new Surroundings(Map.of(), Optional::empty)))
                .isInstanceOf(Screen.Log.class);
        assertThat(Screen.choose("off", in(Map.of("TERM", "xterm"), terminal))).isSameAs(Screen.NONE);
    }

    @Test
    void otherModesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Screen.choose("loud", in(Map.of(), Screen.NONE)))
                .withMessageContaining("trial.progress is 'loud'")
                .withMessageContaining("auto");
    }

    private static Surroundings in(Map<String, String> environment, Screen terminal) {
        return new Surroundings(environment, () -> Optional.of(terminal));
    }
}
