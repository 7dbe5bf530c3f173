/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;

import io.kafkatrial.junit.ClientProperties;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What docs/recording.md shows of interceptors. */
// tag::properties
@KafkaCluster
@Topic(name = "orders", partitions = 3)
class OwnClientsTest {

    @Test
    @Delivers(AT_LEAST_ONCE)
    void everyOrderIsStored(@ClientProperties Map<String, Object> kafka) {
        new OrderService(kafka).order("ann", "bread");
    }

    /** Knows nothing of this test. */
    record OrderService(Map<String, Object> kafka) {
        void order(String customer, String what) {
            try (var producer = new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("orders", customer, what));
            }
        }
    }
}
// end::properties
