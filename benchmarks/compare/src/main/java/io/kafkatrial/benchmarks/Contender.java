/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One side of the comparison: its class path, and how to start JVMs of it. What they say on standard error is kept in a
 * file.
 *
 * @param id short, as the samples are kept under it
 * @param title over its column
 * @param isPeer whether it is another project's
 * @param main the class that measures it
 * @param target where Maven built it
 * @param options of its JVM
 */
record Contender(String id, String title, boolean isPeer, String main, Path target, List<String> options) {
    private static final long MOST_FRESH_S = 300;

    /** A cluster in a fresh JVM; adds {@code fresh.exit}, from the start of the process to its end. */
    Map<String, Double> fresh() throws IOException, InterruptedException {
        return fresh("fresh.exit", "fresh");
    }

    /** The clients alone in a fresh JVM; adds {@code fresh.clients.exit}. */
    Map<String, Double> freshClients(String bootstrapServers) throws IOException, InterruptedException {
        return fresh("fresh.clients.exit", "clients", bootstrapServers);
    }

    private Map<String, Double> fresh(String exit, String... arguments) throws IOException, InterruptedException {
        long startedAt = System.nanoTime();
        Process process = start(arguments);
        Map<String, Double> samples = new TreeMap<>();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            answers.lines().forEach(line -> Session.put(samples, line));
        }
        if (!process.waitFor(MOST_FRESH_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(main + " did not end well; see " + log());
        }
        samples.put(exit, (System.nanoTime() - startedAt) / 1e6);
        return samples;
    }

    /** Whether a JVM of it leaves a cluster running after this, for its shutdown can take minutes. */
    boolean leaves(String request) {
        return options.contains("-Dleave=true") && !request.equals("warm");
    }

    /** A JVM that measures again and again. */
    Session session() throws IOException {
        return new Session(start("session"), log());
    }

    /** The jars a user takes on beside kafka-clients and what comes with it. */
    List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String jar : dependencies().split(File.pathSeparator, -1)) {
            Path path = Path.of(jar);
            if (!path.getFileName()
                    .toString()
                    .matches("(kafka-clients-[0-9.]+|lz4-.*|snappy-.*|zstd-.*|slf4j-api-.*)\\.jar")) {
                jars.add(path);
            }
        }
        return jars;
    }

    private String dependencies() throws IOException {
        return Files.readString(target.resolve("dependencies.txt")).strip();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", target.resolve("classes") + File.pathSeparator + dependencies(), main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return target.resolve("stderr.log");
    }
}
