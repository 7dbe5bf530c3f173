/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.recording.RecordingClients;
import io.kafkatrial.scenarios.recording.TrialInterceptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Applications that take their configuration from the test are on trial without a line of them changed. */
class ClientPropertiesTest {

    private static final String STRINGS = "org.apache.kafka.common.serialization.StringSerializer";

    @TempDir
    Path reports;

    /** Of the application's own. */
    public static final class Counting implements ProducerInterceptor<String, String> {
        static int sent;

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> sending) {
            sent++;
            return sending;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    @SuppressWarnings("NullAway") // the extension fills the fields
    static class Recorded {

        @ClientProperties
        Properties forAll;

        @Test
        @Delivers(AT_LEAST_ONCE)
        void ofAField() {
            send(new KafkaProducer<>(forAll, new StringSerializer(), new StringSerializer()));
        }

        @Test
        @Delivers(AT_LEAST_ONCE)
        void withAnInterceptorOfItsOwn(
                @ClientProperties
                        @ClientConfig(
                                name = "interceptor.classes",
                                value = "io.kafkatrial.junit.ClientPropertiesTest$Counting")
                        Map<String, Object> kafka) {
            send(new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer()));
            assertThat(Counting.sent).isPositive();
        }

        @Test
        @Delivers(EXACTLY_ONCE)
        void onceEvenByAClientThatRecordsAnyway(@ClientProperties Map<String, Object> kafka, RecordingClients clients) {
            kafka.put("key.serializer", STRINGS);
            kafka.put("value.serializer", STRINGS);
            send(clients.producer(kafka));
        }

        private static void send(Producer<String, String> producer) {
            try (producer) {
                producer.send(new ProducerRecord<>("orders", "ann", "bread"));
            }
        }
    }

    @Test
    void clientsMadeFromThemAreRecordedOnce() {
        EngineExecutionResults results = Runs.of(Recorded.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(3));
    }

    @KafkaCluster(brokers = 1)
    static class OnTheWire {
        static final List<Object> GIVEN = new ArrayList<>();

        @Test
        void keepsTheConfiguration(@ClientProperties Map<String, Object> kafka) {
            GIVEN.add(kafka);
        }
    }

    @Test
    void onTheWireNoInterceptorRecordsASecondTime() {
        System.setProperty("trial.record", "wire");
        try {
            Runs.of(OnTheWire.class, reports);
        } finally {
            System.clearProperty("trial.record");
        }

        assertThat(OnTheWire.GIVEN).hasSize(1);
        assertThat(OnTheWire.GIVEN.toString())
                .contains("bootstrap.servers")
                .doesNotContain(TrialInterceptor.class.getName());
    }

    @KafkaCluster(brokers = 1)
    static class Refused {
        @Test
        void notAMap(@ClientProperties String text) {}
    }

    @Test
    void otherTypesAreRefusedWithTheWayOut() {
        EngineExecutionResults results = Runs.of(Refused.class, reports);

        assertThat(Runs.failures(results))
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains(
                        "@ClientProperties gives a Map<String, Object> or java.util.Properties, not java.lang.String");
    }
}
