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
import java.util.stream.Collectors;

/**
 * Where and when it was measured, and how it is told.
 *
 * @param loadBefore the load average of the last minute when it began: more than 0 is others at work
 */
record Report(Instant at, double loadBefore, String machine) {

    static Report begin() {
        return new Report(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES), load(), thisMachine());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String thisMachine() {
        return Runtime.getRuntime().availableProcessors() + " × " + processor() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + Runtime.version();
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("processor unknown");
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    String table(List<Figure> figures) {
        String rows = figures.stream().map(Figure::row).collect(Collectors.joining("\n"));
        return """
                | three brokers and a controller | Apache Kafka's kit | Kafka Trial | ratio | goal |
                |---|---|---|---|---|
                """
                + rows + "\n";
    }

    String markdown(List<Figure> figures) {
        return String.format(
                Locale.ROOT,
                """
                # Benchmarks

                Written by `mvn -B -Pbenchmarks verify -pl benchmarks/compare -am -DskipTests`; do not edit. Medians (least–most).

                %s
                %s; %s; load average %.1f before, %.1f after.

                **Who.** Kafka Trial's embedded engine from the packaged `kafka-trial-core` (relocated Kafka 4.4.0), and Apache
                Kafka's own `kafka-test-common-runtime` 4.3.1 (`KafkaClusterTestKit`, isolated roles); three brokers and one
                controller each, kafka-clients 4.3.1 with their defaults, `min.insync.replicas` 2, `-Xmx2g`, no other JVM option.
                The kit writes to files in the temporary directory; Kafka Trial keeps logs in memory, as it always does.

                **How.** In turns, A B A B, each in a JVM and with a class path of its own. *Warm*: two JVMs, each waiting while
                the other measures; the first %s rounds are not counted. *Fresh*: a new JVM for each sample, after one that
                warms the file cache. *Threads*: those alive after the first ack and not before the start, without threads whose
                name says that a producer or admin client owns them. *Produce*: one producer, as many records unmeasured
                before. *Join*: four consumers begin to poll at once, each on its thread; median of three groups after one
                unmeasured, coordinators there; over when each has its two partitions. *Commits*: `commitSync` in a loop for
                three seconds, after one and a half unmeasured. *Transactions*: one producer, a tenth as many unmeasured; the
                same client and the second protocol on both sides. The kit's time passes between its brokers, not in the client
                (whose `retry.backoff.ms` changes nothing): a leader that adds its partition while the last transaction's markers
                are written, or while another leader adds one, is told CONCURRENT_TRANSACTIONS and asks again every
                `add.partitions.to.txn.retry.backoff.ms` (20); with 1 there the kit needs a third. Ours waits for the event.
                *Crash*: half a second of acknowledged sends, `crash()`, then a send; the kit has no crash.
                The samples are in `benchmarks/compare/target/benchmarks.json`.
                """,
                table(figures),
                at,
                machine,
                loadBefore,
                load(),
                "10");
    }

    String json(List<Figure> figures) {
        String rows = figures.stream().map(Figure::json).collect(Collectors.joining(",\n"));
        return """
                {
                  "at": "%s",
                  "machine": "%s",
                  "load": %s,
                  "figures": [
                %s
                  ]
                }
                """
                .formatted(at, machine, loadBefore, rows);
    }
}
