/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures how fast histories are judged, read and reported, what they weigh, and what recording costs, each in JVMs of their
 * own, and writes the report. Argument: the file of the report.
 */
final class VerdictsMain {

    static final int SMALL = 200_000;
    static final int LARGE = 20_000_000;

    /** How often the rest is measured. */
    static final int SAMPLES = Integer.getInteger("samples", 3);

    /** Rounds of recording; each goes through all ways. */
    static final int ROUNDS = Integer.getInteger("rounds", 15);

    private VerdictsMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        VerdictsReport report = VerdictsReport.begin();
        // history and ledger of a record may take 64 bytes; 96 MB are the JVM's own, young generation included
        String heap = "-Xmx" + (LARGE * 64L / (1 << 20) + 96) + "m";
        for (int round = 0; round < SAMPLES; round++) {
            report.add(fork("-Xmx1g", "JudgeMain", SMALL, 10_000));
            report.add(fork(heap, "JudgeMain", LARGE, 10_000));
        }
        report.add(fork("-Xmx3g", "JudgeMain", LARGE / 10, LARGE));
        for (int round = 0; round < SAMPLES; round++) {
            report.add(fork("-Xmx2g", "ReadMain", 2_000_000, 10_000));
        }
        for (int round = 0; round < SAMPLES; round++) {
            report.add(fork("-Xmx2g", "ReportMain", 25_000, 10_000));
        }
        for (int bytes : RecordingTable.BYTES) {
            for (int producers : RecordingTable.PRODUCERS) {
                report.add(fork("-Xmx3g", "RecordingMain", bytes, producers, ROUNDS, 15_000_000 / (bytes + 50)));
            }
        }
        report.add(fork("-Xmx3g", "ReadingMain", 100, ROUNDS, 200_000));
        Files.writeString(Path.of(args[0]), report.markdown());
        System.out.println(report.table());
    }

    /** Run a measurement; its lines {@code name value} of standard output. */
    private static List<String> fork(String heap, String main, int... arguments)
            throws IOException, InterruptedException {
        boolean clients = main.equals("RecordingMain") || main.equals("ReadingMain");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                clients ? "-XX:+UseG1GC" : "-XX:+UseSerialGC",
                "-XX:NewSize=48m",
                "-XX:MaxNewSize=" + (clients ? "512m" : "48m"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.kafkatrial.benchmarks." + main));
        Arrays.stream(arguments).mapToObj(Integer::toString).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            out.lines().forEach(line -> {
                System.out.printf(Locale.ROOT, "%s %s: %s%n", main, Arrays.toString(arguments), line);
                lines.add(line);
            });
        }
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return lines;
    }
}
