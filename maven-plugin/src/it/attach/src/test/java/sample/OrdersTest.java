/* SPDX-License-Identifier: Apache-2.0 */
package sample;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kafkatrial.Cluster;
import io.kafkatrial.SharedCluster;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Runs twice: with a cluster of its own, and attached to that of the build. */
@KafkaCluster
@Topic(name = "orders", partitions = 1)
class OrdersTest {

    @Test
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 30), restartAfter = "200ms")
    @Delivers(AT_LEAST_ONCE)
    void everyOrderSurvives(Cluster cluster, Producer<String, String> producer, Consumer<String, String> consumer)
            throws Exception {
        boolean expected = System.getProperty("trial.control.file") != null;
        assertEquals(expected, SharedCluster.isAttached(cluster));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", expected ? "attached" : "own"), cluster.bootstrapServers());
        for (int i = 0; i < 100; i++) {
            producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i)).get();
        }
        consumer.subscribe(List.of("orders"));
        for (int read = 0; read < 100; ) {
            read += consumer.poll(Duration.ofMillis(100)).count();
        }
    }
}
