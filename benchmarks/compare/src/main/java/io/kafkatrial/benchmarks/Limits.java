/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How much of our time is the clients', which are the same for all: no cluster can save it.
 *
 * @param figures what was measured
 */
record Limits(Figures figures) {

    /** Looked at by hand, with the Java Flight Recorder and the log of loaded classes. */
    private static final String PROFILE =
            """

            Where the rest goes, by profiles of November 2026. *Fresh*: 6,900 classes are loaded, 1,100 of
            them from the JDK's archive; 2,300 are of our jar, 1,000 of these Kafka's messages and errors under other names,
            and 1,300 are the same once more for the clients. A fifth of all samples defines classes, a quarter links
            1,144 lambdas and concatenations, 270 of them in the two tables of errors. What can be loaded beside the
            start is (tables of both), on the other processor. *Warm*: the start takes 10 to 15 ms, the stop 1.4, the rest is
            the clients': connections of an Admin and a producer, the topic, an id, `linger.ms` 5. The JVM still compiles: after
            240 cycles one takes 29 ms, 10 of them the start, and no method has more than 2 % of the samples.
            *Consumed*: of 100 B, 90 % of the samples of Java code are the consumers' own threads', 8 % the brokers' and
            their network's; that is half of the processors' time, the other half the kernel's copying and the collector's,
            for what consumers allocate. *lz4*: of records that are all alike 85 % of the samples are the producer's two threads,
            12 % brokers'. *Eight producers*: 36 % of the samples are the application's, 33 % brokers', 19 % the producers'
            own; of the brokers' half is taking a request apart, checking each record as Kafka does, and appending it, a
            quarter carrying it to followers; no method has more than 8 %. *Send to ack*, one producer: a record goes from
            thread to thread, to its leader, to the followers that wait for it, and back; what of the 150 µs is the client's
            is not known, and how to halve the rest neither.
            """;

    /** A figure, and what it would be if nothing but the clients took time. */
    private record Row(Figure figure, String ours, String clients, double ratio, double ofThatAlone) {

        String text() {
            return "| " + String.join(" | ", figure.what(), ours, clients, two(ratio), two(ofThatAlone), figure.goal())
                    + " |\n";
        }
    }

    String text() {
        List<Row> rows = new ArrayList<>();
        fresh("fresh.ack", "fresh.clients.ack").ifPresent(rows::add);
        fresh("fresh.exit", "fresh.clients.exit").ifPresent(rows::add);
        fresh("warm", "warm.clients").ifPresent(rows::add);
        for (Figure figure : figures.all()) {
            if (figure.name().startsWith("produce.") || figure.name().startsWith("consume.")) {
                traffic(figure).ifPresent(rows::add);
            }
        }
        return rows.isEmpty()
                ? ""
                : """

                ## What is the clients' own

                The clients are the same for all, and their time is in every row above. *Fresh*: the same program in a fresh JVM,
                against a cluster of ours that runs in another one already; *warm*: the client's part of that cycle against such a
                cluster, again and again. Its answers are in it: what is left out is only that a cluster starts and stops.
                *Produced*, *consumed*: how much of all processors our JVM had, and the part of that which the application's
                threads and the producers' own took, in the same rounds; collector and compiler count as the cluster's. The ratio
                beside it is that of the same threads on all processors: a bound from above, which nobody reaches, as their
                work cannot be shared evenly.

                | | ours | without start and stop, or the clients' threads | ratio now | ratio of that alone | goal |
                |---|---|---|---|---|---|
                """
                        + rows.stream().map(Row::text).collect(Collectors.joining())
                        + missed()
                        + outOfReach(rows)
                        + PROFILE;
    }

    private String missed() {
        return "\nGoals that are missed: "
                + figures.all().stream()
                        .filter(figure -> figure.isMissed(figures.contenders(), figures.samples()))
                        .map(figure -> figure.what() + " ("
                                + two(figure.ratio(figures.contenders(), figures.samples())
                                        .orElseThrow())
                                + ", goal " + figure.goal() + ")")
                        .collect(Collectors.joining("; "))
                + ".\n";
    }

    private static String outOfReach(List<Row> rows) {
        String all = rows.stream()
                .filter(row -> row.figure().isMissedBy(row.ofThatAlone()))
                .map(row -> row.figure().what())
                .collect(Collectors.joining("; "));
        return all.isEmpty()
                ? ""
                : "\nOf these the clients' own time alone is over the goal: " + all
                        + ". That the others are missed is ours: nothing here shows that they must be.\n";
    }

    private Optional<Row> fresh(String name, String floorName) {
        OptionalDouble ours = ours(name);
        OptionalDouble floor = ours(floorName);
        Figure figure = named(name);
        OptionalDouble ratio = figure.ratio(figures.contenders(), figures.samples());
        if (ours.isEmpty() || floor.isEmpty() || ratio.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Row(
                figure,
                Figure.number(ours.getAsDouble()) + " ms",
                Figure.number(floor.getAsDouble()) + " ms",
                ratio.getAsDouble(),
                ratio.getAsDouble() * floor.getAsDouble() / ours.getAsDouble()));
    }

    private Optional<Row> traffic(Figure figure) {
        OptionalDouble ours = ours(figure.name());
        OptionalDouble percent = ours("clients." + figure.name());
        OptionalDouble busy = ours("busy." + figure.name());
        OptionalDouble ratio = figure.ratio(figures.contenders(), figures.samples());
        if (ours.isEmpty() || percent.isEmpty() || busy.isEmpty() || ratio.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Row(
                figure,
                Figure.number(ours.getAsDouble()) + " records/s",
                Figure.number(percent.getAsDouble()) + " % of " + Figure.number(busy.getAsDouble()) + " %",
                ratio.getAsDouble(),
                ratio.getAsDouble() * 100 / percent.getAsDouble() * 100 / busy.getAsDouble()));
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private Figure named(String name) {
        return figures.all().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private OptionalDouble ours(String name) {
        List<Contender> all = figures.contenders();
        return Figure.median(figures.samples().of(all.get(all.size() - 1).id(), name));
    }
}
