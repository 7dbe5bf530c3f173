/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kafkatrial.Cluster;
import io.kafkatrial.SharedCluster;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.NetworkDelay;
import io.kafkatrial.junit.Topic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Runs in another JVM at the same time, on the same topic. */
@KafkaCluster
@Topic(name = "orders", partitions = 1)
class BesideIT {

    @Test
    @NetworkDelay(from = "clients", to = "brokers", latency = "2ms")
    @Delivers(AT_LEAST_ONCE)
    void doesNotMindTheOthersCrash(Cluster cluster, Producer<String, String> producer) throws Exception {
        assertTrue(SharedCluster.isAttached(cluster));
        for (int i = 0; i < 50; i++) {
            producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i)).get();
        }
    }
}
