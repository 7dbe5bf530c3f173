/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.recording.Effects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;

/** Faults of single requests by annotation, on the embedded engine. */
class OnRequestsTest {

    @TempDir
    Path reports;

    private static void send(Producer<String, String> producer, int count) {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>("orders", "order-" + i, "value-" + i));
            producer.flush();
        }
    }

    /** Book what comes until it has been quiet; gives back how often something came. */
    private static int book(Consumer<String, String> consumer, Effects effects, int atLeast) {
        consumer.subscribe(List.of("orders"));
        int came = 0;
        while (came < atLeast) {
            for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofMillis(50))) {
                effects.done(order);
                came++;
            }
        }
        return came;
    }

    @KafkaCluster(seed = 4711)
    @Topic(name = "orders")
    static class Retried {

        @Test
        @DropResponse(api = "Produce", to = "leader:orders-0", skip = 1)
        @Delivers(EXACTLY_ONCE)
        void withoutIdempotence(
                @ClientConfig(name = "enable.idempotence", value = "false") Producer<String, String> producer,
                Consumer<String, String> consumer,
                Effects effects) {
            send(producer, 5);
            book(consumer, effects, 6);
        }

        @Test
        @DropResponse(api = "Produce", to = "leader:orders-0", skip = 1)
        @Delivers(EXACTLY_ONCE)
        void withIdempotence(Producer<String, String> producer, Consumer<String, String> consumer, Effects effects) {
            send(producer, 5);
            book(consumer, effects, 5);
        }
    }

    @Test
    void lostAnswerIsADuplicateThatTheVerdictFindsUnlessTheProducerIsIdempotent() {
        // When
        EngineExecutionResults results = Runs.of(Retried.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
        assertThat(Runs.failures(results).get(0))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("withoutIdempotence")
                .hasMessageContaining("dropped the answers of 1 Produce request to broker")
                .hasMessageContaining("(leader of orders-0, epoch 0) at once")
                .hasMessageContaining("4711");
    }

    @KafkaCluster
    @Topic(name = "orders", partitions = 3)
    static class EveryKind {

        @Test
        @DropRequest(api = "Produce", topic = "orders")
        @FailRequest(api = "Produce", error = "NOT_LEADER_OR_FOLLOWER", to = "leader:orders-0", skip = 1)
        @DuplicateRequest(api = "Produce", to = "leader:orders-1", skip = 1)
        @Delivers(AT_LEAST_ONCE)
        void areSurvived(Producer<String, String> producer) {
            send(producer, 60);
        }

        /** What is held comes on after a time, in which a slow machine may have asked nothing. */
        @Test
        @HoldRequest(api = "Produce", to = "leader:orders-0", healAfter = "300ms")
        @HoldResponse(api = "Produce", to = "leader:orders-1", healAfter = "300ms")
        @Delivers(value = AT_LEAST_ONCE, allowVacuous = true)
        void holdingIsSurvived(Producer<String, String> producer) {
            send(producer, 30);
        }

        @Test
        @StaleMetadata(times = 1)
        @Delivers(AT_LEAST_ONCE)
        void oldMetadata(Producer<String, String> producer, Admin admin) throws Exception {
            send(producer, 5);
            for (int i = 0; i < 4; i++) {
                admin.describeTopics(List.of("orders")).allTopicNames().get();
            }
        }
    }

    @Test
    void everyKindFiresAndIsHealed() {
        EngineExecutionResults results = Runs.of(EveryKind.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(3));
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class BetweenBrokers {

        @Test
        @DropResponse(api = "Fetch", from = "followers:orders-0", to = "leader:orders-0")
        @Delivers(AT_LEAST_ONCE)
        void isPossible(Producer<String, String> producer) {
            send(producer, 5);
        }
    }

    @Test
    void requestsOfBrokersAreTouchedToo() {
        EngineExecutionResults results = Runs.of(BetweenBrokers.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class CodeOfBrokers {

        @Test
        @BrokerCodeFault(on = "brokers", at = "before-append", delay = "5ms")
        void isNotPossible() {}
    }

    @Test
    void whatTheEngineHasNoLeverForIsLeftToTheOther() {
        EngineExecutionResults results = Runs.of(CodeOfBrokers.class, reports);

        assertThat(results.testEvents().skipped().map(event -> event.getRequiredPayload(String.class)))
                .singleElement()
                .asString()
                .contains("engine embedded has no lever for [CODE]", "-Dtrial.engine=apache");
    }

    @KafkaCluster
    @Topic(name = "orders")
    static class Misspelt {

        @Test
        @FailRequest(api = "Produce", error = "NOT_LEADER")
        @Delivers(AT_LEAST_ONCE)
        void error(Producer<String, String> producer) {
            send(producer, 1);
        }
    }

    @Test
    void nameKafkaDoesNotHaveIsRefusedBeforeAnythingStarts() {
        assertThat(Runs.failures(Runs.of(Misspelt.class, reports)).get(0))
                .hasMessageContaining("on Misspelt.error: fault @FailRequest(Produce, to = brokers)")
                .hasMessageContaining("NOT_LEADER_OR_FOLLOWER");
    }
}
