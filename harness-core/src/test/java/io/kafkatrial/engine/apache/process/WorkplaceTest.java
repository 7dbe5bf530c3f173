/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places of processes that are gone are swept, by whoever comes next. */
class WorkplaceTest {

    private static final int ROUNDS = 20;
    private static final int FILES = 100;

    @TempDir
    private Path folder;

    @Test
    void twoThatSweepTheSamePlaceDoNotDisturbEachOther() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Path place = Files.createDirectory(folder.resolve("place-" + round));
            for (int file = 0; file < FILES; file++) {
                Files.createFile(
                        Files.createDirectories(place.resolve("node-" + file)).resolve("log"));
            }

            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> Workplace.delete(place));

            assertThatCode(() -> Workplace.delete(place)).doesNotThrowAnyException();
            assertThatCode(other::join).doesNotThrowAnyException();
            Workplace.delete(place);
            assertThat(place).doesNotExist();
        }
    }
}
