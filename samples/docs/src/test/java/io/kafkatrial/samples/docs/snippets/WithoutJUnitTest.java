/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Trial;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What README.md and docs/getting-started.md show for those without JUnit. */
class WithoutJUnitTest {

    @Test
    void aClusterIsBrokenByHand() {
        // tag::cluster
        try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 3).start()) {
            String servers = cluster.bootstrapServers(); // for any Kafka client
            cluster.leaderOf("orders-0").crash();
            // … your application goes on against the new leader …
            cluster.heal(); // the broker is back, and in sync
        }
        // end::cluster
    }

    @Test
    void aTrialEndsWithAVerdict() {
        Verdict verdict = trial();

        assertThat(verdict).isInstanceOf(Verdict.Pass.class);
    }

    private static Verdict trial() {
        // tag::trial
        try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 3).start();
                Trial trial = Trial.on(cluster)) {
            Fault crash = new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1)));
            trial.arm(Plan.of(cluster.spec().seed(), "crash", crash, Trigger.acks(500)));

            Producer<String, String> producer = trial.clients()
                    .producer(Map.of(
                            "key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class));
            for (int n = 0; n < 2_000; n++) {
                producer.send(new ProducerRecord<>("orders", "customer-" + n % 7, "order-" + n));
            }

            return Verdicts.of(Guarantee.EXACTLY_ONCE, trial.conclude().history());
        }
        // end::trial
    }
}
