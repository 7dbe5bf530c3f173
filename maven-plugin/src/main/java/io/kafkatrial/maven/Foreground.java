/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;

/** Runs a leashed server with its output on ours until it ends or the user presses Enter. */
final class Foreground {
    private final InputStream keyboard;

    Foreground(InputStream keyboard) {
        this.keyboard = keyboard;
    }

    /** Run and return the exit code. */
    int run(List<String> command) throws MojoExecutionException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            Thread listener = new Thread(() -> letGoOnEnter(process.getOutputStream()), "kafka-trial-keyboard");
            listener.setDaemon(true);
            listener.start();
            return process.waitFor();
        } catch (IOException e) {
            throw Complaints.cannot("run", Path.of(command.get(0)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Complaints.interrupted(e);
        }
    }

    /** The end of the keyboard's input (a build without a terminal) is no Enter: the cluster runs on. */
    private void letGoOnEnter(OutputStream leash) {
        try {
            for (int c = keyboard.read(); c != -1; c = keyboard.read()) {
                if (c == '\n') {
                    leash.write("conclude\n".getBytes(StandardCharsets.UTF_8)); // and judge, if there is anything to
                    leash.close();
                    return;
                }
            }
        } catch (IOException e) {
            // no keyboard: only the end of the build ends the cluster
        }
    }
}
