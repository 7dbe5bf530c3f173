/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM that waits for requests; idle in between, so that several can take turns. Used by one thread. */
final class Session implements AutoCloseable {
    /** Contenders may say other things on standard output; the kit does. */
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9.]+)=([0-9.E]+)");

    private final Process process;
    private final Path log;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    Session(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        answer();
    }

    /** What it measured; empty, and the JVM ended, if it failed or took longer. */
    Optional<Map<String, Double>> ask(String request, long mostSeconds) throws IOException, InterruptedException {
        requests.write(request);
        requests.newLine();
        requests.flush();
        CompletableFuture<Map<String, Double>> answer = CompletableFuture.supplyAsync(this::answer);
        try {
            return Optional.of(answer.get(mostSeconds, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException failed) {
            System.out.println(request + ": " + failed + "; see " + log);
            kill();
            return Optional.empty();
        }
    }

    /** End it, and what it started, as they are. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private Map<String, Double> answer() {
        Map<String, Double> samples = new TreeMap<>();
        try {
            for (String line = answers.readLine(); !"done".equals(line); line = answers.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("it ended");
                }
                put(samples, line);
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        return samples;
    }

    static void put(Map<String, Double> samples, String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (sample.matches()) {
            samples.put(sample.group(1), Double.valueOf(sample.group(2)));
        }
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
