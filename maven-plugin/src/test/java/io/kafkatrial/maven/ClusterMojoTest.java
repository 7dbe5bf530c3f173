/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

class ClusterMojoTest {

    @Test
    void elementWithNothingInItIsRefusedByTheNameOfItsParameter() {
        for (String nothing : Arrays.asList(null, " ")) {
            List<String> topics = new ArrayList<>(List.of("orders:3"));
            topics.add(nothing);

            assertThatThrownBy(() -> ClusterMojo.given("topics", topics))
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessageContaining("<topics>")
                    .hasMessageContaining("nothing in it");
        }
    }

    @Test
    void parameterThatIsNotThereIsNone() throws Exception {
        assertThat(ClusterMojo.given("topics", null)).isEmpty();
        assertThat(ClusterMojo.given("topics", List.of("orders"))).containsExactly("orders");
    }
}
