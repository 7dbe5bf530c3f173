/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the core's jar puts on a user's class path. */
class CoreJarIT {

    @Test
    void nothingIsOutsideOurPackageButMetadata() throws IOException {
        assertThat(entries()).hasSizeGreaterThan(1_000).allSatisfy(name -> assertThat(name)
                .matches("io/kafkatrial/.*|META-INF/.*|licenses/.*[.]TXT"));
    }

    @Test
    void metadataShadowsNothingOfTheUsers() throws IOException {
        assertThat(entries())
                .filteredOn(name -> name.startsWith("META-INF/services/") || name.startsWith("META-INF/versions/"))
                .allSatisfy(name -> assertThat(name).contains("io.kafkatrial."));
    }

    @Test
    void licenceAndNoticeTravelWithIt() throws IOException {
        assertThat(entries()).contains("META-INF/LICENSE", "META-INF/NOTICE");
    }

    private static List<String> entries() throws IOException {
        try (var jar = new JarFile(Jars.of(Cluster.class).toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }
}
