/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import io.kafkatrial.engine.AttachComplaints;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the user has somebody do to a broker: a line for the shell, in which {@code {broker}} is its id. */
enum Commands {
    CRASH("trial.attach.crash"),
    STOP("trial.attach.stop"),
    RESTART("trial.attach.restart"),
    PAUSE("trial.attach.pause"),
    RESUME("trial.attach.resume");

    private static final long PATIENCE_S = 120;

    private final String property;

    Commands(String property) {
        this.property = property;
    }

    /** The system property that has the line. */
    String property() {
        return property;
    }

    private String line() {
        return System.getProperty(property(), "").strip();
    }

    boolean isGiven() {
        return !line().isEmpty();
    }

    /** Run it, and wait for its end. */
    void run(int broker) {
        String line = line().replace("{broker}", Integer.toString(broker));
        List<String> shell = File.separatorChar == '/' ? List.of("/bin/sh", "-c", line) : List.of("cmd", "/c", line);
        try {
            Process process =
                    new ProcessBuilder(shell).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> said(process));
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw AttachComplaints.command(
                        property(), line, "did not end within " + PATIENCE_S + " s", said.getNow(""));
            }
            if (process.exitValue() != 0) {
                throw AttachComplaints.command(property(), line, "ended with " + process.exitValue(), said.join());
            }
        } catch (IOException failed) {
            throw AttachComplaints.command(property(), line, "cannot be run", String.valueOf(failed.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw AttachComplaints.command(property(), line, "was interrupted", "");
        }
    }

    private static String said(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            return lines.lines().collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException gone) {
            return "";
        }
    }
}
