/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.api.Served.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class ServedTest {

    /** What a user is promised: the table of APIs in the docs. */
    private static final Path PROMISES = Path.of("../docs/embedded-engine.md");

    @Test
    void tableIsWhatTheDocsPromise() throws IOException {
        List<String> served = new TreeMap<>(Served.table())
                .entrySet().stream()
                        .map(it -> "| " + it.getKey().id + " | `" + it.getKey().name + "` | " + range(it.getValue())
                                + " |")
                        .toList();

        assertThat(Files.readAllLines(PROMISES).stream().filter(line -> line.matches("\\| \\d+ \\| `.*")))
                .as("the rows of the table APIs in " + PROMISES)
                .containsExactlyElementsOf(served);
    }

    @Test
    void onlyProduceIsAdvertisedBelowWhatIsServed() {
        Served.table().forEach((key, versions) -> assertThat(versions.advertisedMin())
                .as("%s", key)
                .isEqualTo(key == ApiKeys.PRODUCE ? 0 : versions.min()));
    }

    @Test
    void nothingIsServedThatKafkaHasNotReleased() {
        Served.table().forEach((key, versions) -> {
            assertThat(versions.max()).as("%s", key).isLessThanOrEqualTo(key.latestVersion(false));
            assertThat(versions.min()).as("%s", key).isGreaterThanOrEqualTo(key.oldestVersion());
        });
    }

    private static String range(Versions versions) {
        return versions.min() == versions.max() ? "" + versions.min() : versions.min() + " to " + versions.max();
    }
}
