/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Where and when it was measured, and how it is told.
 *
 * @param rounds how many samples most rows have
 * @param loadBefore the load average of the last minute when it began: more than 0 is others at work
 */
record Report(Instant at, int rounds, double loadBefore, String machine) {

    static Report begin(int rounds) {
        return new Report(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES), rounds, load(), thisMachine());
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

    String markdown(Figures figures) {
        return String.format(
                Locale.ROOT,
                """
                # Benchmarks

                Written by `mvn -B -Pbenchmarks verify -pl benchmarks/compare -am -DskipTests`; do not edit. Medians (least–most);
                the ratio is that of Kafka Trial's embedded engine to the best of the three peers, if no other is named.

                ![warm cycle](images/benchmark-warm.svg)
                ![produce](images/benchmark-produce.100.1.none.svg)
                ![latency](images/benchmark-latency.100.1.p99.svg)

                %s
                %s; %s; load average %.1f before, %.1f after. Samples of each row: %d; of the warm cycle 20, of crashes twice as many.

                ## Who
                Three brokers each, kafka-clients 4.3.1 with its defaults (spring-kafka-test 4.1.1 its own 4.2.1: it does not run
                with the kit of 4.3), `acks=all`, RF 3, `min.insync.replicas` 2, `-Xmx3g`, no other JVM option, nothing logged.

                | | from | controllers | keeps records |
                |---|---|---|---|
                | Apache Kafka's kit | `kafka-test-common-runtime` 4.3.1, `KafkaClusterTestKit` | one, apart | in files |
                | spring-kafka-test | 4.1.1, `EmbeddedKafkaKraftBroker` | every broker is one | in files |
                | Kroxylicious in-VM | `testing-impl` 0.15.0, `InVMKafkaCluster` | one broker is it | in files |
                | Kafka Trial, `apache` | Apache Kafka 4.3.1 in JVMs of its own, behind a proxy | one, apart | in files |
                | Kafka Trial, `embedded` | the packaged `kafka-trial-core` (relocated Kafka 4.4.0) | one, apart | in memory, as always |

                ## How
                In turns, A B C A B C, each in JVMs and with a class path of its own; a JVM that waits for its turn is idle. Who takes
                more than 90 s for a row, 30 of them unmeasured, is asked no more for it, and who does not answer within 120 s has no
                figure there; who misses three in a row is asked no more. A JVM with spring-kafka-test is ended as it is after each row but *warm*:
                the shutdown of three nodes that are all controllers can take minutes (KAFKA-14287). A dash: not measured, or
                impossible there.

                *Fresh*: a new JVM for each sample, after one that warms the file cache. *Warm*: after twenty rounds not counted.
                *Crash*: half a second of acknowledged sends, the crash of the leader, then a send. Kroxylicious stops the broker
                (`ABRUPT`), which still tells the controller: no peer can crash a broker, so ours is set against Apache Kafka in JVMs
                that are killed, with the short sessions of the apache engine and with Kafka's own. *Produce*, *transactions*: six
                partitions, as many records unmeasured before, for throughput is of code that is compiled: 1,500,000 of 100 B, 300,000
                of 1,000 B, a million with lz4; values half chance, half zeros. *Send to ack*: 10,000 records one at a time, of
                eight producers 5,000 each, `linger.ms` 0. *Consumed*: 3,000,000 of 100 B or 500,000 of 1,000 B by four groups, the
                last is measured, from the first record to the last. *Fault runs*: in JVMs of their own. *Join*: consumers
                begin to poll at once, each on its thread; median of three groups after one unmeasured; over when each has its two
                partitions. *Commits*: `commitSync` in a loop for three seconds, after one and a half unmeasured. *Small transactions*:
                one producer, a tenth as many unmeasured; the peers' time passes between their brokers, who answer
                CONCURRENT_TRANSACTIONS while the markers of the last one are written, and ask again every
                `add.partitions.to.txn.retry.backoff.ms` (20). *Threads, memory, files*: of the JVM that runs clients and cluster, and
                of its children. All samples are in `benchmarks/compare/target/benchmarks.json`.
                """,
                figures.tables(),
                at,
                machine,
                loadBefore,
                load(),
                rounds);
    }

    String json(Samples samples) {
        return """
                {
                  "at": "%s",
                  "machine": "%s",
                  "load": %s,
                  "samples": %s
                }
                """
                .formatted(at, machine, loadBefore, samples.json());
    }
}
