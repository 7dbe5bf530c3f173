/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * A process that does its work and ends, on a leash like {@link ForkedServer}: it ends early when this JVM does. Confined
 * to the thread of the build that runs it.
 *
 * @param command its command line; the process ends when its standard input does
 * @param directory where it works
 */
record ForkedRun(List<String> command, Path directory) {

    /** Run it and give back its exit code; each line it prints is told at once. */
    int run(Consumer<String> lines) throws MojoExecutionException {
        Process process = start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.accept(line);
            }
            return process.waitFor();
        } catch (IOException e) {
            throw Complaints.cannot("read what was printed by", Path.of(command.get(0)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Complaints.interrupted(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start() throws MojoExecutionException {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw Complaints.cannot("run", Path.of(command.get(0)), e);
        }
    }
}
