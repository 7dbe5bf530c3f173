/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersTest {
    @TempDir
    Path folder;

    private final Clusters clusters = Clusters.of(new HashMap<>());
    private ForkedServer one;
    private ForkedServer two;

    @BeforeEach
    void startTwo() throws MojoExecutionException {
        one = someProcess("one");
        two = someProcess("two");
        clusters.add("one", one, Map.of("trial.bootstrap.servers", "localhost:1"));
        clusters.add("two", two, Map.of("other.bootstrap.servers", "localhost:2"));
    }

    @AfterEach
    void stopTwo() {
        one.stop();
        two.stop();
    }

    @Test
    void stopOfTheSameExecutionTakesItsOwnClusterOnly() {
        assertThat(clusters.takeFor("one")).containsExactly(one);
        assertThat(clusters.properties()).containsOnlyKeys("other.bootstrap.servers");
    }

    @Test
    void stopOfAnotherExecutionTakesAllAndASecondOneNothing() {
        assertThat(clusters.takeFor("stop")).containsExactly(one, two);
        assertThat(clusters.takeFor("stop")).isEmpty();
    }

    @Test
    void sameExecutionCannotStartTwice() {
        assertThatThrownBy(() -> clusters.checkFree("one", "third")).hasMessageContaining("\"one\"");
    }

    @Test
    void twoClustersCannotHandOverTheSameProperty() {
        assertThatThrownBy(() -> clusters.checkFree("three", "other"))
                .hasMessageContaining("\"two\" and \"three\"")
                .hasMessageContaining("propertyPrefix");
    }

    @Test
    void contextOfAModuleKeepsItsClusters() {
        Map<Object, Object> context = new HashMap<>();

        assertThat(Clusters.of(context)).isSameAs(Clusters.of(context));
    }

    private ForkedServer someProcess(String name) throws MojoExecutionException {
        return ForkedServer.start(
                readyFile -> List.of(ServerCommand.javaOfThisBuild().toString(), "-version"), folder.resolve(name));
    }
}
