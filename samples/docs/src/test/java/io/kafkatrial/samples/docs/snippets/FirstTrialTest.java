/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

// tag::imports
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.Guarantee.ORDERED_PER_KEY;

import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import io.kafkatrial.scenarios.recording.Effects;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

// end::imports

// tag::first
@KafkaCluster(brokers = 3) // replication factor 3, min.insync.replicas 2
@Topic(name = "orders", partitions = 3)
class FirstTrialTest {

    @Test
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 500), restartAfter = "1s")
    @Delivers({EXACTLY_ONCE, ORDERED_PER_KEY})
    void everyOrderIsBookedOnceThoughTheLeaderDies(
            Producer<String, String> producer, Consumer<String, String> consumer, Effects effects) {
        for (int n = 0; n < 2_000; n++) {
            producer.send(new ProducerRecord<>("orders", "customer-" + n % 7, "order-" + n));
        }
        consumer.subscribe(List.of("orders"));
        for (int booked = 0; booked < 2_000; ) {
            for (var order : consumer.poll(Duration.ofMillis(100))) {
                booked += effects.once(order) ? 1 : 0; // here your application books it, once
            }
        }
    }
}
// end::first
