/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two batches of an idempotent producer are refused, a third is under way behind them. A leader that knows the producer
 * refuses the third as out of order. One that does not know it takes the third, as its first, and has no place for the
 * others any more: the producer tries them again until delivery.timeout.ms. The same against brokers of Apache Kafka;
 * docs/clients.md tells it.
 */
class FirstRecordsRefusedTest {

    private static final Map<String, Object> ONE_RECORD_A_BATCH =
            Map.of("batch.size", 1, "retry.backoff.ms", 5, "retry.backoff.max.ms", 5);
    private static final int MANY_RETRIES = 20;

    private Scenario scenario;
    private int leader;

    @BeforeEach
    void start() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
        leader = scenario.leader();
        try (Admin admin = Clients.admin(scenario.servers())) {
            admin.createTopics(List.of(new NewTopic("another", Map.of(0, List.of(leader)))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void leaderThatDoesNotKnowTheProducerTakesTheThirdAndHasNoPlaceForTheOthers() throws Exception {
        try (Producer<String, String> producer = Clients.producer(scenario.servers(), ONE_RECORD_A_BATCH)) {
            Clients.send(producer, "another", "k", "connected");
            assertThat(producer.partitionsFor("orders")).hasSize(1);
            // When
            List<Future<RecordMetadata>> sent = sendThreeOfWhichTwoAreRefused(producer);
            // Then
            assertThat(sent.get(2).get(60, TimeUnit.SECONDS).offset()).isZero();
            await().atMost(Scenario.PATIENCE).until(() -> retries(producer) > MANY_RETRIES);
            assertThat(sent.get(0).isDone()).isFalse();
            assertThat(sent.get(1).isDone()).isFalse();
            assertThat(scenario.logEnd(leader)).isEqualTo(1);
            producer.close(Duration.ZERO);
        }
    }

    @Test
    void leaderThatKnowsTheProducerTakesThemInOrder() throws Exception {
        try (Producer<String, String> producer = Clients.producer(scenario.servers(), ONE_RECORD_A_BATCH)) {
            Clients.send(producer, "orders", "k", "known");
            // When
            List<Future<RecordMetadata>> sent = sendThreeOfWhichTwoAreRefused(producer);
            // Then
            for (int i = 0; i < sent.size(); i++) {
                assertThat(sent.get(i).get(60, TimeUnit.SECONDS).offset()).isEqualTo(1 + i);
            }
        }
    }

    /** Answers wait until all three have arrived. */
    private List<Future<RecordMetadata>> sendThreeOfWhichTwoAreRefused(Producer<String, String> producer) {
        Endpoint broker = Endpoint.broker(leader);
        WireRule.Match match = WireRule.Match.of(Endpoint.clients(), broker, "Produce");
        WireRule refusal = new WireRule("refusal", match, new WireRule.Act.Refuse("NOT_LEADER_OR_FOLLOWER"), 0, 2);
        WireRule arrival = new WireRule("arrival", match, new WireRule.Act.Note());
        scenario.cluster.pull(new Lever.Intercept(refusal));
        scenario.cluster.pull(new Lever.Intercept(arrival));
        scenario.cluster.pull(new Lever.Cut(broker, Endpoint.clients()));
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int arrived = i;
            sent.add(producer.send(new ProducerRecord<>("orders", 0, "k", "v" + i)));
            await().atMost(Scenario.PATIENCE).until(() -> scenario.cluster.touchedBy(arrival) == arrived);
        }
        scenario.cluster.pull(new Lever.Mend(broker, Endpoint.clients()));
        return sent;
    }

    private static double retries(Producer<String, String> producer) {
        return producer.metrics().entrySet().stream()
                .filter(each -> each.getKey().name().equals("record-retry-total")
                        && each.getKey().group().equals("producer-metrics"))
                .mapToDouble(each -> (double) each.getValue().metricValue())
                .sum();
    }
}
