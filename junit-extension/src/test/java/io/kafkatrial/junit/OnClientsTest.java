/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.scenarios.clients.HandlerFailedException;
import io.kafkatrial.scenarios.recording.Effects;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Faults of clients by annotation, and the verdict that follows. */
class OnClientsTest {

    @TempDir
    Path reports;

    /** A member of group billing that commits by hand and has a short session. */
    @ClientConfig(name = "group.id", value = "billing")
    @ClientConfig(name = "enable.auto.commit", value = "false")
    @ClientConfig(name = "session.timeout.ms", value = "1000")
    @ClientConfig(name = "heartbeat.interval.ms", value = "200")
    @ClientConfig(name = "max.poll.interval.ms", value = "1000")
    @ClientConfig(name = "isolation.level", value = "read_committed")
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Biller {}

    private static void send(Producer<String, String> producer, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>("orders", "order-" + i, "value-" + i))
                    .get();
        }
    }

    /** Book what comes, commit after each poll, until so many were booked by all. */
    private static void book(Consumer<String, String> consumer, Effects effects, AtomicInteger booked, int enough) {
        consumer.subscribe(List.of("orders"));
        while (booked.get() < enough) {
            for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofMillis(50))) {
                effects.done(order);
                booked.incrementAndGet();
            }
            consumer.commitSync();
        }
    }

    /** Book on a thread of its own, as another instance of the application; it ends when its consumer is closed. */
    private static void heir(Consumer<String, String> consumer, Effects effects, AtomicInteger booked, int enough) {
        Thread heir = new Thread(() -> book(consumer, effects, booked, enough), "heir");
        heir.setDaemon(true);
        heir.start();
    }

    @KafkaCluster(brokers = 1, config = "group.min.session.timeout.ms=100")
    @Topic(name = "orders")
    static class Twins {

        @Test
        @ZombieClient(who = "producer:tills", when = @When(acks = 5))
        @Delivers(EXACTLY_ONCE)
        void zombieShowsNothing(
                @ClientConfig(name = "transactional.id", value = "tills") Producer<String, String> producer,
                @Biller Consumer<String, String> consumer,
                Effects effects)
                throws Exception {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 3);
            producer.commitTransaction();
            producer.beginTransaction();
            try {
                while (true) {
                    send(producer, 1);
                }
            } catch (ExecutionException | KafkaException fenced) {
                book(consumer, effects, new AtomicInteger(), 3);
            }
        }
    }

    @Test
    void fencedProducerShowsNothing() {
        EngineExecutionResults results = Runs.of(Twins.class, reports);

        assertThat(Runs.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @KafkaCluster(brokers = 1, config = "group.min.session.timeout.ms=100")
    @Topic(name = "orders")
    static class Zombies {

        @Test
        @PauseClient(who = "member:billing/1", at = ClientPoint.AFTER_RECORD, nth = 2, healAfter = "4s")
        @Delivers(EXACTLY_ONCE)
        void pausedAmongItsRecords(
                Producer<String, String> producer,
                @Biller Consumer<String, String> zombie,
                @Biller Consumer<String, String> heir,
                Effects effects)
                throws Exception {
            bookedTwice(producer, zombie, heir, effects);
        }

        @Test
        @SlowHandler(who = "member:billing/1", by = "4s", nth = 2)
        @Delivers(EXACTLY_ONCE)
        void slowerThanMaxPollInterval(
                Producer<String, String> producer,
                @Biller Consumer<String, String> zombie,
                @Biller Consumer<String, String> heir,
                Effects effects)
                throws Exception {
            bookedTwice(producer, zombie, heir, effects);
        }

        @Test
        @SlowHandler(who = "member:billing/1", by = "4s", nth = 2)
        @Delivers(AT_LEAST_ONCE)
        void butNothingIsLost(
                Producer<String, String> producer,
                @Biller Consumer<String, String> zombie,
                @Biller Consumer<String, String> heir,
                Effects effects)
                throws Exception {
            bookedTwice(producer, zombie, heir, effects);
        }

        private static void bookedTwice(
                Producer<String, String> producer,
                Consumer<String, String> zombie,
                Consumer<String, String> heir,
                Effects effects)
                throws Exception {
            send(producer, 4);
            AtomicInteger booked = new AtomicInteger();
            AtomicInteger again = new AtomicInteger();
            zombie.subscribe(List.of("orders"));
            while (booked.get() == 0) {
                for (ConsumerRecord<String, String> order : zombie.poll(Duration.ofMillis(50))) {
                    if (booked.incrementAndGet() == 1) {
                        heir(heir, effects, again, 4);
                    }
                    effects.done(order);
                }
            }
            while (again.get() < 4) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void zombieBooksASecondTimeAndTheVerdictFindsIt() {
        // When
        EngineExecutionResults results = Runs.of(Zombies.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(2));
        assertThat(Runs.failures(results))
                .anySatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("slowerThanMaxPollInterval")
                        .hasMessageContaining("4000 ms longer"))
                .anySatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("pausedAmongItsRecords")
                        .hasMessageContaining("stood still after record orders-0@"));
    }

    @KafkaCluster(brokers = 1, config = "group.min.session.timeout.ms=100")
    @Topic(name = "orders")
    static class Handlers {

        @Test
        @CrashClient(who = "member:billing/1", at = ClientPoint.BEFORE_RECORD, nth = 2)
        @Delivers(AT_LEAST_ONCE)
        void committedBeforeItWasBooked(
                Producer<String, String> producer,
                @Biller Consumer<String, String> first,
                @Biller Consumer<String, String> second,
                Effects effects)
                throws Exception {
            send(producer, 3);
            try {
                first.subscribe(List.of("orders"));
                while (true) {
                    var orders = first.poll(Duration.ofMillis(50));
                    first.commitSync();
                    orders.forEach(effects::done);
                }
            } catch (IllegalStateException crashed) {
                second.subscribe(List.of("orders"));
                while (second.assignment().isEmpty()) {
                    second.poll(Duration.ofMillis(50));
                }
            }
        }

        @Test
        @FailHandler(who = "member:billing", key = "order-1", nth = 1)
        @RebalanceStorm(group = "billing", joins = 2)
        @Delivers(AT_LEAST_ONCE)
        void failedOnceAndTriedAgain(
                Producer<String, String> producer, @Biller Consumer<String, String> consumer, Effects effects)
                throws Exception {
            send(producer, 3);
            AtomicInteger booked = new AtomicInteger();
            try {
                book(consumer, effects, booked, 3);
            } catch (HandlerFailedException again) {
                consumer.seekToBeginning(consumer.assignment());
                book(consumer, effects, booked, 4);
            }
        }
    }

    @Test
    void lossAfterACommitTooEarlyIsFoundAndAFailureThatIsTriedAgainIsNone() {
        // When
        EngineExecutionResults results = Runs.of(Handlers.class, reports);

        // Then
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
        assertThat(Runs.failures(results)).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("committedBeforeItWasBooked")
                .hasMessageContaining("crashed before record orders-0@"));
    }

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    static class WithoutAgent {

        @Test
        @Inject(className = "Runs", method = "onlyFailure", action = InjectAction.NOTE)
        void cannotRun() {}
    }

    @Test
    void ruleInTheCodeWithoutTheAgentSaysHowToInstallIt() {
        assertThat(Runs.onlyFailure(Runs.of(WithoutAgent.class, reports)))
                .contains("@Inject(Runs#onlyFailure, NOTE)")
                .contains("-javaagent:PATH/kafka-trial-core.jar")
                .contains("kafka-trial:prepare-agent");
    }

    @KafkaCluster(brokers = 1)
    @Topic(name = "orders")
    static class Misused {

        @Test
        @CrashClient(who = "leader:orders-0")
        void noClient() {}

        @Test
        @ZombieClient(who = "member:nobody")
        void nobody() {}
    }

    @Test
    void whoIsNoClientIsRefusedAndWhoNeverCameIsTold() {
        List<Throwable> failures = Runs.failures(Runs.of(Misused.class, reports));

        assertThat(failures.toString()).contains("leader:orders-0");
    }
}
