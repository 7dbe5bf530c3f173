/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Trial;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What docs/recording.md shows. */
class RecordingTest {

    @Test
    void anyClientIsRecordedByTheWire() {
        assertThat(wire()).isInstanceOf(Verdict.Pass.class);
    }

    private static Verdict wire() {
        // tag::wire
        try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 3).start();
                Trial trial = Trial.on(cluster, Recording.WIRE)) {
            application(cluster.bootstrapServers()); // in any language, in this process or another
            return Verdicts.of(Guarantee.AT_LEAST_ONCE, trial.conclude().history());
        }
        // end::wire
    }

    private static void application(String bootstrapServers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", "customer", "order"));
        }
    }

    @Test
    void aProducerMadeElsewhereIsWrapped() {
        try (Cluster cluster = Cluster.builder().brokers(1).topic("orders", 1).start();
                Trial trial = Trial.on(cluster)) {
            Map<String, Object> config = new HashMap<>(cluster.clientProperties());
            // tag::wrap
            try (Producer<String, String> own =
                    new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                Producer<String, String> recorded = trial.clients().wrap(own);
                recorded.send(new ProducerRecord<>("orders", "customer", "order"));
            }
            // end::wrap
            assertThat(Verdicts.of(Guarantee.AT_LEAST_ONCE, trial.conclude().history()))
                    .isInstanceOf(Verdict.Pass.class);
        }
    }
}
