/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.recording.Effects;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What is injected, where, with which serdes; and what is refused with which words. */
class InjectionTest {

    @TempDir
    Path reports;

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface OrdersCluster {}

    @OrdersCluster
    @SuppressWarnings("NullAway") // the extension fills the fields
    static class Everything {

        @FromCluster
        static Cluster shared;

        @FromCluster
        Producer<UUID, Long> producer;

        @BootstrapServers
        String servers;

        @FromCluster
        Effects kept = null;

        String untouched;

        @BeforeAll
        static void seed(Cluster cluster, Producer<UUID, Long> unrecorded) throws Exception {
            assertThat(cluster).isSameAs(shared);
            unrecorded.send(new ProducerRecord<>("orders", new UUID(1, 2), 7L)).get();
        }

        @BeforeEach
        void sameClusterAsTheTest(Cluster cluster) {
            assertThat(cluster).isSameAs(shared);
        }

        @Test
        void all(
                Cluster cluster,
                Admin admin,
                RecordingConsumer<UUID, Long> consumer,
                Producer<Integer, ByteBuffer> buffers,
                Producer<Short, Double> numbers,
                @BootstrapServers String bootstrap,
                @ClientConfig(name = "value.deserializer", value = CUSTOM) Consumer<byte[], Object> own)
                throws Exception {
            assertThat(servers).isEqualTo(bootstrap).isEqualTo(cluster.bootstrapServers());
            assertThat(untouched).isNull();
            assertThat(kept).isNotNull();
            assertThat(admin.listTopics().names().get()).contains("orders");
            producer.send(new ProducerRecord<>("orders", new UUID(3, 4), 8L)).get();
            consumer.subscribe(List.of("orders"));
            int seen = 0;
            while (seen < 2) {
                for (var record : consumer.poll(Duration.ofMillis(50))) {
                    assertThat(record.headers()).isEmpty();
                    seen++;
                }
            }
        }

        private static final String CUSTOM = "org.apache.kafka.common.serialization.StringDeserializer";

        @Nested
        class Inside {
            @Test
            void usesTheOuterCluster(Cluster cluster) {
                assertThat(cluster).isSameAs(shared);
            }
        }
    }

    @OrdersCluster
    static class Outer {

        @Test
        void usesItsOwn(Cluster cluster) {
            assertThat(cluster.brokers()).hasSize(1);
        }

        @Nested
        @KafkaCluster(brokers = 2)
        class WithItsOwn {
            @Test
            void usesTheNearest(Cluster cluster) {
                assertThat(cluster.brokers()).hasSize(2);
            }
        }
    }

    @Test
    void nearestClusterCounts() {
        Runs.of(Outer.class, reports).testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void everythingIsInjectedByType() {
        // When
        EngineExecutionResults results = Runs.of(Everything.class, reports);

        // Then
        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @OrdersCluster
    static class Sharing {

        @Test
        @Delivers(Guarantee.EXACTLY_ONCE)
        void accepted(Producer<String, Long> producer, ShareConsumer<String, Long> worker) throws Exception {
            work(producer, worker, 2);
        }

        @Test
        @Delivers(Guarantee.EXACTLY_ONCE)
        void notAll(Producer<String, Long> producer, ShareConsumer<String, Long> worker) throws Exception {
            work(producer, worker, 1);
            producer.send(new ProducerRecord<>("orders", 3L)).get();
        }

        @Test
        void concrete(KafkaShareConsumer<String, Long> worker) {}

        private static void work(Producer<String, Long> producer, ShareConsumer<String, Long> worker, int records)
                throws Exception {
            for (long number = 0; number < records; number++) {
                producer.send(new ProducerRecord<>("orders", number)).get();
            }
            worker.subscribe(List.of("orders"));
            for (int seen = 0; seen < records; ) {
                seen += worker.poll(Duration.ofMillis(50)).count();
            }
            worker.commitSync();
        }
    }

    @Test
    void shareConsumersAreInjectedAndRecorded() {
        // When
        EngineExecutionResults results = Runs.of(Sharing.class, reports);

        // Then
        assertThat(Runs.failures(results))
                .extracting(Throwable::getMessage)
                .hasSize(2)
                .anySatisfy(message -> assertThat(message).contains("1 missed delivery"))
                .anySatisfy(message -> assertThat(message)
                        .contains("KafkaShareConsumer is a class")
                        .contains("Declare ShareConsumer<K, V>"));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(2));
    }

    record Money(long cents) {}

    @OrdersCluster
    static class Refused {

        @Test
        void unknownType(Producer<String, Money> producer) {}

        @Test
        @SuppressWarnings("rawtypes")
        void rawType(Consumer consumer) {}

        @Test
        void concrete(KafkaProducer<String, String> producer) {}

        @Test
        void notAString(@BootstrapServers Integer port) {}
    }

    @Test
    void whatCannotBeInjectedIsRefusedWithTheWayOut() {
        // When
        EngineExecutionResults results = Runs.of(Refused.class, reports);

        // Then
        assertThat(Runs.failures(results)).hasSize(4);
        assertThat(Runs.failures(results)).extracting(Throwable::getMessage).anySatisfy(message -> assertThat(message)
                .contains("no value.serializer for " + Money.class.getName())
                .contains("String, Integer, Long")
                .contains("@ClientConfig(name = \"value.serializer\""));
        assertThat(Runs.failures(results)).extracting(Throwable::getMessage).anySatisfy(message -> assertThat(message)
                .contains("without type arguments its key.deserializer is not known"));
        assertThat(Runs.failures(results)).extracting(Throwable::getMessage).anySatisfy(message -> assertThat(message)
                .contains("KafkaProducer is a class")
                .contains("Declare Producer<K, V>"));
        assertThat(Runs.failures(results)).extracting(Throwable::getMessage).anySatisfy(message -> assertThat(message)
                .contains("@BootstrapServers gives a String, not java.lang.Integer"));
    }

    @OrdersCluster
    static class EffectsOfTheClass {

        @BeforeAll
        static void before(Effects effects) {}

        @Test
        void test() {}
    }

    @Test
    void effectsOfAClassAreRefused() {
        assertThat(Runs.onlyFailure(Runs.of(EffectsOfTheClass.class, reports)))
                .contains("parameter Effects effects of EffectsOfTheClass.before")
                .contains("effects belong to one test");
    }

    @OrdersCluster
    static class InTheConstructor {

        InTheConstructor(Producer<String, String> producer) {}

        @Test
        void test() {}
    }

    @Test
    void clientInAConstructorIsRefused() {
        assertThat(Runs.onlyFailure(Runs.of(InTheConstructor.class, reports)))
                .contains("a constructor does not belong to one test");
    }

    @KafkaCluster(brokers = 2)
    @Topic(name = "made-on-attach", partitions = 2)
    static class Attachable {

        @Test
        void works(@BootstrapServers String servers, Admin admin) throws Exception {
            assertThat(admin.listTopics().names().get()).contains("made-on-attach");
        }

        @Test
        @CrashBroker(broker = 1)
        void faulty() {}

        @Test
        void wantsTheCluster(Cluster cluster) {}
    }

    @Test
    void attachedTestsUseTheGivenClusterAndSkipFaults() {
        try (Cluster other = Cluster.builder().brokers(1).start()) {
            // When
            EngineExecutionResults results =
                    Runs.of(Attachable.class, reports, Map.of("trial.bootstrap.servers", other.bootstrapServers()));

            // Then
            assertThat(Runs.onlyFailure(results))
                    .contains("attached to the cluster at " + other.bootstrapServers())
                    .contains("Use @BootstrapServers String");
            results.testEvents()
                    .assertStatistics(stats -> stats.succeeded(1).skipped(1).failed(1));
        }
    }
}
