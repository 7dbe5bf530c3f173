/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Collects figures and tells them. */
final class VerdictsReport {

    private final Samples samples = new Samples();
    private final RecordingTable recording = new RecordingTable(samples);
    private final Instant at = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES);
    private final double loadBefore = load();

    private VerdictsReport() {}

    static VerdictsReport begin() {
        return new VerdictsReport();
    }

    /** Lines {@code name value}. */
    void add(List<String> lines) {
        samples.add(lines);
    }

    private double of(String name) {
        return samples.median(name);
    }

    String table() {
        double bytes = of("history.20M") + of("ledger.20M");
        double unique = of("history.2M.unique") + of("ledger.2M.unique");
        return """
                | | figure | goal |
                |---|---|---|
                """
                + row("judged from memory, 200,000 records", "%.1f M records/s", 1e3 / of("judge.200k"), "≥ 10 M/s")
                + row("judged from memory, 20,000,000 records", "%.1f M records/s", 1e3 / of("judge.20M"), "≥ 10 M/s")
                + row("cost of a record at 20 M against 200 k", "%.2f", of("judge.20M") / of("judge.200k"), "≤ 1.3")
                + row(
                        "read from the file and judged, 2,000,000 records",
                        "%.1f M records/s",
                        1e3 / of("read.judge"),
                        "≥ 2 M/s")
                + row("read only", "%.1f M records/s", 1e3 / of("read"), "")
                + row("memory of history and judgement", "%.1f bytes a record", bytes, "≤ 64 bytes")
                + row("of it the history", "%.1f bytes a record", of("history.20M"), "")
                + row("the same if every record has a key of its own", "%.1f bytes a record", unique, "")
                + row("of it the history, keys included", "%.1f bytes a record", of("history.2M.unique"), "")
                + row("the file", "%.0f bytes a record", of("file.bytes"), "")
                + row(
                        "judged and written as a page, " + number(of("report.events")) + " events",
                        "%.0f ms",
                        of("report.ms"),
                        "")
                + row("the same, the first in its JVM", "%.0f ms", of("report.first.ms"), "")
                + row("the page", "%,.0f kB", of("report.kb"), "")
                + row(
                        "produced by an injected producer against a plain one, 100 bytes",
                        "%.2f",
                        recording.ratio("INJECTED", 100, 1),
                        "≥ 0.95")
                + row("the same, 1,000 bytes", "%.2f", recording.ratio("INJECTED", 1000, 1), "≥ 0.95")
                + row(
                        "produced by a plain producer, recorded on the wire, 100 bytes",
                        "%.2f",
                        recording.ratio("WIRED", 100, 1),
                        "≥ 0.95")
                + row("the same, 1,000 bytes", "%.2f", recording.ratio("WIRED", 1000, 1), "≥ 0.95");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String row(String what, String format, double value, String goal) {
        return "| " + what + " | " + String.format(Locale.ROOT, format, value) + " | " + goal + " |\n";
    }

    String markdown() {
        return """
                # Benchmarks of verdicts

                Written by `mvn -B -Pbenchmarks verify -pl benchmarks/verdicts -am -DskipTests`; do not edit. Medians.

                %s
                %s; %s; load average %.1f before, %.1f after. Samples of each figure: %d; rounds of recording: %d.

                **A record** is four events: sent, acknowledged, handed to a group, found by the final read. Four producers send in
                bursts, under 10,000 keys, to six partitions; a group of two polls up to 500 at a time and commits; a fault moves a
                leader. Nothing is wrong, so every check goes through to the end: a broken history costs more, for its evidence.

                **Judged** is by everything that can be forbidden: all guarantees together, limits in time included. One thread, serial
                collector, its processor time; the second half of the rounds, in a JVM for each sample.

                **Memory.** What the history weighs is the heap used after it was recorded, less that before. What a judgement weighs is
                everything its thread allocates, garbage included: an upper bound. The JVM of the 20 M has a heap of 64 bytes a record
                and 96 MB for itself, young generation included, for recording and judging: it would not end otherwise. Keys are kept
                as text, once each, so the length of keys counts where there are many.

                **From the file**: read and judged by one thread, processor time; the file is in the page cache.

                **The page** is the report in HTML, as text in memory. How soon a browser paints it is a test's
                (`ReportPageTest`, in Chromium).

                ## Recording
                **How.** Three brokers of the embedded engine in the same JVM, three partitions, acks=all, the producer's defaults,
                keys of text; one cluster for all ways of producing, which take turns, another one first in each round. Processor
                time is that of the whole JVM: brokers, producers, collector. Against plain is the median of the rounds' ratios, above
                1 in favour of recording. *Header* is a plain producer whose application adds a header as long as our mark:
                what Kafka itself needs to write, send, check and store it. *Wrapped* is `trial.clients().wrap(producer)`, *injected*
                a producer that a test is given, *intercepted* one with the interceptor in its configuration; *on the wire* is a plain
                producer of a cluster of its own, whose doors write the history.

                %s
                At 100 bytes the goal of 0.95 is out of reach on this engine. A plain record takes some 2 µs of all threads together,
                and Kafka's own work on a header of 12 bytes is a tenth or more of that. In one profile of the same number of
                records (Java Flight Recorder, November 2026, 100 bytes, one producer, a busy machine) a plain producer had 268 samples, one with the
                bare header 307, a wrapped one 415. Of the 147 between, the header is 39; the thread that gets the answers has 49
                more than with the header (the object of the send comes from the other core, the clock is read, an entry is written), the
                thread that sends 25 (a copy of the record, the mark, the clock, an entry). Encoding the two events was 11 %% of all
                samples of a wrapped producer in a second profile, much of it finding the key's number. Without any header, and
                with the rest as it is, the ratio would be 0.71. Identities without a header, by place and by the producer's own
                sequence numbers, were thought through and left: a place names another record after a truncation, sequences begin
                anew with each epoch, producers need not be idempotent, and only brokers of our own could tell them. Where
                the client may not pay at all, record on the wire ([recording](recording.md)): the brokers pay then, for they open every
                batch, and here they share the processors with the client.

                **Consumers** read the same 200,000 records again and again, by `assign`. A plain one hardly looks at them;
                a recording one reads the mark, compares checksums, keeps who lay where for `Effects`, and writes an event.

                %s
                """
                .formatted(
                        table(),
                        at,
                        machine(),
                        loadBefore,
                        load(),
                        VerdictsMain.SAMPLES,
                        VerdictsMain.ROUNDS,
                        recording.produced(),
                        recording.consumed());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String machine() {
        String processor = "";
        try {
            processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException notLinux) {
            processor = System.getProperty("os.arch");
        }
        return Runtime.getRuntime().availableProcessors() + " × " + processor + ", Java " + Runtime.version();
    }
}
