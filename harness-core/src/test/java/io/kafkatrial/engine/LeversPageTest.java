/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.apache.ApacheEngine;
import io.kafkatrial.engine.container.ContainerEngine;
import io.kafkatrial.engine.embedded.EmbeddedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page that says what engines can do says it of every lever, and says what is so. */
class LeversPageTest {

    private static final int CAPABILITY = 3;
    private static final int EMBEDDED = 4;
    private static final int APACHE = 5;
    private static final int CONTAINER = 6;

    private static Map<Capability, List<String>> rows() throws IOException {
        Map<Capability, List<String>> rows = new EnumMap<>(Capability.class);
        for (String line : Files.readAllLines(Path.of("../docs/levers.md"))) {
            List<String> cells = List.of(line.split("\\|", -1));
            if (cells.size() > CONTAINER && cells.get(CAPABILITY).matches(" `[A-Z_]+` ")) {
                Capability capability =
                        Capability.valueOf(cells.get(CAPABILITY).strip().replace("`", ""));
                assertThat(rows.put(capability, cells))
                        .as("one row for %s", capability)
                        .isNull();
            }
        }
        return rows;
    }

    @Test
    void everyLeverHasARowAndEachEngineHasWhatItSays() throws IOException {
        Map<Capability, List<String>> rows = rows();
        assertThat(rows.keySet()).containsExactlyInAnyOrder(Capability.values());
        rows.forEach((capability, cells) -> {
            assertThat(cells.get(EMBEDDED).strip())
                    .as("embedded, %s", capability)
                    .isEqualTo(new EmbeddedEngine().capabilities().contains(capability) ? "yes" : "no");
            String apache = cells.get(APACHE).strip();
            boolean has = new ApacheEngine().capabilities().contains(capability);
            assertThat(has ? List.of("yes") : List.of("no"))
                    .as("apache, %s", capability)
                    .anyMatch(said -> said.equals(apache) || apache.startsWith("where "));
            String container = cells.get(CONTAINER).strip();
            boolean inside = new ContainerEngine().capabilities().contains(capability);
            assertThat(inside ? List.of("yes") : List.of("no"))
                    .as("container, %s", capability)
                    .anyMatch(said -> said.equals(container) || container.startsWith("where "));
        });
    }
}
