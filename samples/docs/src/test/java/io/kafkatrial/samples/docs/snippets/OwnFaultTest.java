/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;

import io.kafkatrial.junit.ClientConfig;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.NetworkPartition;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Own annotations and barriers of docs/faults.md. */
@KafkaCluster
@Topic(name = "orders", partitions = 1)
class OwnFaultTest {

    // tag::own
    @Retention(RetentionPolicy.RUNTIME)
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 200), restartAfter = "500ms")
    @interface LeaderCrash {}
    // end::own

    @Test
    @LeaderCrash
    @Delivers(AT_LEAST_ONCE)
    void noOrderIsLostWhenTheLeaderDies(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }

    // tag::barrier
    @Test
    @NetworkPartition(
            name = "no replication",
            from = "leader:orders-0",
            to = "followers:orders-0",
            bothWays = false,
            until = @When(leaderElected = "orders-0"))
    @CrashBroker(
            leaderOf = "orders-0",
            when = {@When(fired = "no replication"), @When(acks = 20)})
    void whatOnlyTheLeaderHasIsLost(@ClientConfig(name = "acks", value = "1") Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::barrier

    private static void sendOrders(Producer<String, String> producer, int count) {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>("orders", "customer-" + i % 10, "order-" + i));
        }
        producer.flush();
    }
}
