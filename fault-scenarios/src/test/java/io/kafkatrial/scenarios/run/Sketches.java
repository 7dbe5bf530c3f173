/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;

/** Small scenarios, with a guarded half only, to try the running of many. */
public record Sketches(String name, Half guarded) implements Scenario {

    private static final UnaryOperator<ClusterBuilder> SHAPE =
            cluster -> cluster.brokers(1).topic("orders", 1, 1);

    /** Ends as it declares. */
    public static Scenario honest(String name) {
        return new Sketches(name, half(Expected.holds(Guarantee.AT_LEAST_ONCE)));
    }

    /** Declares a loss where nothing gets lost. */
    public static Scenario mistaken(String name) {
        return new Sketches(name, half(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    static Scenario working(String name, Half.Work work) {
        return new Sketches(name, half(Expected.holds(Guarantee.AT_LEAST_ONCE)).working(work));
    }

    static Scenario shaped(String name, UnaryOperator<ClusterBuilder> shape) {
        Half half = half(Expected.holds(Guarantee.AT_LEAST_ONCE));
        return new Sketches(name, new Half(half.configuration(), shape, half.plan(), half.work(), half.expected()));
    }

    /** Needs rules in the code of brokers. */
    static Scenario inCode(String name) {
        Half half = half(Expected.holds(Guarantee.AT_LEAST_ONCE));
        PlannedFault fault = new PlannedFault(
                "in code",
                new Fault.AtCodePoint(Target.parse("broker:1"), "replica-fetch", new CodeRule.Act.Halt()),
                Trigger.immediately());
        return new Sketches(
                name,
                new Half(
                        half.configuration(),
                        cluster -> SHAPE.apply(cluster).config(CodeRule.CONFIG, "true"),
                        Half.faults(fault),
                        half.work(),
                        half.expected()));
    }

    /** Waits for what never comes. */
    static Scenario hanging(String name) {
        return working(name, stage -> new CountDownLatch(1).await());
    }

    private static Half half(Expected expected) {
        return new Half("acks=all", SHAPE, Half.faults(), Sketches::send, List.of(expected));
    }

    static void send(Stage stage) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        Workload.send(producer, "orders", 0, 5);
        producer.flush();
    }

    @Override
    public Page page() {
        return Page.of(name, Chapter.REPLICATION, name.split("-"))
                .idea("It is tried whether a run of many works.")
                .fault("none")
                .advice("None.")
                .source("none");
    }

    @Override
    public Half dangerous() {
        throw new UnsupportedOperationException(name + " has a guarded half only");
    }

    @Override
    public Set<Side> sides() {
        return Set.of(Side.GUARDED);
    }
}
