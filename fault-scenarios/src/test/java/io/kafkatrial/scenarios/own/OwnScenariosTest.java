/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.run.Sketches;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where scenarios of a user's own are found. */
public class OwnScenariosTest {

    @TempDir
    private Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    /** One of a user's own. */
    public static class Mine implements Scenario {
        private final Scenario like = Sketches.honest("mine");

        @Override
        public Page page() {
            return like.page();
        }

        @Override
        public Half dangerous() {
            return like.dangerous();
        }

        @Override
        public Half guarded() {
            return like.guarded();
        }

        @Override
        public Set<Side> sides() {
            return like.sides();
        }
    }

    private void offer(String name) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Scenario.class.getName()), name);
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {folder.toUri().toURL()}, before));
    }

    @Test
    void servicesOfTheClassPathAreFound() throws IOException {
        assertThat(OwnScenarios.offered()).isEmpty();

        offer(Mine.class.getName());

        assertThat(OwnScenarios.offered())
                .singleElement()
                .satisfies(scenario -> assertThat(scenario.page().name()).isEqualTo("mine"));
    }

    @Test
    void serviceThatCannotBeMadeIsNamed() throws IOException {
        offer("com.acme.Nowhere");

        assertThatThrownBy(OwnScenarios::offered)
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("com.acme.Nowhere");
    }

    @Test
    void classesAreFoundByName() {
        assertThat(OwnScenarios.ofClass(Mine.class.getName()).page().name()).isEqualTo("mine");
        assertThatThrownBy(() -> OwnScenarios.ofClass("com.acme.Mine"))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("scenario class com.acme.Mine cannot be made");
        assertThatThrownBy(() -> OwnScenarios.ofClass(String.class.getName()))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("class java.lang.String is no " + Scenario.class.getName());
    }

    @Test
    void filesOfADirectoryAreReadInTheOrderOfTheirNames() throws IOException {
        for (String name : List.of("b", "a")) {
            Files.writeString(
                    folder.resolve(name + ".yaml"),
                    "{version: 1, name: " + name
                            + ", idea: x, guarded: {workload: [{kind: Produce, topic: t, records: 1}],"
                            + " expected: [{claim: AT_LEAST_ONCE}]}}");
        }
        Files.writeString(folder.resolve("notes.txt"), "none");

        assertThat(OwnScenarios.in(folder))
                .extracting(scenario -> scenario.page().name())
                .containsExactly("a", "b");
        assertThatThrownBy(() -> OwnScenarios.in(Files.createDirectory(folder.resolve("empty"))))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("no file there ends in .yaml, .yml or .json");
    }
}
