/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.scenarios.Conclusion;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that know nothing of the harness are recorded by their interceptors. */
class InterceptionTest {

    @TempDir
    private Path directory;

    @Test
    void applicationOfThisProcessIsRecordedWhileATrialIsOn() {
        try (Cluster cluster = Cluster.builder().brokers(3).topic("orders", 2).start()) {
            Map<String, Object> application = new HashMap<>(Interception.live());
            application.put("bootstrap.servers", cluster.bootstrapServers());
            try (KafkaProducer<String, String> producer =
                            new KafkaProducer<>(over(application, Workload.producer("client.id", "shop")));
                    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(over(
                            application, Workload.consumer("group.id", "billing", "auto.offset.reset", "earliest")))) {
                Workload.send(producer, "orders", 0, 10); // nobody listens yet
                producer.flush();
                for (int trial = 0; trial < 2; trial++) {
                    judge(cluster, producer, consumer);
                }
            }
        }
    }

    private static void judge(
            Cluster cluster, KafkaProducer<String, String> producer, KafkaConsumer<String, String> consumer) {
        try (Trial trial = Trial.on(cluster, Recording.CLIENTS)) {
            // When
            consumer.subscribe(List.of("orders"));
            Workload.send(producer, "orders", 0, 50);
            producer.flush();
            cluster.pull(new Lever.Crash(cluster.leaderOf("orders-0").id()));
            Workload.send(producer, "orders", 50, 100);
            producer.flush();
            long mine = 0;
            for (int polls = 0; mine < 100 && polls < 600; polls++) {
                consumer.poll(Duration.ofMillis(50))
                        .forEach(record -> assertThat(record.headers()).isEmpty());
                mine = all(trial.trail().history(), Event.Polled.class).stream()
                        .filter(polled -> polled.id().isPresent())
                        .count();
            }
            History history = trial.conclude().history();

            // Then
            assertThat(all(history, Event.SendInvoked.class)).hasSize(100);
            assertThat(all(history, Event.SendAcked.class)).hasSize(100);
            assertThat(all(history, Event.ProducerOpened.class))
                    .singleElement()
                    .satisfies(opened -> assertThat(opened.producer()).endsWith("/shop"));
            assertThat(all(history, Event.ConsumerOpened.class)).hasSize(1);
            assertThat(Verdicts.of(Guarantee.EXACTLY_ONCE, history)).isInstanceOf(Verdict.Pass.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void applicationOfAnotherProcessIsReadFromItsFiles(boolean killed) throws Exception {
        try (Cluster cluster = Cluster.builder().brokers(1).topic("orders", 1).start();
                Trial trial = Trial.on(cluster, Recording.CLIENTS)) {
            // Given
            trial.alsoFrom(directory);
            Process application = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Elsewhere.class.getName(),
                            cluster.bootstrapServers(),
                            directory.toString(),
                            Boolean.toString(killed))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output.txt").toFile())
                    .start();

            // When
            assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Conclusion conclusion = trial.conclude();
            History history = conclusion.history();

            // Then
            assertThat(all(history, Event.Found.class)).hasSize(20);
            if (killed) {
                assertThat(conclusion.troubles()).anyMatch(trouble -> trouble.contains("incomplete"));
                assertThat(Verdicts.of(Guarantee.AT_LEAST_ONCE, history)).isNotInstanceOf(Verdict.Fail.class);
            } else {
                assertThat(conclusion.troubles()).isEmpty();
                assertThat(all(history, Event.SendAcked.class)).hasSize(20);
                assertThat(Verdicts.of(Guarantee.AT_LEAST_ONCE, history)).isInstanceOf(Verdict.Pass.class);
            }
        }
    }

    /** An application that ends, or is killed. */
    static final class Elsewhere {
        public static void main(String... args) {
            Map<String, Object> config = over(Map.of("bootstrap.servers", args[0]), Workload.producer());
            config.putAll(Interception.into(Path.of(args[1])));
            KafkaProducer<String, String> producer = new KafkaProducer<>(config);
            Workload.send(producer, "orders", 0, 20);
            producer.flush();
            if (Boolean.parseBoolean(args[2])) {
                Runtime.getRuntime().halt(0);
            }
            System.exit(0);
        }
    }

    private static Map<String, Object> over(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }

    private static <T> List<T> all(History history, Class<T> type) {
        return history.events().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
