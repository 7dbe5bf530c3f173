/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import io.kafkatrial.engine.ApacheComplaints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Sends the signals Java cannot, by the {@code kill} every POSIX shell has built in.
 */
final class Signals {

    private static final Path SHELL = Path.of("/bin/sh");

    private Signals() {}

    /** Whether this system has a shell to send signals with. */
    static boolean areAvailable() {
        return !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows")
                && Files.isExecutable(SHELL);
    }

    /** Send a signal by its name without SIG, and return when it is sent. */
    static void send(String signal, long pid) {
        try {
            Process kill = shell("kill -" + signal + " \"$1\"", pid).start();
            kill.getOutputStream().close();
            int code = kill.waitFor();
            if (code != 0) {
                throw new IOException("kill ended with " + code);
            }
        } catch (IOException failed) {
            throw ApacheComplaints.signal(signal, pid, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApacheComplaints.signal(signal, pid, stopped);
        }
    }

    /** A shell that runs this script with the process id as its first argument, silently. */
    static ProcessBuilder shell(String script, long pid) {
        return new ProcessBuilder(SHELL.toString(), "-c", script, "sh", Long.toString(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }
}
