/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One side of the comparison: its class path, and how to start JVMs of it. What they say on standard error is kept in a file. */
final class Contender {
    /** Contenders may say other things on standard output; the kit does. */
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9.]+)=([0-9.E]+)");

    private final String main;
    private final Path target;
    private final List<String> options;

    /** @param target where Maven built it */
    Contender(String main, Path target, String... options) {
        this.main = main;
        this.target = target;
        this.options = List.of(options);
    }

    /** A cluster in a fresh JVM; adds {@code fresh.exit}, from the start of the process to its end. */
    Map<String, Double> fresh() throws IOException, InterruptedException {
        long startedAt = System.nanoTime();
        Process process = start("fresh");
        Map<String, Double> samples = new TreeMap<>();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            answers.lines().forEach(line -> put(samples, line));
        }
        if (process.waitFor() != 0) {
            throw new IOException(main + " ended with " + process.exitValue() + "; see " + log());
        }
        samples.put("fresh.exit", (System.nanoTime() - startedAt) / 1e6);
        return samples;
    }

    /** A JVM that measures again and again. */
    Session session() throws IOException {
        Session session = new Session(start("session"), log());
        session.awaitDone(new TreeMap<>());
        return session;
    }

    private Process start(String argument) throws IOException {
        String dependencies =
                Files.readString(target.resolve("dependencies.txt")).trim();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", target.resolve("classes") + File.pathSeparator + dependencies, main, argument));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return target.resolve("stderr.log");
    }

    private static void put(Map<String, Double> samples, String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (sample.matches()) {
            samples.put(sample.group(1), Double.valueOf(sample.group(2)));
        }
    }

    /** A JVM that waits for requests; idle in between, so that two can take turns. */
    static final class Session implements AutoCloseable {
        private final Process process;
        private final Path log;
        private final BufferedWriter requests;
        private final BufferedReader answers;

        private Session(Process process, Path log) {
            this.process = process;
            this.log = log;
            this.requests = process.outputWriter(StandardCharsets.UTF_8);
            this.answers = process.inputReader(StandardCharsets.UTF_8);
        }

        Map<String, Double> ask(String request) throws IOException {
            requests.write(request);
            requests.newLine();
            requests.flush();
            Map<String, Double> samples = new TreeMap<>();
            awaitDone(samples);
            return samples;
        }

        private void awaitDone(Map<String, Double> samples) throws IOException {
            for (String line = answers.readLine(); !"done".equals(line); line = answers.readLine()) {
                if (line == null) {
                    throw new IOException("a contender ended; see " + log);
                }
                put(samples, line);
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
}
