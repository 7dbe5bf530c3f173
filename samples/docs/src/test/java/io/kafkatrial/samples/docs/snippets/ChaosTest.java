/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.chaos.Load;
import io.kafkatrial.chaos.Search;
import io.kafkatrial.junit.Chaos;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.scenarios.chaos.ChaosResult;
import io.kafkatrial.scenarios.chaos.ChaosRunner;
import io.kafkatrial.scenarios.chaos.Orders;
import io.kafkatrial.scenarios.recording.Effects;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What docs/chaos.md shows. */
// tag::chaos
@KafkaCluster(brokers = 3)
@Topic(name = "orders", partitions = 3)
class ChaosTest {

    @Chaos(runs = 3, records = 300)
    @Delivers(EXACTLY_ONCE)
    void everyOrderIsBookedOnce(
            Producer<String, String> producer, Consumer<String, String> consumer, Effects effects, Load load) {
        for (int n = 0; n < load.records(); n++) {
            producer.send(new ProducerRecord<>("orders", "customer-" + n % load.keys(), "order-" + n));
        }
        consumer.subscribe(List.of("orders"));
        for (int booked = 0; booked < load.records(); ) {
            for (var order : consumer.poll(Duration.ofMillis(100))) {
                booked += effects.once(order) ? 1 : 0;
            }
        }
    }
    // end::chaos

    @Test
    void chaosRunsWithoutAnnotationsToo() throws Exception {
        // tag::runner
        Search.Limits limits = new Search.Limits(4, 5, Duration.ofMinutes(2)); // runs, repeats, budget
        ChaosResult result = new ChaosRunner(limits).run(new Orders(), 42);

        assertThat(result.finding()).isEmpty();
        // end::runner
    }
}
