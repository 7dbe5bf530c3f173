/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures both rivals, each in JVMs and with a class path of its own, in turns, and prints medians and ratios.
 * Arguments: the target folder of the kit, that of Kafka Trial, the number of samples.
 */
final class Compare {
    private final String kit;
    private final String trial;
    private final int samples;

    private record Figure(String what, String unit, List<Integer> kit, List<Integer> trial) {

        String line() {
            int theirs = median(kit);
            int ours = median(trial);
            return String.format(
                    Locale.ROOT,
                    "%-62s %8d %s %8d %s   %.3f",
                    what, theirs, unit, ours, unit, (double) ours / theirs);
        }

        private static int median(List<Integer> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }
    }

    private Compare(String kit, String trial, int samples) {
        this.kit = kit;
        this.trial = trial;
        this.samples = samples;
    }

    public static void main(String[] args) throws Exception {
        String kit = "io.kafkatrial.benchmarks.KitMain@" + classPath(Path.of(args[0]));
        String trial = "io.kafkatrial.benchmarks.TrialMain@" + classPath(Path.of(args[1]));
        new Compare(kit, trial, Integer.parseInt(args[2])).run();
    }

    private static String classPath(Path target) throws IOException {
        String dependencies = Files.readString(target.resolve("dependencies.txt")).trim();
        return target.resolve("classes") + File.pathSeparator + dependencies;
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf("Java %s, %d cores, medians of %d%n", Runtime.version(), Runtime.getRuntime().availableProcessors(), samples);
        System.out.printf("%-62s %11s %11s   %s%n", "three brokers, one controller", "Kafka's kit", "Kafka Trial", "ratio");
        System.out.println(cold().line());
        System.out.println(figure("warm: start, topic RF 3, first acks=all ack, stop", "ms", "warm", String.valueOf(samples)).line());
        System.out.println(figure("threads", "  ", "threads").line());
    }

    private Figure cold() throws IOException, InterruptedException {
        List<Integer> theirs = new ArrayList<>();
        List<Integer> ours = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            theirs.addAll(sample(kit, "cold"));
            ours.addAll(sample(trial, "cold"));
        }
        return new Figure("fresh JVM: start of the JVM to first acks=all ack", "ms", theirs, ours);
    }

    private Figure figure(String what, String unit, String... args) throws IOException, InterruptedException {
        return new Figure(what, unit, sample(kit, args), sample(trial, args));
    }

    private static List<Integer> sample(String rival, String... args) throws IOException, InterruptedException {
        String[] mainAndPath = rival.split("@", 2);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", mainAndPath[1], mainAndPath[0]));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
        }
        return said.lines()
                .filter(line -> line.startsWith(args[0] + "="))
                .map(line -> Integer.parseInt(line.substring(args[0].length() + 1)))
                .toList();
    }
}
