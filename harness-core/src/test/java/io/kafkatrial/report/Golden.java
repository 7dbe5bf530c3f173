/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares with a file under {@code src/test/resources/golden}; {@code -Dtrial.golden.update=true} writes it. */
final class Golden {

    private Golden() {}

    static void assertGolden(String name, String text) throws IOException {
        Path file = Path.of("src/test/resources/golden", name);
        if (Boolean.getBoolean("trial.golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text).as("%s; update with -Dtrial.golden.update=true", file).isEqualTo(Files.readString(file));
    }
}
