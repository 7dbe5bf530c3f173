/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures all contenders in turns, A B C A B C, each in JVMs and with a class path of its own, and writes the report.
 * Arguments: the folder benchmarks, the number of samples, a pattern for the requests to make, the file of the report.
 */
final class Compare {
    private static final List<String> HEAP = List.of("-Xmx3g");
    private static final long MOST_SECONDS_A_REQUEST = 120;
    private static final int MOST_MISSES = 3;
    private static final long MOST_NANOS_A_TASK = TimeUnit.SECONDS.toNanos(90);
    private static final long MOST_NANOS_UNMEASURED = TimeUnit.SECONDS.toNanos(30);

    private final List<Contender> contenders;
    private final List<Contender> runners;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /** Who is not asked at all after its fresh JVMs: {@code -Dwithout=ID,ID}. */
    private final Set<String> without =
            new HashSet<>(List.of(System.getProperty("without", "").split(",", -1)));

    /** How many requests in a row somebody did not answer in time. */
    private final Map<String, Integer> misses = new HashMap<>();

    private final Samples samples = new Samples();

    private Compare(Path root) {
        this.contenders = List.of(
                contender(root, "kit", "Apache Kafka's kit", true, "KitMain", "kit"),
                contender(root, "spring", "spring-kafka-test", true, "SpringMain", "spring", "-Dleave=true"),
                contender(root, "kroxylicious", "Kroxylicious in-VM", true, "KroxyliciousMain", "kroxylicious"),
                contender(
                        root, "apache", "Kafka Trial, `apache`", false, "TrialMain", "trial", "-Dtrial.engine=apache"),
                contender(root, "trial", "Kafka Trial, `embedded`", false, "TrialMain", "trial"));
        this.runners = List.of(
                contender(root, "apache.runs", "", false, "FaultRunsMain", "runs", "-Dtrial.engine=apache"),
                contender(root, "embedded.runs", "", false, "FaultRunsMain", "runs"));
    }

    private static Contender contender(
            Path root, String id, String title, boolean isPeer, String main, String module, String... options) {
        List<String> all = new ArrayList<>(HEAP);
        all.addAll(List.of(options));
        Path target = root.resolve(module).resolve("target");
        return new Contender(id, title, isPeer, "io.kafkatrial.benchmarks." + main, target, all);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path root = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Pattern only = Pattern.compile(args[2]);
        Compare compare = new Compare(root);
        Path document = Path.of(args[3]);
        Report report = Report.begin(rounds);
        compare.jars();
        compare.write(report, root, Optional.empty());
        if (only.matcher("fresh").find()) {
            compare.fresh(rounds);
        }
        if (only.matcher("warm").find()) {
            compare.warmClients();
        }
        for (Task task : Task.all(rounds)) {
            if (only.matcher(task.request()).find()) {
                compare.run(task);
                compare.write(report, root, only.pattern().isEmpty() ? Optional.of(document) : Optional.empty());
            }
        }
        compare.close();
        System.out.println(compare.figures().tables());
    }

    private Figures figures() {
        return new Figures(contenders, samples);
    }

    /** What is known so far, so that a run that ends early was not for nothing; the document if all rows are asked for. */
    private void write(Report report, Path root, Optional<Path> document) throws IOException {
        Figures figures = figures();
        Files.writeString(root.resolve("compare/target/benchmarks.json"), report.json(samples));
        if (document.isPresent()) {
            Files.writeString(document.get(), report.markdown(figures));
            Pictures.write(document.get().resolveSibling("images"), figures);
        }
    }

    private void fresh(int rounds) throws IOException, InterruptedException {
        for (int round = -1; round < rounds; round++) {
            for (Contender contender : contenders) {
                Map<String, Double> fresh = contender.fresh();
                if (round >= 0) {
                    samples.add(contender.id(), fresh);
                }
            }
        }
        freshClients(rounds);
    }

    /** What the clients of a fresh JVM take, however fast their cluster is there: one that runs already. */
    private void freshClients(int rounds) throws IOException, InterruptedException {
        Contender ours = contenders.get(contenders.size() - 1);
        try (Session host = ours.session()) {
            double port = host.ask("host", MOST_SECONDS_A_REQUEST).orElseThrow().get("host.port");
            for (int round = 0; round < rounds; round++) {
                samples.add(ours.id(), ours.freshClients("127.0.0.1:" + (int) port));
            }
        }
    }

    /** The same for the warm cycle: the medians of the last of so many. */
    private void warmClients() throws IOException, InterruptedException {
        Contender ours = contenders.get(contenders.size() - 1);
        try (Session host = ours.session();
                Session clients = ours.session()) {
            double port = host.ask("host", MOST_SECONDS_A_REQUEST).orElseThrow().get("host.port");
            for (int round = -Task.WARM_UNMEASURED; round < Task.WARM_ROUNDS; round++) {
                Map<String, Double> taken = clients.ask("warm.clients " + (int) port, MOST_SECONDS_A_REQUEST)
                        .orElseThrow();
                if (round >= 0) {
                    samples.add(ours.id(), taken);
                }
            }
        }
    }

    /** A contender that takes longer than its share for a task is asked less often. */
    private void run(Task task) throws IOException, InterruptedException {
        System.out.println(task.request());
        Map<String, Long> spentNanos = new LinkedHashMap<>();
        for (int round = -task.unmeasured(); round < task.rounds(); round++) {
            long most = round < 0 ? MOST_NANOS_UNMEASURED : MOST_NANOS_A_TASK;
            for (Contender contender : Stream.concat(contenders.stream(), runners.stream())
                    .filter(one -> task.contenders().contains(one.id()) && !without.contains(one.id()))
                    .filter(one -> misses.getOrDefault(one.id(), 0) < MOST_MISSES)
                    .filter(one -> spentNanos.getOrDefault(one.id(), 0L) < most)
                    .toList()) {
                long begin = System.nanoTime();
                Optional<Map<String, Double>> measured = ask(contender, task.request());
                spentNanos.merge(
                        contender.id(), measured.isEmpty() ? MOST_NANOS_A_TASK : System.nanoTime() - begin, Long::sum);
                misses.put(contender.id(), measured.isPresent() ? 0 : misses.getOrDefault(contender.id(), 0) + 1);
                if (round >= 0 && measured.isPresent()) {
                    samples.add(contender.id(), measured.get());
                }
            }
        }
    }

    private Optional<Map<String, Double>> ask(Contender contender, String request)
            throws IOException, InterruptedException {
        if (!sessions.containsKey(contender.id())) {
            sessions.put(contender.id(), contender.session());
        }
        Optional<Map<String, Double>> answer = sessions.get(contender.id()).ask(request, MOST_SECONDS_A_REQUEST);
        if (answer.isEmpty()) {
            sessions.remove(contender.id());
        } else if (contender.leaves(request)) {
            sessions.remove(contender.id()).kill();
        }
        return answer;
    }

    private void close() throws IOException {
        for (Session session : sessions.values()) {
            session.close();
        }
    }

    private void jars() throws IOException {
        for (Contender contender : contenders) {
            List<Path> jars = contender.jars();
            double bytes = 0;
            for (Path jar : jars) {
                bytes += Files.size(jar);
            }
            samples.add(contender.id(), Map.of("jars", (double) jars.size(), "jar.mb", bytes / (1024 * 1024)));
        }
    }
}
