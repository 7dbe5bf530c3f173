/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The trials that README.md and docs/faults.md show with JUnit, without it. */
final class DocumentedTrials {
    private static final String TOPIC = "orders";

    private DocumentedTrials() {}

    /** What runs, and what it is called. */
    record Titled(String title, Half half) {}

    static List<Titled> all() {
        Duration second = Duration.ofSeconds(1);
        Trigger soon = Trigger.acks(200, TOPIC);
        Target leader = Target.leaderOf("orders-0");
        Target followers = Target.followersOf("orders-0");
        return List.of(
                documented("readme-first-trial", List.of(
                        new PlannedFault("crash", new Fault.CrashBroker(leader, Optional.of(second)), Trigger.acks(500, TOPIC))), true),
                documented("docs-crash-leader", List.of(
                        new PlannedFault("crash", new Fault.CrashBroker(leader, Optional.of(Duration.ofMillis(500))), soon)), false),
                documented("docs-stop-leader", List.of(
                        new PlannedFault("stop", new Fault.StopBroker(leader, Optional.of(second)), soon)), false),
                documented("docs-freeze-then-crash", List.of(
                        new PlannedFault("freeze", new Fault.PauseBroker(leader, Optional.of(second)), soon),
                        new PlannedFault("crash", new Fault.CrashBroker(Target.followerOf("orders-1"), Optional.empty()), new Trigger.Following("freeze"))), false),
                documented("docs-cut-followers", List.of(
                        new PlannedFault("cut", new Fault.CutNetwork(leader, followers, true, Optional.of(second)), soon)), false),
                documented("docs-slow-network", List.of(
                        new PlannedFault("delay", new Fault.DelayNetwork(Target.parse("clients"), Target.parse("brokers"), false,
                                Duration.ofMillis(10), Duration.ofMillis(5), Optional.empty()), Trigger.immediately())), false));
    }

    /** Orders are sent, with faults on the way; with {@code booked} they are read and booked as well, each once. */
    private static Titled documented(String name, List<PlannedFault> faults, boolean booked) {
        Half half = new Half(
                "defaults",
                cluster -> cluster.brokers(3).topic(TOPIC, 3),
                seed -> new Plan(seed, faults),
                stage -> run(stage, faults, booked),
                booked
                        ? List.of(Expected.holds(Guarantee.EXACTLY_ONCE), Expected.holds(Guarantee.ORDERED_PER_KEY))
                        : List.of(Expected.holds(Guarantee.AT_LEAST_ONCE)));
        return new Titled(name, half);
    }

    private static void run(Stage stage, List<PlannedFault> faults, boolean booked) {
        int count = booked ? 2_000 : 1_000;
        Producer<String, String> producer = stage.clients().producer(Workload.producer());
        for (int n = 0; n < count; n++) {
            producer.send(new ProducerRecord<>(TOPIC, "customer-" + n % 7, "order-" + n));
        }
        producer.flush();
        stage.awaitFired(faults.get(faults.size() - 1).name());
        if (booked) {
            var consumer = stage.clients().<String, String>consumer(Workload.consumer("group.id", "booking", "auto.offset.reset", "earliest"));
            consumer.subscribe(List.of(TOPIC));
            for (int done = 0; done < count; ) {
                for (var order : consumer.poll(Workload.POLL)) {
                    done += stage.effects().once(order) ? 1 : 0;
                }
            }
        }
    }
}
