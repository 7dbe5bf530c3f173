/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.junit.BrokerCodeFault;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.KafkaVersions;
import io.kafkatrial.junit.RequiresLevers;
import io.kafkatrial.junit.Topic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What only real brokers can, of docs/apache-engine.md; skipped on the embedded engine. */
@KafkaCluster(brokers = 3)
@Topic(name = "orders", partitions = 3)
class RealBrokersTest {

    // tag::code-fault
    @Test
    @BrokerCodeFault(on = "leader:orders-0", at = "after-append", crash = true, skip = 20)
    @Delivers(AT_LEAST_ONCE)
    void orderIsInTheLogButTheAnswerNeverComes(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::code-fault

    // tag::versions
    @KafkaVersions({"3.7.2", "3.9.1", "4.3.1"})
    @Delivers(AT_LEAST_ONCE)
    void ordersArriveOnEveryVersionWeSupport(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::versions

    // tag::upgrade
    @Test
    @RequiresLevers(Capability.UPGRADE)
    void ordersArriveWhileTheClusterIsUpgraded(Cluster cluster, Producer<String, String> producer) {
        sendOrders(producer, 1_000);
        cluster.upgrade("4.3.1");
        sendOrders(producer, 1_000);
        cluster.finalizeUpgrade();
        assertThat(cluster.kafkaVersions().values()).containsOnly("4.3.1");
    }
    // end::upgrade

    private static void sendOrders(Producer<String, String> producer, int count) {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>("orders", "order-" + i, "value"));
        }
        producer.flush();
    }
}
