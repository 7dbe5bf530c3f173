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

            Where the rest goes, by profiles of November 2026. *Fresh*: 6,900 classes are loaded, 1,100 of them from
            the JDK's archive; 2,300 are of our jar, 1,000 of these Kafka's messages and errors under other names, and
            1,300 are the same once more for the clients. A fifth of all samples defines classes, a quarter links
            1,144 lambdas and concatenations, 270 of them in the two tables of errors. What can be loaded beside the
            start is (tables of both), on the other processor. To load and verify the 2,317 classes of our jar, and
            nothing else, takes 400 ms on one thread and 340 on two; the goal leaves 100 beside the clients'. *Warm*:
            the start takes 10 to 15 ms, the stop 1.4, the rest is the clients': connections of an Admin and a
            producer, the topic, an id, `linger.ms` 5. The JVM still compiles: after 240 cycles one takes 29 ms, 10 of
            them the start, and no method has more than 2 % of the samples. *Consumed*: 90 % of the samples of Java
            code are the consumers' own threads', 8 % the brokers' and their network's. *lz4*: of records that are all
            alike 85 % of the samples are the producer's two threads', 12 % brokers'. *Eight producers*: 36 % of the
            samples are the application's, 33 % brokers', 19 % the producers' own; of the brokers' half is taking a
            request apart, checking each record as Kafka does, and appending it, a quarter carrying it to followers;
            no method has more than 8 %. *Send to ack*, one producer: a record goes from thread to thread, to its
            leader, to the followers that wait for it, and back: some ten times a thread is woken by another, four of
            these are the client's.
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
            if (figure.isMissed(figures.contenders(), figures.samples())) {
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
                *Produced*, *consumed*, where the goal is missed: who took the processor time of our JVM in the same rounds. Left
                out are the processors' idle time and all that our brokers' code took; what stays is the clients' threads, what
                the kernel does to carry the bytes, and the collector and the compiler, who work for clients and brokers
                together: how much for whom is not known.

                | | ours | of it without start and stop, or without our brokers' code | ratio now | ratio of that alone | goal |
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
                : "\nOf these the goal would be missed even if a cluster started and stopped at once, or its code took no time: "
                        + all + ". This table does not show that of the others.\n";
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
        OptionalDouble clients = ours("clients." + figure.name());
        OptionalDouble cluster = ours("cluster." + figure.name());
        OptionalDouble kernel = ours("kernel." + figure.name());
        OptionalDouble busy = ours("busy." + figure.name());
        OptionalDouble ratio = figure.ratio(figures.contenders(), figures.samples());
        if (ours.isEmpty()
                || clients.isEmpty()
                || cluster.isEmpty()
                || kernel.isEmpty()
                || busy.isEmpty()
                || ratio.isEmpty()) {
            return Optional.empty();
        }
        double others = 100 - clients.getAsDouble() - cluster.getAsDouble() - kernel.getAsDouble();
        double left = (1 - cluster.getAsDouble() / 100) * busy.getAsDouble() / 100;
        return Optional.of(new Row(
                figure,
                Figure.number(ours.getAsDouble()) + " records/s",
                Figure.number(100 * left) + " %: clients " + Figure.number(clients.getAsDouble())
                        + ", kernel for brokers "
                        + Figure.number(kernel.getAsDouble()) + ", collector and others " + Figure.number(others)
                        + "; brokers' code " + Figure.number(cluster.getAsDouble()) + "; processors busy "
                        + Figure.number(busy.getAsDouble()),
                ratio.getAsDouble(),
                ratio.getAsDouble() / left));
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
