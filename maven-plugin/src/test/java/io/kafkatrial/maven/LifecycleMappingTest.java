/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An IDE with m2e asks what to do with each goal of a POM, and marks those it gets no answer for as errors. */
class LifecycleMappingTest {

    @Test
    void everyGoalHasAnAnswerForM2e() throws IOException {
        Set<String> goals = goals("/META-INF/maven/plugin.xml");
        goals.remove("help");

        assertThat(goals("/META-INF/m2e/lifecycle-mapping-metadata.xml"))
                .hasSizeGreaterThan(3)
                .isEqualTo(goals);
    }

    private static Set<String> goals(String resource) throws IOException {
        try (InputStream in = LifecycleMappingTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return Pattern.compile("<goal>([a-z-]+)</goal>")
                    .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
