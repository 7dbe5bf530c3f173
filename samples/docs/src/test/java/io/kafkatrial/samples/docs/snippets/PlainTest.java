/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.junit.BootstrapServers;
import io.kafkatrial.junit.ClientConfig;
import io.kafkatrial.junit.FromCluster;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

// tag::injection
@KafkaCluster
@Topic(name = "orders", partitions = 3)
class PlainTest {

    @FromCluster
    Admin admin;

    @Test
    void anOrderIsStored(Cluster cluster, @ClientConfig(name = "acks", value = "1") Producer<String, Long> producer)
            throws Exception {
        var stored = producer.send(new ProducerRecord<>("orders", "ann", 100L)).get(10, TimeUnit.SECONDS);

        assertThat(stored.offset()).isNotNegative();
        assertThat(cluster.leaderOf("orders", stored.partition()).id()).isBetween(1, 3);
    }

    @Test
    void anyClientCanConnect(@BootstrapServers String servers) throws Exception {
        assertThat(servers.split(",")).hasSize(3);
        assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).contains("orders");
    }
}
// end::injection
