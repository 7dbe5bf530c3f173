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
        clusters.add("one", one, Map.of("trial.bootstrap.servers", "localhost:1"), /* onTrial= */ true);
        clusters.add("two", two, Map.of("other.bootstrap.servers", "localhost:2"), /* onTrial= */ false);
    }

    @AfterEach
    void stopTwo() {
        one.stop();
        two.stop();
    }

    @Test
    void stopOfTheSameExecutionTakesItsOwnClusterOnly() {
        assertThat(clusters.takeFor("one")).containsExactly(new Clusters.Taken("one", one, true));
        assertThat(clusters.properties()).containsOnlyKeys("other.bootstrap.servers");
    }

    @Test
    void stopOfAnotherExecutionTakesAllAndASecondOneNothing() {
        assertThat(clusters.takeFor("stop"))
                .containsExactly(new Clusters.Taken("one", one, true), new Clusters.Taken("two", two, false));
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
    void whatIsJudgedAndWhatFailedIsKeptForVerify() {
        assertThat(clusters.onTrial()).containsExactly("one");
        clusters.takeFor("one");
        clusters.failed("EXACTLY_ONCE is broken");

        assertThat(clusters.onTrial()).isEmpty();
        assertThat(clusters.failures()).containsExactly("EXACTLY_ONCE is broken");
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
