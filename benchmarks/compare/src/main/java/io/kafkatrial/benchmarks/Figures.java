/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import static io.kafkatrial.benchmarks.Figure.less;
import static io.kafkatrial.benchmarks.Figure.more;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The rows of the report, over samples.
 *
 * @param contenders the last one is ours
 */
record Figures(List<Contender> contenders, Samples samples) {
    private static final String START = "Start and stop";
    private static final String CRASH = "Crash of a leader";
    private static final String TRAFFIC = "Records";
    private static final String GROUPS = "Groups, commits, small transactions";
    private static final String FOOTPRINT = "What a running cluster takes";
    private static final String GROWTH = "Growth";

    /** In the order of the report. */
    List<Figure> all() {
        List<Figure> all = new ArrayList<>();
        all.add(less(START, "fresh.ack", "fresh JVM: entry into main to the first acks=all ack", "ms", "≤ 0.35"));
        all.add(less(START, "fresh.exit", "fresh JVM: the whole process, with stop and exit", "ms", "≤ 0.15"));
        all.add(less(START, "warm", "warm: start, topic RF 3, first acks=all ack, stop", "ms", "≤ 0.03"));
        all.add(less(START, "warm.ready", "warm: start only", "ms", ""));
        all.add(less(CRASH, "failover", "crash to the next ack, against the tuned apache engine", "ms", "≤ 0.3")
                .against("apache", "failover"));
        all.add(less(CRASH, "failover", "the same, against Apache Kafka's default session (9 s)", "ms", "≤ 0.05")
                .against("apache", "failover.default"));
        for (String load : List.of("100.1.none", "100.8.none", "1000.1.none", "1000.8.none", "1000.1.lz4")) {
            String[] words = load.split("\\.", -1);
            all.add(more(
                    TRAFFIC,
                    "produce." + load,
                    "produce, " + words[0] + " B, " + producers(words[1]) + ", compression " + words[2],
                    "records/s",
                    "≥ 1.5"));
        }
        for (String load : List.of("100.1", "100.8", "1000.1")) {
            String[] words = load.split("\\.", -1);
            all.add(more(
                    TRAFFIC,
                    "transactional." + load,
                    "in transactions of 100, " + words[0] + " B, " + producers(words[1]),
                    "records/s",
                    "≥ 1.5"));
        }
        for (String load : List.of("100.1", "100.8", "1000.1", "1000.8")) {
            String[] words = load.split("\\.", -1);
            for (String percentile : List.of("p50", "p99")) {
                all.add(less(
                        TRAFFIC,
                        "latency." + load + "." + percentile,
                        "send to ack, " + percentile + ", " + words[0] + " B, " + producers(words[1]),
                        "µs",
                        percentile.equals("p99") ? "≤ 0.5" : ""));
            }
        }
        all.add(more(TRAFFIC, "consume.100", "consumed by a group of three, 100 B", "records/s", "≥ 1.5"));
        all.add(more(TRAFFIC, "consume.1000", "consumed by a group of three, 1,000 B", "records/s", "≥ 1.5"));
        all.add(less(GROUPS, "group.classic", "join of 4 to stable, classic, defaults of each", "ms", ""));
        all.add(less(GROUPS, "group.consumer", "join of 4 to stable, KIP-848, defaults of each", "ms", ""));
        all.add(less(GROUPS, "group.alike.classic", "the same, classic, settings of Kafka Trial", "ms", ""));
        all.add(less(GROUPS, "group.alike.consumer", "the same, KIP-848, settings of Kafka Trial", "ms", ""));
        all.add(more(GROUPS, "commits", "committed offsets, 8 in a request, one consumer", "offsets/s", ""));
        all.add(less(GROUPS, "transactions", "300 transactions, a record to each of 3 partitions", "ms", ""));
        all.add(less(FOOTPRINT, "threads", "live threads, without the clients'", "threads", "≤ 0.06"));
        all.add(less(FOOTPRINT, "heap", "heap after collection, above that before", "MB", "≤ 0.4"));
        all.add(less(FOOTPRINT, "rss", "resident memory, client included", "MB", ""));
        all.add(less(FOOTPRINT, "files", "open files", "files", ""));
        all.add(less(FOOTPRINT, "allocated", "allocated for a record of 100 B, client included", "bytes", ""));
        all.add(less(FOOTPRINT, "jars", "jars beside kafka-clients and its own", "jars", ""));
        all.add(less(FOOTPRINT, "jar.mb", "their size", "MB", ""));
        growth(all);
        return all;
    }

    private static void growth(List<Figure> all) {
        for (int brokers : List.of(1, 3, 5, 7, 9)) {
            all.add(less(GROWTH, "growth.brokers." + brokers, "start and stop of " + brokers + " brokers", "ms", ""));
        }
        for (int count : List.of(3, 30, 300, 3000)) {
            String goal = count == 3000 ? "< 2,000 ms" : "";
            all.add(less(
                    GROWTH,
                    "growth.partitions." + count,
                    "a topic of " + Figure.number(count) + " partitions, RF 3, to full ISRs",
                    "ms",
                    goal));
        }
        for (int count : List.of(10_000, 100_000, 1_000_000, 5_000_000)) {
            all.add(less(
                    GROWTH,
                    "growth.records." + count,
                    "a record, while " + Figure.number(count) + " are produced",
                    "ns",
                    ""));
        }
        for (int count : List.of(1, 10, 100)) {
            all.add(less(GROWTH, "members." + count, "join of " + count + " members to stable, KIP-848", "ms", ""));
        }
    }

    /** A table for each section, of the rows with any sample. */
    String tables() {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        for (Figure figure : all()) {
            if (contenders.stream()
                    .anyMatch(one -> !samples.of(one.id(), figure.name()).isEmpty())) {
                sections.computeIfAbsent(figure.section(), this::head)
                        .append(figure.row(contenders, samples))
                        .append('\n');
            }
        }
        return String.join("\n", sections.values()) + "\n" + runs() + new Limits(this).text();
    }

    private StringBuilder head(String section) {
        StringBuilder head = new StringBuilder("## " + section + "\n\n| ");
        contenders.forEach(one -> head.append("| ").append(one.title()).append(' '));
        return head.append("| ratio | goal |\n|---|")
                .append("---|".repeat(contenders.size() + 2))
                .append('\n');
    }

    private String runs() {
        OptionalDouble ours = most("embedded.runs", Task.AT_ONCE);
        OptionalDouble theirs = most("apache.runs", Task.FEW_AT_ONCE);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return "";
        }
        return """
                ## Complete fault runs

                The scenario `leader-crash`, guarded, on a warm pool: start or renewal of a cluster of three brokers, records, the
                crash, the election, healing, the final read, the verdict. So many at a time, as `kafka-trial:scenarios` runs them;
                a minute:

                | engine | runs a minute |
                |---|---|
                """
                + runs("embedded", Task.AT_ONCE) + runs("apache", Task.FEW_AT_ONCE)
                + "\nThe most of each: **"
                + Figure.number(ours.getAsDouble() / theirs.getAsDouble()) + "** times (goal ≥ 25).\n";
    }

    private String runs(String engine, List<Integer> atOnce) {
        return atOnce.stream()
                .filter(count -> runs(engine, count).isPresent())
                .map(count -> "| `" + engine + "`, " + count + " at a time | **"
                        + Figure.number(runs(engine, count).getAsDouble()) + "** |\n")
                .collect(Collectors.joining());
    }

    private OptionalDouble runs(String engine, int atOnce) {
        return Figure.median(samples.of(engine + ".runs", "runs." + atOnce));
    }

    private OptionalDouble most(String runner, List<Integer> atOnce) {
        return atOnce.stream()
                .flatMapToDouble(count -> Figure.median(samples.of(runner, "runs." + count)).stream())
                .max();
    }

    private static String producers(String count) {
        return count.equals("1") ? "1 producer" : count + " producers";
    }
}
