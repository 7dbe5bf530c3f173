/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands as a user does who has the standalone jar and a JRE, and nothing else, in a directory of their own. */
final class StandaloneJarFixture {

    /** The jar that the build has packaged. */
    static final Path JAR = Path.of(System.getProperty("standalone.jar", "")).toAbsolutePath();

    private static final long BOUND_MINUTES = 5;

    private final Path directory;

    StandaloneJarFixture(Path directory) {
        this.directory = directory;
    }

    /** What a process left. */
    record Ended(int exit, String out, String err) {}

    /** {@code java -jar standalone.jar WORDS}. */
    Ended run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
        command.addAll(List.of(words));
        return process(command);
    }

    /** The program that runs this test. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A command in its own words. */
    Ended process(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TRIAL_") || name.endsWith("JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(BOUND_MINUTES, TimeUnit.MINUTES))
                    .as("%s has ended", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        Ended ended = new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        Files.delete(out);
        Files.delete(err);
        return ended;
    }
}
