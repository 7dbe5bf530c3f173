/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import com.sun.management.OperatingSystemMXBean;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.lang.management.ManagementFactory;
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
 * <p>Arguments: rounds (101), records in each (30,000), bytes of each (100).
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

    /** Measure. */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 101;
        int records = args.length > 1 ? Integer.parseInt(args[1]) : 30_000;
        byte[] value = new byte[args.length > 2 ? Integer.parseInt(args[2]) : 100];
        List<Round> with = new ArrayList<>();
        List<Round> without = new ArrayList<>();
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
                    with.add(first ? one : other);
                    without.add(first ? other : one);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "with %,.0f records/s, without %,.0f records/s, median of ratios %.3f;"
                        + " CPU with %,.0f ns a record, without %,.0f ns, ratio %.3f; %d rounds, %d events%n",
                median(with, Round::rate),
                median(without, Round::rate),
                ratio(with, without, Round::rate),
                cpuNanos(with),
                cpuNanos(without),
                cpuNanos(without) / cpuNanos(with),
                rounds,
                events.sum());
        System.exit(0);
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
