/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;

import io.kafkatrial.Cluster;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.Target;
import io.kafkatrial.junit.ClientConfig;
import io.kafkatrial.junit.CrashClient;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.FailHandler;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import io.kafkatrial.scenarios.clients.HandlerFailedException;
import io.kafkatrial.scenarios.recording.Effects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The fault annotations of docs/client-faults.md. */
@KafkaCluster(config = "group.min.session.timeout.ms=100")
@Topic(name = "orders")
class ClientFaultsTest {

    private int booked;

    // tag::crash
    @Test
    @CrashClient(who = "member:billing/1", at = ClientPoint.BEFORE_COMMIT, nth = 1)
    @Delivers(AT_LEAST_ONCE)
    void noOrderIsLostWhenABillerDies(
            Producer<String, String> producer,
            @ClientConfig(name = "group.id", value = "billing")
                    @ClientConfig(name = "session.timeout.ms", value = "1000")
                    @ClientConfig(name = "heartbeat.interval.ms", value = "200")
                    Consumer<String, String> first,
            @ClientConfig(name = "group.id", value = "billing") Consumer<String, String> second,
            Effects effects) {
        sendOrders(producer, 100);
        try {
            book(first, effects, () -> booked >= 100);
        } catch (ClientCrashedException dead) {
            int before = booked;
            book(second, effects, () -> booked >= before + 100);
        }
    }
    // end::crash

    // tag::fail
    @Test
    @FailHandler(who = "member:billing", key = "order-7", nth = 1)
    @Delivers(AT_LEAST_ONCE)
    void failedOrderIsTriedAgain(
            Producer<String, String> producer,
            @ClientConfig(name = "group.id", value = "billing") Consumer<String, String> consumer,
            Effects effects) {
        sendOrders(producer, 10);
        try {
            book(consumer, effects, () -> booked >= 10);
        } catch (HandlerFailedException once) {
            consumer.seekToBeginning(consumer.assignment());
            book(consumer, effects, () -> booked >= 17);
        }
    }
    // end::fail

    @Test
    void sameInCode(Cluster cluster, Producer<String, String> producer) {
        sendOrders(producer, 1);
        // tag::code
        cluster.inject(new Fault.OnClients(
                Target.parse("client:producer"),
                new ClientAct.Crash(),
                ClientPoint.AFTER_SEND,
                Passages.nth(100),
                Optional.empty()));
        // end::code
    }

    private void book(Consumer<String, String> consumer, Effects effects, BooleanSupplier done) {
        consumer.subscribe(List.of("orders"));
        while (!done.getAsBoolean()) {
            for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofMillis(50))) {
                effects.done(order);
                booked++;
            }
            consumer.commitSync();
        }
    }

    private static void sendOrders(Producer<String, String> producer, int count) {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>("orders", "order-" + i, "value-" + i));
        }
        producer.flush();
    }
}
