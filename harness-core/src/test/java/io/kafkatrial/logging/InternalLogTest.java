/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalLogTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
    private static final String HOUSE = "io.kafkatrial.engine.embedded.EventHub";
    private static final String LIBRARY = "io.kafkatrial.shaded.org.apache.kafka.controller.QuorumController";

    private final List<String> shown = new ArrayList<>();
    private final UserLog user = (logger, level, message, thrown) -> shown.add(level + " " + message);

    private InternalLog log(Map<String, String> properties) {
        return new InternalLog(LogSettings.of(properties::get, user), CLOCK, user);
    }

    @Test
    void linesOfLibrariesAreKeptAndNotShown() {
        InternalLog log = log(Map.of());

        log.write(LIBRARY, Level.INFO, "becoming active", null);
        log.write(LIBRARY, Level.WARNING, "fencing broker 1", null);

        assertThat(shown).isEmpty();
        assertThat(log.recent())
                .satisfiesExactly(line -> assertThat(line).contains("INFO", "becoming active"), line -> assertThat(line)
                        .contains("WARN", "fencing broker 1"));
    }

    @Test
    void errorsOfLibrariesAreShown() {
        InternalLog log = log(Map.of());

        log.write(LIBRARY, Level.ERROR, "it broke", new IllegalStateException("because"));

        assertThat(shown).containsExactly("ERROR it broke");
        assertThat(log.recent().get(0)).contains("it broke", "IllegalStateException: because", "InternalLogTest");
    }

    @Test
    void everyLineOfTheHouseIsLeftToTheUsersOwnSettings() {
        log(Map.of()).write(HOUSE, Level.DEBUG, "broker 2 crashed", null);

        assertThat(shown).containsExactly("DEBUG broker 2 crashed");
    }

    @Test
    void levelAskedForIsShownAndKept() {
        InternalLog log = log(Map.of("trial.log.level", "DEBUG"));

        log.write(LIBRARY, Level.DEBUG, "a detail", null);
        log.write(LIBRARY, Level.TRACE, "a crumb", null);

        assertThat(log.threshold(LIBRARY)).isEqualTo(Level.DEBUG);
        assertThat(shown).containsExactly("DEBUG a detail");
    }

    @Test
    void thresholdsAreInfoOfLibrariesAndDebugOfTheHouse() {
        assertThat(log(Map.of()).threshold(LIBRARY)).isEqualTo(Level.INFO);
        assertThat(log(Map.of()).threshold("org.apache.kafka.Unshaded")).isEqualTo(Level.INFO);
        assertThat(log(Map.of()).threshold(HOUSE)).isEqualTo(Level.DEBUG);
    }

    @Test
    void levelThatIsNoneIsToldAndErrorsStayShown() {
        InternalLog log = log(Map.of("trial.log.level", "loud"));

        assertThat(shown)
                .singleElement()
                .asString()
                .contains("trial.log.level = loud is not a level", "trace, debug, info, warn, error, off");
        assertThat(log.threshold(LIBRARY)).isEqualTo(Level.INFO);
    }

    @Test
    void oldestLinesMakeRoom() {
        InternalLog log = log(Map.of());

        for (int i = 0; i < InternalLog.LINES_MAX + 1; i++) {
            log.write(LIBRARY, Level.INFO, "line " + i + ".", null);
        }

        assertThat(log.recent()).hasSize(InternalLog.LINES_MAX);
        assertThat(log.recent().get(0)).contains("line 1.");
    }

    @Test
    void endlessLineIsCut() {
        InternalLog log = log(Map.of());

        log.write(LIBRARY, Level.INFO, "x".repeat(100_000), null);

        assertThat(log.recent().get(0)).hasSizeLessThan(3_000).endsWith("…");
    }

    @Test
    void fileGetsWhatIsKept(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("deep/trial.log");
        InternalLog log = log(Map.of("trial.log.file", file.toString()));

        log.write(LIBRARY, Level.INFO, "becoming active", null);

        assertThat(Files.readString(file))
                .contains("becoming active", "org.apache.kafka.controller.QuorumController")
                .doesNotContain("shaded");
    }

    @Test
    void usersSlf4jIsFoundWhereThereIsOne() {
        @Nullable UserLog found = Slf4jUserLog.find(getClass().getClassLoader());

        assertThat(found).isNotNull();
        found.write("io.kafkatrial.logging.test", Level.DEBUG, "not shown: warnings only", null);
    }

    @Test
    void noSlf4jIsNoFault() {
        assertThat(Slf4jUserLog.find(ClassLoader.getPlatformClassLoader())).isNull();
    }
}
