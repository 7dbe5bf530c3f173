/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The leader of a partition is killed while sends are in flight, and nothing is lost: with
 * {@code acks=all} a record is acknowledged only when every in-sync replica has it, so whichever of them
 * leads next has it too. Sends without an answer are retried by the producer; being idempotent, it stores
 * none twice and keeps their order.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class LeaderCrashAcksAll implements Scenario {

    private static final String TOPIC = "orders";
    private static final String CRASH = "crash of the leader";

    @Override
    public Page page() {
        return new Page(
                "leader-crash-acks-all",
                "A record acknowledged under acks=all is on every in-sync replica, so the death of the leader loses"
                        + " none; the idempotent producer's retries neither double nor reorder.",
                "acks=all, enable.idempotence=true (both the defaults since Kafka 3.0), replication.factor=3,"
                        + " min.insync.replicas=2",
                "the leader of the partition is killed after 100 acknowledged records, with sends in flight",
                "Nothing: this is the configuration to have.",
                "Kafka documentation, Design, Replication; KIP-98; KIP-679");
    }

    @Override
    public List<Expected> expected() {
        return List.of(
                Expected.holds(Guarantee.AT_LEAST_ONCE),
                Expected.holds(Guarantee.EXACTLY_ONCE),
                Expected.holds(Guarantee.ORDERED_PER_KEY));
    }

    @Override
    public ClusterBuilder shape(ClusterBuilder cluster) {
        return cluster.brokers(3).topic(TOPIC, 1, 3);
    }

    @Override
    public Plan plan(long seed) {
        Fault crash = new Fault.CrashBroker(Target.leaderOf(TOPIC + "-0"), Optional.empty());
        return Plan.of(seed, CRASH, crash, Trigger.acks(100, TOPIC));
    }

    @Override
    public void run(Stage stage) {
        Producer<String, String> producer =
                stage.clients().producer(Workload.producer("acks", "all", "enable.idempotence", "true"));
        Workload.send(producer, TOPIC, 0, 300);
        stage.awaitFired(CRASH);
        Workload.send(producer, TOPIC, 300, 500);
        producer.flush();
    }
}
