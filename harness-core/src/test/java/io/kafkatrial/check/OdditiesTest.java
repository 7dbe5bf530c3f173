/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Tale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about a history is named, and never leads to a false pass. */
class OdditiesTest {

    @TempDir
    Path directory;

    @Test
    void soundHistoryHasNothingOdd() {
        Verdict verdict = Verdicts.of(AT_LEAST_ONCE, sound().end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict.checked().remarks()).isEmpty();
    }

    @Test
    void identityGivenTwiceProvesNothing() {
        History history = sound().wrote("p#1", 0, 1).found("p#1", 0, 1).end();

        assertThat(reasons(Verdicts.of(AT_LEAST_ONCE, history)))
                .containsExactly(
                        "the identity p#1 was sent more than once: cannot tell its records apart",
                        "the identity p#1 was acknowledged at two offsets: cannot tell its records apart");
    }

    @Test
    void identityAcknowledgedAgainAtTheSameOffsetIsNoMatter() {
        assertThat(Verdicts.of(AT_LEAST_ONCE, sound().acked("p#1", 0, 0).end())).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void sendsWithoutAnEndAreRemarked() {
        Verdict verdict =
                Verdicts.of(AT_LEAST_ONCE, sound().sent("p#2").sent("p#3").end());

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
        assertThat(verdict.checked().remarks())
                .containsExactly("the send of p#2 and 1 more have no end: counted as unknown");
        assertThat(verdict.checked().unknown()).isEqualTo(2);
    }

    @Test
    void clockThatGoesBackIsRemarkedAndMakesLimitsInTimeDoubtful() {
        Tale tale = sound();
        History history = tale.add(new Event.SendInvoked(
                        tale.now().minusSeconds(90),
                        new RecordId("p", 2),
                        "orders",
                        OptionalInt.empty(),
                        Optional.empty()))
                .unknown("p#2")
                .end();

        Verdict inTime = Verdicts.of(Claim.available(Duration.ofHours(1)), history);

        assertThat(Verdicts.of(AT_LEAST_ONCE, history).checked().remarks())
                .containsExactly("the clock went back 1 time, by 89998 ms at most");
        assertThat(Verdicts.of(AT_LEAST_ONCE, history)).isInstanceOf(Verdict.Pass.class);
        assertThat(reasons(inTime))
                .contains("the clock went back 1 time, by 89998 ms at most: cannot tell how long anything took");
    }

    @Test
    void historyOfADamagedFileNeverPasses() throws IOException {
        Path file = directory.resolve("history.jsonl");
        HistoryFile.write(file, sound().end());
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            Verdict verdict = Verdicts.of(AT_LEAST_ONCE, HistoryFile.readUpToDamage(file));

            assertThat(verdict).as("cut at %d", length).isNotInstanceOf(Verdict.Pass.class);
            assertThat(reasons(verdict)).anyMatch(why -> why.contains("the history was left out"));
        }
    }

    private static Tale sound() {
        return new Tale().wrote("p#1", 0, 0).found("p#1", 0, 0).drained(0, 0, 1);
    }

    private static List<String> reasons(Verdict verdict) {
        return verdict instanceof Verdict.Vacuous vacuous
                ? vacuous.reasons()
                : verdict instanceof Verdict.Fail fail ? fail.doubts() : List.of();
    }
}
