/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import io.kafkatrial.Cluster;
import io.kafkatrial.ClusterPool;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The figures of the engine that runs Apache Kafka: starts beside nodes started by hand, fail-over, fault runs. */
final class ApacheMain {

    private static final int RUNS = 12;
    private static final int WARM = 2;

    private ApacheMain() {}

    public static void main(String[] args) throws Exception {
        int samples = Integer.parseInt(args[1]);
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        String load = Files.readString(Path.of("/proc/loadavg")).strip();
        for (int i = -1; i < samples; i++) {
            double byHand =
                    BareNodes.readyInMs(Files.readString(Path.of(args[0])).strip());
            double byEngine = startInMs();
            if (i >= 0) {
                bare.add(byHand);
                ours.add(byEngine);
            }
        }
        List<Double> failover = failover(2 * samples);
        double perMinute = faultRuns();
        String text = report(bare, ours, failover, perMinute) + "\nLoad average before: " + load + "; "
                + Instant.now() + ", Java " + System.getProperty("java.vm.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors.\n";
        System.out.println(text);
        Files.writeString(Path.of(args[2]), text);
    }

    private static double startInMs() {
        long begin = System.nanoTime();
        Cluster cluster = Cluster.builder()
                .engine("apache")
                .kafkaVersion("4.3.1")
                .brokers(3)
                .controllers(3)
                .combined(true)
                .start();
        double took = (System.nanoTime() - begin) / 1e6;
        cluster.close();
        return took;
    }

    private static List<Double> failover(int times) throws ExecutionException, InterruptedException {
        List<Double> samples = new ArrayList<>();
        try (Cluster cluster = Cluster.builder()
                        .engine("apache")
                        .kafkaVersion("4.3.1")
                        .brokers(3)
                        .topic("orders", 1)
                        .start();
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = 0; i < times; i++) {
                producer.send(new ProducerRecord<>("orders", "before")).get();
                int leader = cluster.leaderOf("orders-0").id();
                long begin = System.nanoTime();
                cluster.broker(leader).crash();
                producer.send(new ProducerRecord<>("orders", "after")).get();
                samples.add((System.nanoTime() - begin) / 1e6);
                cluster.heal();
            }
        }
        return samples;
    }

    private static double faultRuns() throws Exception {
        ScenarioRunner runner = new ScenarioRunner(Optional.of("apache"), OptionalLong.of(42));
        try (ClusterPool pool = new ClusterPool(1)) {
            long begin = 0;
            for (int i = 0; i < WARM + RUNS; i++) {
                if (i == WARM) {
                    begin = System.nanoTime();
                }
                ScenarioResult result = runner.run(Scenarios.named("leader-crash"), Side.GUARDED, pool);
                if (!result.differences().isEmpty()) {
                    throw new IllegalStateException(result.differences().toString());
                }
            }
            return RUNS * 60e9 / (System.nanoTime() - begin);
        }
    }

    private static String report(List<Double> bare, List<Double> ours, List<Double> failover, double perMinute) {
        double ratio = median(ours) / median(bare);
        return String.join(
                "\n",
                "# Benchmarks of the apache engine",
                "",
                "Written by `mvn -B -Pbenchmarks verify -pl benchmarks/apache -am -DskipTests`; do not edit. Kafka 4.3.1,"
                        + " medians (least–most).",
                "",
                "| what | figure | goal |",
                "|---|---|---|",
                "| three `kafka.Kafka` JVMs started by hand, formatted before: all started | " + inMs(bare) + " | |",
                "| engine `apache`, the same three, warm cache: from the spec to a healthy cluster | " + inMs(ours)
                        + " | |",
                "| ratio of the two | **" + String.format("%.2f", ratio) + "** | ≤ 1.6 |",
                "| kill -9 of a leader to the first ack by the next | " + inMs(failover) + " | ≤ 2,500 ms |",
                "| complete fault runs a minute on a warm pool (leader-crash, guarded) | **"
                        + String.format("%.1f", perMinute) + "** | ≥ 6 |",
                "");
    }

    private static String inMs(List<Double> samples) {
        return String.format(
                "**%,.0f** ms (%,.0f–%,.0f)", median(samples), Collections.min(samples), Collections.max(samples));
    }

    private static double median(List<Double> samples) {
        List<Double> sorted = new ArrayList<>(samples);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
