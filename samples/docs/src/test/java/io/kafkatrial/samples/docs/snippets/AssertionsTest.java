/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.assertj.KafkaAssertions.assertThat;
import static io.kafkatrial.assertj.KafkaAssertions.group;
import static io.kafkatrial.assertj.KafkaAssertions.topic;
import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;

import io.kafkatrial.Cluster;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.scenarios.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What docs/assertions.md shows. */
@KafkaCluster(brokers = 3)
@Topic(name = "orders", partitions = 3)
class AssertionsTest {

    @Test
    void aLeaderIsReplaced(Cluster cluster) {
        // tag::partition
        int leader = cluster.leaderOf("orders-0").id();
        cluster.broker(leader).crash();

        assertThat(cluster).partition("orders-0").isNotLedBy(leader).hasIsrOfSize(2);

        cluster.heal();
        assertThat(cluster).within(Duration.ofSeconds(30)).isHealthy();
        // end::partition
    }

    @Test
    void aGroupReadsItAll(Cluster cluster, Producer<String, String> producer, Consumer<String, String> consumer) {
        for (int n = 0; n < 10; n++) {
            producer.send(new ProducerRecord<>("orders", "order-" + n));
        }
        producer.flush();
        consumer.subscribe(List.of("orders"));
        for (int read = 0; read < 10; ) {
            read += consumer.poll(Duration.ofMillis(100)).count();
        }
        consumer.commitSync();
        String groupId = consumer.groupMetadata().groupId();

        // tag::group
        assertThat(topic(cluster, "orders")).hasPartitions(3).hasRecordsFrom(10);
        assertThat(group(cluster, groupId)).isStable().hasMembers(1).hasNoLag();
        // end::group
    }

    @Test
    void aHistoryHoldsWhatItClaims() {
        try (Cluster cluster = Cluster.builder().brokers(3).topic("bills", 1).start();
                Trial trial = Trial.on(cluster)) {
            Producer<String, String> producer = trial.clients()
                    .producer(Map.of(
                            "key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class));
            producer.send(new ProducerRecord<>("bills", "bill-1"));
            // tag::history
            assertThat(trial.conclude().history()).held(AT_LEAST_ONCE).hasAcked(1);
            // end::history
        }
    }
}
