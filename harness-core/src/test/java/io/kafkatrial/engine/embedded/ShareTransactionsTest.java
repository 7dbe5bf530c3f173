/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Share groups that read committed records only, or from some time on. */
class ShareTransactionsTest {
    private static final String GROUP = "workers";

    private static void configure(Scenario scenario, Map<String, String> config) throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        config.forEach(
                (key, value) -> changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        try (Admin admin = Clients.admin(scenario.servers())) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, GROUP), changes))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(Scenario scenario, int count) {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", scenario.servers(), "group.id", GROUP));
        List<String> values = new ArrayList<>();
        try (ShareConsumer<String, String> member =
                new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            member.subscribe(Set.of("orders"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                member.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    @Test
    void groupThatReadsCommittedGetsNothingOfAbortedTransactions() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of());
                Producer<String, String> producer =
                        Clients.producer(scenario.servers(), Map.of("transactional.id", "tx"))) {
            // Given
            configure(
                    scenario, Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", "read_committed"));
            producer.initTransactions();
            for (int i = 0; i < 6; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", 0, "k", (i % 2 == 0 ? "aborted-" : "committed-") + i))
                        .get(60, TimeUnit.SECONDS);
                if (i % 2 == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
            // When
            List<String> values = read(scenario, 3);
            // Then
            assertThat(values).containsExactly("committed-1", "committed-3", "committed-5");
        }
    }

    @Test
    void groupBeginsWhereTheRecordsAreYoungEnough() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of());
                Producer<String, String> producer = Clients.producer(scenario.servers())) {
            // Given
            configure(scenario, Map.of("share.auto.offset.reset", "by_duration:PT24H"));
            producer.send(new ProducerRecord<>("orders", 0, 1_000_000_000_000L, "k", "old"))
                    .get(60, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>("orders", 0, "k", "young")).get(60, TimeUnit.SECONDS);
            // When
            List<String> values = read(scenario, 1);
            // Then
            assertThat(values).containsExactly("young");
        }
    }
}
