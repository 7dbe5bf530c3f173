/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.report.HtmlReport;
import io.kafkatrial.report.ReportInput;
import io.kafkatrial.report.TextReport;
import io.kafkatrial.scenarios.Conclusion;
import io.kafkatrial.scenarios.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The order service on trial without JUnit, told as it happens: {@code mvn -B -Pdemo verify}.
 *
 * <p>The argument names the file of the HTML report. Ends with 1 if the verdict is not a pass.
 */
final class OrdersDemo {
    private final PrintStream out;
    private final Path report;

    private OrdersDemo(PrintStream out, Path report) {
        this.out = out;
        this.report = report;
    }

    public static void main(String[] args) throws IOException {
        Path report = Path.of(args.length > 0 ? args[0] : "target/demo.html").toAbsolutePath();
        System.exit(new OrdersDemo(System.out, report).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        out.println("Kafka Trial demo: three brokers, topic orders (3 partitions, 3 replicas), 1000 orders");
        long startedAt = System.nanoTime();
        try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 3).start();
                Trial trial = Trial.on(cluster)) {
            long readyMs = Duration.ofNanos(System.nanoTime() - startedAt).toMillis();
            out.printf("cluster ready in %d ms: %s%n", readyMs, cluster.bootstrapServers());
            cluster.running().listen(new Storyteller(out, "orders-0", cluster.partition("orders-0")));

            var crash = new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1)));
            trial.arm(Plan.of(cluster.spec().seed(), "crash", crash, Trigger.acks(500)));
            int booked = work(trial);
            out.printf("%d orders accepted and booked; healing the cluster, reading the log to its end%n", booked);
            return judge(cluster, trial.conclude());
        }
    }

    private static int work(Trial trial) {
        var orders = new OrderBatch(1_000);
        var ledger = new Ledger();
        var producer = trial.clients()
                .<String, String>producer(
                        Map.of("key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class));
        var consumer = trial.clients()
                .<String, String>consumer(Map.of(
                        "group.id",
                        "desk",
                        "enable.auto.commit",
                        false,
                        "key.deserializer",
                        StringDeserializer.class,
                        "value.deserializer",
                        StringDeserializer.class));
        var desk = new OrderDesk(consumer, ledger, trial.effects()::done);
        desk.open();
        var accepted = orders.submitTo(new OrderGateway(producer));
        while (!accepted.isDone() || ledger.orders() < orders.count()) {
            desk.work(Duration.ofMillis(50));
        }
        accepted.join();
        return ledger.orders();
    }

    private boolean judge(Cluster cluster, Conclusion conclusion) throws IOException {
        Verdict verdict = Verdicts.of(Guarantee.EXACTLY_ONCE, conclusion.history());
        var input = new ReportInput(
                "OrdersDemo",
                cluster.engine(),
                cluster.spec().seed(),
                "mvn -B -Pdemo verify",
                verdict,
                conclusion.history(),
                Optional.of(report));
        Files.createDirectories(report.getParent());
        Files.writeString(report, HtmlReport.render(input));
        out.println("verdict: " + TextReport.render(input));
        return verdict instanceof Verdict.Pass;
    }
}
