/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import com.sun.management.OperatingSystemMXBean;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures what the machinery of faults costs while no fault is active: records a second that one idempotent producer
 * has acknowledged by all of three brokers, of a cluster with the tables of requests and links and the listeners of
 * events, and of one without, in turn. Prints medians of the rates, and of the CPU time of a record, which other work on
 * the machine disturbs less. In the engine's package, because nobody else has a use for a cluster without.
 *
 * <p>Arguments: where the page goes; rounds (101), records in each (30,000), bytes of each (100), runs (3).
 */
public final class IdleCostMain {

    private static final int UNMEASURED = 6;

    private IdleCostMain() {}

    /**
     * What one round took.
     *
     * @param rate records a second
     * @param cpuNanos of all threads of this JVM, for each record
     */
    private record Round(double rate, double cpuNanos) {}

    /** All rounds of both clusters, in pairs. */
    private record Run(List<Round> with, List<Round> without) {
        double rates() {
            return ratio(with, without, Round::rate);
        }

        double processor() {
            return cpuNanos(without) / cpuNanos(with);
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %,.0f | %,.0f | **%.3f** | %,.0f ns | %,.0f ns | **%.3f** |%n",
                    median(with, Round::rate),
                    median(without, Round::rate),
                    rates(),
                    cpuNanos(with),
                    cpuNanos(without),
                    processor());
        }
    }

    /** Measure. */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 101;
        int records = args.length > 2 ? Integer.parseInt(args[2]) : 30_000;
        byte[] value = new byte[args.length > 3 ? Integer.parseInt(args[3]) : 100];
        double loadBefore = load();
        List<Run> runs = new ArrayList<>();
        for (int run = 0; run < (args.length > 4 ? Integer.parseInt(args[4]) : 3); run++) {
            runs.add(run(rounds, records, value));
        }
        String page = page(runs, String.format(Locale.ROOT, "%,d", records), rounds, value.length)
                + String.format(
                        Locale.ROOT,
                        "%n%s; %d processors, Java %s; load average %.1f before, %.1f after, all that ran there included.%n",
                        Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        loadBefore,
                        load());
        System.out.println(page);
        Files.writeString(Path.of(args[0]), page);
        System.exit(0);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static Run run(int rounds, int records, byte[] value) {
        Run run = new Run(new ArrayList<>(), new ArrayList<>());
        LongAdder events = new LongAdder();
        try (RunningCluster full = EmbeddedCluster.start(spec());
                RunningCluster bare = EmbeddedCluster.startWithoutFaults(spec());
                KafkaProducer<byte[], byte[]> toFull = producer(full);
                KafkaProducer<byte[], byte[]> toBare = producer(bare)) {
            full.listen(event -> events.increment());
            for (int round = 0; round < UNMEASURED + rounds; round++) {
                boolean first = round % 2 == 0;
                Round one = round(first ? toFull : toBare, records, value);
                Round other = round(first ? toBare : toFull, records, value);
                if (round >= UNMEASURED) {
                    run.with.add(first ? one : other);
                    run.without.add(first ? other : one);
                }
            }
        }
        if (events.sum() == 0) {
            throw new IllegalStateException("the cluster with listeners told them nothing");
        }
        return run;
    }

    private static String page(List<Run> runs, String records, int rounds, int bytes) {
        StringBuilder rows = new StringBuilder();
        runs.forEach(run -> rows.append(run.row()));
        double[] rates = runs.stream().mapToDouble(Run::rates).sorted().toArray();
        double[] processor = runs.stream().mapToDouble(Run::processor).sorted().toArray();
        return """
                # What faults cost

                Written by `mvn -B -Pbenchmarks verify -pl benchmarks/trial -am -DskipTests -Didle.skip=false`; do not edit.

                ## The machinery while no fault is active
                Records a second that one idempotent producer has acknowledged by all of three replicas on the embedded engine, with the
                tables of single requests and links and the listeners of events, and without the table of requests and the events of acks;
                both clusters in one JVM, one round each in turn, %d bytes a record, %s records a round, %d pairs of rounds in a run.

                | with, median | without, median | median of the ratios | processor time of a record with | without | ratio |
                |---|---|---|---|---|---|
                %s
                Goal: at least 0.97 of without. Of %d runs the middle one has %.3f by rate and %.3f by processor time. That is the whole
                JVM's, the producers' included; its ratio is without to with, above 1 in favour of the cluster with the machinery. What
                other work the machine has meanwhile shifts single rounds by half and runs by hundredths, to either side: what the rows
                differ by among each other, the machinery does not cost.
                """
                .formatted(
                        bytes,
                        records,
                        rounds,
                        rows,
                        runs.size(),
                        rates[rates.length / 2],
                        processor[processor.length / 2]);
    }

    private static ClusterSpec spec() {
        return new ClusterSpec(
                3,
                1,
                List.of(new TopicSpec(
                        "orders",
                        1,
                        OptionalInt.empty(),
                        Map.of("retention.bytes", "20000000", "segment.bytes", "4000000"))),
                Map.of("log.retention.check.interval.ms", "500"),
                Map.of(),
                OptionalInt.empty(),
                11);
    }

    private static KafkaProducer<byte[], byte[]> producer(RunningCluster cluster) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static Round round(KafkaProducer<byte[], byte[]> producer, int records, byte[] value) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = System.nanoTime();
        long cpuBefore = system.getProcessCpuTime();
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>("orders", 0, null, value));
        }
        producer.flush();
        long cpu = system.getProcessCpuTime() - cpuBefore;
        return new Round(records * 1e9 / (System.nanoTime() - before), (double) cpu / records);
    }

    private static double median(List<Round> all, ToDoubleFunction<Round> what) {
        return all.stream().mapToDouble(what).sorted().toArray()[all.size() / 2];
    }

    /** Of all rounds together: the clock of it is coarse. */
    private static double cpuNanos(List<Round> all) {
        return all.stream().mapToDouble(Round::cpuNanos).average().orElseThrow();
    }

    private static double ratio(List<Round> these, List<Round> those, ToDoubleFunction<Round> what) {
        double[] ratios = new double[these.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = what.applyAsDouble(these.get(i)) / what.applyAsDouble(those.get(i));
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }
}
