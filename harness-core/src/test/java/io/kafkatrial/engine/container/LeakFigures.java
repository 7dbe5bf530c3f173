/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.Cluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What is left in Docker after so many runs, each three brokers in a JVM of its own, one of which is killed while they run.
 * No test: {@code LeakFigures [runs]} prints, and ends with 1 if anything is left.
 */
final class LeakFigures {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Map<String, String> KINDS =
            Map.of("containers", "ps -aq", "networks", "network ls -q", "volumes", "volume ls -q");

    private LeakFigures() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("run")) {
            run();
            return;
        }
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        Map<String, Set<String>> before = all();
        for (int run = 1; run <= runs; run++) {
            boolean killed = run == (runs + 1) / 2;
            String how = inItsOwnJvm(killed);
            System.out.printf("run %d: %s%n", run, how);
        }
        Map<String, Set<String>> left = left(before);
        long end = System.nanoTime() + LONG.toNanos();
        while (!left.values().stream().allMatch(Set::isEmpty) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            left = left(before);
        }
        System.out.println("left after " + runs + " runs: " + left);
        System.exit(left.values().stream().allMatch(Set::isEmpty) ? 0 : 1);
    }

    private static void run() throws IOException {
        try (Cluster cluster = Cluster.builder()
                .engine("container")
                .brokers(3)
                .topic("orders", 3)
                .start()) {
            System.out.println("ready in " + cluster.startedIn().toMillis() + " ms");
            if (System.in.read() < 0) {
                System.out.println("nobody waits for the end");
            }
        }
        System.exit(0);
    }

    private static String inItsOwnJvm(boolean killed) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LeakFigures.class.getName(),
                "run");
        Process jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = null;
        try (BufferedReader lines = jvm.inputReader()) {
            do {
                said = lines.readLine();
            } while (said != null && !said.startsWith("ready"));
            if (said == null) {
                return "did not start, ended with " + jvm.waitFor();
            }
            if (killed) {
                jvm.destroyForcibly();
            } else {
                jvm.getOutputStream().write('\n');
                jvm.getOutputStream().flush();
                lines.lines().forEach(line -> {});
            }
        }
        int code = jvm.waitFor();
        return said + (killed ? ", killed" : ", closed") + ", ended with " + code;
    }

    private static Map<String, Set<String>> all() throws IOException {
        Map<String, Set<String>> all = new TreeMap<>();
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            all.put(kind.getKey(), docker(kind.getValue()));
        }
        return all;
    }

    private static Map<String, Set<String>> left(Map<String, Set<String>> before) throws IOException {
        Map<String, Set<String>> now = all();
        now.forEach((kind, names) -> names.removeAll(before.getOrDefault(kind, Set.of())));
        return now;
    }

    private static Set<String> docker(String words) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader said = process.inputReader()) {
            return new TreeSet<>(said.lines().toList());
        }
    }
}
