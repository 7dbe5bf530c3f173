/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.scenarios.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The clients of a trial are closed in good order. */
class ClosingClientsTest {

    private static final Map<String, Object> MEMBER = Map.of(
            "group.id", "desk",
            "key.deserializer", StringDeserializer.class,
            "value.deserializer", StringDeserializer.class);

    @Test
    void memberThatWaitsInARebalanceLeavesAsWell() throws Exception {
        try (Cluster cluster = Cluster.builder().brokers(1).topic("orders", 2).start();
                Trial trial = Trial.on(cluster);
                Admin admin = Admin.create(cluster.clientProperties())) {
            // Given: the first waits for the second to join again, but that one polls no more
            Consumer<String, String> first = trial.clients().consumer(MEMBER);
            Consumer<String, String> second = trial.clients().consumer(MEMBER);
            first.subscribe(List.of("orders"));
            second.subscribe(List.of("orders"));
            while (second.assignment().isEmpty()) {
                second.poll(Duration.ofMillis(50));
            }
            while (!"PREPARING_REBALANCE".equals(state(admin))) {
                first.poll(Duration.ofMillis(50));
            }

            // When
            trial.clients().close();

            // Then
            assertThat(state(admin)).isEqualTo("EMPTY");
        }
    }

    private static String state(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of("desk"))
                .all()
                .get()
                .get("desk")
                .groupState()
                .name();
    }
}
