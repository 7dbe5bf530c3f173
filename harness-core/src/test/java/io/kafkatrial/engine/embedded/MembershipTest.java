/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Replicas that move, leave, come back and restart. */
class MembershipTest {

    @Test
    void aReassignmentMovesTheReplicasWithTheirRecords() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("default.replication.factor", "2"), Map.of());
                Admin admin = Clients.admin(scenario.servers())) {
            List<Integer> before = scenario.view().replicas();
            int stranger = scenario.cluster.brokers().stream()
                    .filter(id -> !before.contains(id))
                    .findFirst()
                    .orElseThrow();
            scenario.append(scenario.leader(), "moved");

            admin.alterPartitionReassignments(Map.of(
                            Scenario.ORDERS_0,
                            Optional.of(new NewPartitionReassignment(List.of(stranger, before.get(1))))))
                    .all()
                    .get();

            await().atMost(Scenario.PATIENCE).untilAsserted(() -> {
                assertThat(scenario.view().replicas()).containsExactly(stranger, before.get(1));
                assertThat(scenario.view().isr()).containsExactlyInAnyOrder(stranger, before.get(1));
            });
            assertThat(admin.listPartitionReassignments().reassignments().get()).isEmpty();
            int removed = before.get(0);
            scenario.awaitSeen(removed, partition -> !partition.replicaNodes().contains(removed));
            assertThat(scenario.tryAppend(removed, 1, "late")).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
            scenario.crash(before.get(1));
            assertThat(scenario.awaitLeaderOtherThan(before.get(1))).isEqualTo(stranger);
            assertThat(scenario.consume(1)).containsExactly("moved");
        }
    }

    @Test
    void aControlledShutdownMovesLeadershipBeforeTheBrokerLeaves() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of());
                Producer<String, String> producer = Clients.producer(scenario.servers())) {
            int leaving = scenario.leader();
            int epoch = scenario.view().leaderEpoch();
            producer.send(new ProducerRecord<>("orders", "before")).get();

            scenario.stop(leaving);

            assertThat(scenario.leader()).isNotEqualTo(leaving);
            assertThat(scenario.view().leaderEpoch()).isEqualTo(epoch + 1);
            assertThat(scenario.view().isr()).doesNotContain(leaving);
            assertThat(producer.send(new ProducerRecord<>("orders", "after"))
                            .get()
                            .offset())
                    .isEqualTo(1);
            scenario.restart(leaving);
            scenario.heal();
            assertThat(scenario.view().isr()).contains(leaving);
        }
    }

    @Test
    void aFollowerThatCrashedCatchesUpAndCanLead() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            int leader = scenario.leader();
            int crashed = scenario.followers().get(0);
            int other = scenario.followers().get(1);
            scenario.append(leader, "before");
            scenario.crash(crashed);
            scenario.append(leader, "meanwhile");
            scenario.restart(crashed);
            scenario.heal();
            scenario.crash(other);
            scenario.awaitSeen(leader, partition -> partition.isrNodes().size() == 2);
            scenario.crash(leader);

            assertThat(scenario.awaitLeaderOtherThan(leader)).isEqualTo(crashed);
            assertThat(scenario.logEnd(crashed)).isEqualTo(2);
        }
    }

    /** The new process is let in only when the old one's session is over: so its leadership has moved. */
    @Test
    void aBrokerKilledAndRestartedAtOnceIsLetInOnlyAfterItWasFenced() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of("broker.session.timeout.ms", "1500"), Map.of())) {
            int leader = scenario.leader();
            int epoch = scenario.view().leaderEpoch();
            scenario.append(leader, "before");

            scenario.crash(leader);
            scenario.restart(leader);

            assertThat(scenario.view().leaderEpoch()).isGreaterThan(epoch);
            assertThat(scenario.leader()).isNotEqualTo(leader);
            scenario.heal();
            assertThat(scenario.consume(1)).containsExactly("before");
        }
    }

    @Test
    void aLeaderCutOffFromTheControllerCommitsNothingMore() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            int zombie = scenario.leader();
            scenario.append(zombie, "before");
            scenario.cluster.pull(new Lever.Cut(Endpoint.broker(zombie), Endpoint.controller(3000)));
            int leader = scenario.awaitLeaderOtherThan(zombie);
            scenario.append(leader, "after");

            assertThat(scenario.tryAppend(zombie, -1, "zombie's")).isNotEqualTo(Errors.NONE);

            scenario.cluster.pull(new Lever.Mend(Endpoint.broker(zombie), Endpoint.controller(3000)));
            scenario.heal();
            assertThat(scenario.consume(2)).containsExactly("before", "after");
        }
    }

    @Test
    void theOffsetsTopicIsAnOrdinaryReplicatedTopic() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            scenario.append(scenario.leader(), "committed");
            try (var consumer = Clients.consumer(scenario.servers(), Map.of("group.id", "billing"))) {
                consumer.assign(List.of(Scenario.ORDERS_0));
                assertThat(Clients.poll(consumer, 1)).hasSize(1);
                consumer.commitSync();
            }
            assertThat(scenario.cluster.partitions().stream()
                            .filter(partition -> partition.partition().topic().equals("__consumer_offsets")))
                    .isNotEmpty()
                    .allSatisfy(partition -> assertThat(partition.isr()).hasSize(3));
            for (int round = 0; round < 2; round++) {
                int coordinator = scenario.cluster.groupCoordinator("billing").orElseThrow();
                scenario.crash(coordinator);
                try (Admin admin = Clients.admin(scenario.servers())) {
                    assertThat(admin.listConsumerGroupOffsets("billing")
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .get(Scenario.ORDERS_0)
                                    .offset())
                            .isEqualTo(1);
                }
                scenario.restart(coordinator);
                scenario.heal();
            }
        }
    }
}
