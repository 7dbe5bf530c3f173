/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KillsMavenIT {

    /** As {@code kill -9} of the build does. The nearest Maven above this JVM is the one that runs this project. */
    @Test
    void kill() throws Exception {
        assertTrue(ProcessHandle.of(Long.getLong("trial.pid")).isPresent(), "the cluster runs");
        ProcessHandle maven = Stream.iterate(ProcessHandle.current(), process -> process.parent().orElseThrow())
                .filter(KillsMavenIT::isMaven)
                .findFirst()
                .orElseThrow();
        Files.writeString(Path.of("target/killed"), Long.toString(maven.pid()));
        assertTrue(maven.destroyForcibly());
    }

    private static boolean isMaven(ProcessHandle process) {
        return process.info().arguments().stream()
                .flatMap(Arrays::stream)
                .anyMatch(word -> word.contains("org.codehaus.plexus.classworlds.launcher.Launcher"));
    }
}
