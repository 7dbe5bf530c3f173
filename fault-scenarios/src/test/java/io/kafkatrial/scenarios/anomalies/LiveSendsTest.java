/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.ACK_BELOW_MIN_ISR;
import static io.kafkatrial.check.Anomaly.Kind.FALSE_FAILURE;
import static io.kafkatrial.check.Anomaly.Kind.REORDERED_APPEND;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.history.Event;
import io.kafkatrial.scenarios.Workload;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What producers are told that is not so, and what they are told in the wrong order. */
class LiveSendsTest extends Lively {

    LiveSendsTest() {
        super(Cluster.builder().brokers(1).topic(TOPIC, 1).start());
    }

    /** Kafka asks for no more replicas than there are: two are wanted, one has it, and it is acknowledged. */
    @Test
    void ackBelowMinIsr() throws Exception {
        NewTopic capped = new NewTopic("capped", 1, (short) 1).configs(Map.of("min.insync.replicas", "2"));
        trial.clients().admin(Map.of()).createTopics(List.of(capped)).all().get();
        await().atMost(PATIENCE).until(() -> all(Event.TopicSettings.class).size() == 2);
        producer("acks", "all")
                .send(new ProducerRecord<>("capped", "key", "on one disk"))
                .get();

        shows(ACK_BELOW_MIN_ISR);
    }

    /** A layer of the application around its producer fails after the record has gone, as if it had not. */
    @Test
    void falseFailure() {
        try (KafkaProducer<String, String> kafkas =
                new KafkaProducer<>(Workload.producer("bootstrap.servers", cluster.bootstrapServers()))) {
            Producer<String, String> producer = trial.clients().wrap(measured(kafkas));

            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(TOPIC, 0, "key", "value")))
                    .hasMessage("no such gauge");
            kafkas.flush();
        }

        shows(FALSE_FAILURE);
    }

    @SuppressWarnings("unchecked")
    private static Producer<String, String> measured(Producer<String, String> inner) {
        return (Producer<String, String>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, args) -> {
                    Object result = method.invoke(inner, args);
                    if (method.getName().equals("send")) {
                        throw new NoSuchElementException("no such gauge");
                    }
                    return result;
                });
    }

    /**
     * The first request is refused and sent again; the second one has arrived before the producer hears of it. Without
     * idempotence it has no sequence numbers.
     */
    @Test
    void reorderedAppend() throws Exception {
        Producer<String, String> producer = producer("enable.idempotence", "false", "batch.size", "0");
        write(producer, "metadata is known");
        WireRule.Match match = WireRule.Match.of(Endpoint.clients(), Endpoint.broker(1), "Produce");
        cluster.pull(new Lever.Intercept(
                new WireRule("refused once", match, new WireRule.Act.Refuse("NOT_ENOUGH_REPLICAS"), 0, 1)));
        cluster.network().cut(Endpoint.broker(1), Endpoint.clients());
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "first"));
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "second"));
        await().atMost(PATIENCE).until(() -> endOfLog(1) == 2);
        cluster.network().mend(Endpoint.broker(1), Endpoint.clients());
        producer.flush();

        shows(REORDERED_APPEND);
    }
}
