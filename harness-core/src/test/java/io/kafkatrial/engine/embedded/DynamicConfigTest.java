/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Settings altered while the cluster runs count from then on, and their deletion too. */
class DynamicConfigTest {

    private static final ConfigResource ORDERS = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");

    private static Scenario scenario;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
        admin = Clients.admin(scenario.servers());
    }

    @AfterAll
    static void stop() {
        admin.close();
        scenario.close();
    }

    @AfterEach
    void forget() throws Exception {
        for (String key :
                List.of("min.insync.replicas", "max.message.bytes", "message.timestamp.type", "cleanup.policy")) {
            alter(ORDERS, key, AlterConfigOp.OpType.DELETE, "");
        }
        alter(ALL_BROKERS, "message.max.bytes", AlterConfigOp.OpType.DELETE, "");
        soon(() -> tryAppend("x".repeat(5_000)), Errors.NONE);
    }

    @Test
    void minInsyncReplicasOfATopic() throws Exception {
        int follower = scenario.followers().get(0);
        scenario.crash(follower);
        scenario.awaitSeen(scenario.leader(), partition -> partition.isrNodes().size() == 2);
        assertThat(tryAppend("two of two")).isEqualTo(Errors.NONE);

        alter(ORDERS, "min.insync.replicas", AlterConfigOp.OpType.SET, "3");
        soon(() -> tryAppend("two of three"), Errors.NOT_ENOUGH_REPLICAS);
        alter(ORDERS, "min.insync.replicas", AlterConfigOp.OpType.DELETE, "");
        soon(() -> tryAppend("two of two again"), Errors.NONE);

        scenario.restart(follower);
        scenario.heal();
    }

    @Test
    void maxMessageBytesOfATopic() throws Exception {
        alter(ORDERS, "max.message.bytes", AlterConfigOp.OpType.SET, "1000");

        soon(() -> tryAppend("x".repeat(2_000)), Errors.MESSAGE_TOO_LARGE);
        assertThat(tryAppend("small")).isEqualTo(Errors.NONE);
    }

    @Test
    void theDefaultOfAllBrokersCountsWhereTheTopicIsSilent() throws Exception {
        alter(ALL_BROKERS, "message.max.bytes", AlterConfigOp.OpType.SET, "1000");
        soon(() -> tryAppend("x".repeat(2_000)), Errors.MESSAGE_TOO_LARGE);

        alter(ORDERS, "max.message.bytes", AlterConfigOp.OpType.SET, "3000");
        soon(() -> tryAppend("x".repeat(2_000)), Errors.NONE);
    }

    @Test
    void timestampTypeOfATopic() throws Exception {
        alter(ORDERS, "message.timestamp.type", AlterConfigOp.OpType.SET, "LogAppendTime");

        soon(
                () -> scenario.produce(scenario.leader(), 1, 1_000, WireRequests.records("a"))
                                .logAppendTimeMs()
                        > 0,
                true);
    }

    @Test
    void aCompactedTopicTakesNoRecordWithoutAKey() throws Exception {
        alter(ORDERS, "cleanup.policy", AlterConfigOp.OpType.SET, "compact");

        soon(() -> tryAppend("keyless"), Errors.INVALID_RECORD);
    }

    @Test
    void contradictorySettingsOfGroupsShowBeforeAnythingStarts() {
        Map<String, String> contradiction =
                Map.of("group.consumer.min.session.timeout.ms", "20000", "group.consumer.session.timeout.ms", "15000");

        assertThatThrownBy(() -> Scenario.start(contradiction, Map.of()))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("group.consumer.session.timeout.ms");
    }

    private static Errors tryAppend(String value) {
        return scenario.tryAppend(scenario.leader(), -1, value);
    }

    private static <T> void soon(Callable<T> what, T expected) {
        await().atMost(Scenario.PATIENCE).until(what, expected::equals);
    }

    private static void alter(ConfigResource resource, String key, AlterConfigOp.OpType how, String value)
            throws Exception {
        admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(key, value), how))))
                .all()
                .get();
    }
}
