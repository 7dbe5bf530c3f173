/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import io.kafkatrial.cli.Findings;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * A cluster in a process of its own, on a leash: the process holds the read end of a pipe as its standard input and
 * ends when the write end closes, which the system does for us however this JVM dies.
 *
 * <p>Confined to the thread of the build that started it.
 */
final class ForkedServer {
    private static final int LAST_LINES = 20;
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Process process;
    private final Path readyFile;
    private final Path log;

    private ForkedServer(Process process, Path readyFile, Path log) {
        this.process = process;
        this.readyFile = readyFile;
        this.log = log;
    }

    /**
     * Start a server with its output in {@code folder/server.log}.
     *
     * @param command the command line for a given ready file
     * @param folder what an earlier server left there is overwritten
     */
    static ForkedServer start(Function<Path, List<String>> command, Path folder) throws MojoExecutionException {
        Path readyFile = folder.resolve("ready.properties");
        Path log = folder.resolve("server.log");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(readyFile);
            Files.deleteIfExists(OnTrial.findings(folder));
            Process process = new ProcessBuilder(command.apply(readyFile))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ForkedServer(process, readyFile, log);
        } catch (IOException e) {
            throw Complaints.cannot("start a cluster with its files in", folder, e);
        }
    }

    /**
     * Wait until the server is ready. If it does not become ready it is gone when this throws.
     *
     * @return what the server says of itself; has {@code bootstrap.servers}
     */
    Properties awaitReady(Duration bound) throws MojoExecutionException {
        try {
            for (long left = bound.toMillis(); left > 0; left -= LOOK_EVERY.toMillis()) {
                if (Files.exists(readyFile)) {
                    return read();
                }
                if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw Complaints.died(process.exitValue(), log, lastLines());
                }
            }
            throw Complaints.tooSlow(bound, log, lastLines());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Complaints.interrupted(e);
        } finally {
            if (!Files.exists(readyFile)) {
                process.destroyForcibly();
            }
        }
    }

    /** Let go of the leash and wait until the process is gone; kill it if it does not go. Idempotent. */
    void stop() {
        letGo("", GRACE);
    }

    /**
     * Let the server judge, and wait until it is gone; kill it if it does not go.
     *
     * @param bound how long that may take
     * @return whether it went by itself
     */
    boolean conclude(Duration bound) {
        return letGo("conclude\n", bound);
    }

    private boolean letGo(String word, Duration bound) {
        boolean gone = false;
        try (OutputStream leash = process.getOutputStream()) {
            leash.write(word.getBytes(StandardCharsets.UTF_8));
        } catch (IOException goneAlready) {
            // it holds the leash no more
        }
        try {
            gone = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
            if (!gone) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(readyFile);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return gone;
    }

    long pid() {
        return process.pid();
    }

    boolean runs() {
        return process.isAlive();
    }

    /** What the server found, once it was asked to conclude; empty if it did not come to it. */
    Optional<Findings> findings() throws MojoExecutionException {
        Path file = OnTrial.findings(log.resolveSibling(""));
        try {
            return Files.exists(file) ? Optional.of(Findings.read(file)) : Optional.empty();
        } catch (IOException | TrialException e) {
            throw Complaints.cannot("read what the cluster found in", file, e);
        }
    }

    Path log() {
        return log;
    }

    private Properties read() throws MojoExecutionException {
        Properties said = new Properties();
        try (var in = Files.newBufferedReader(readyFile, StandardCharsets.UTF_8)) {
            said.load(in);
            return said;
        } catch (IOException e) {
            throw Complaints.cannot("read what the cluster said in", readyFile, e);
        }
    }

    List<String> lastLines() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
