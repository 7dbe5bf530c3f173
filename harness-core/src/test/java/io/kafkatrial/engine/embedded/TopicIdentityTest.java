/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

/** A topic that is deleted and made again under its name is another topic. */
class TopicIdentityTest {

    @Test
    void requestsForTheOldIdDoNotReachTheNewTopic() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            TopicIdPartition old = scenario.orders;
            scenario.append(scenario.leader(), "old");
            TopicIdPartition again = recreate(scenario);
            int leader = scenario.leader();
            Wire wire = scenario.wire(leader);

            MemoryRecords records = WireRequests.records("misdirected");
            assertThat(Errors.forCode(
                            WireRequests.produce(wire, old, (short) -1, records).errorCode()))
                    .isEqualTo(Errors.UNKNOWN_TOPIC_ID);
            assertThat(Errors.forCode(WireRequests.fetch(wire, old.topicId(), WireRequests.from(old, 0))
                            .errorCode()))
                    .isEqualTo(Errors.UNKNOWN_TOPIC_ID);
            assertThat(scenario.logEnd(leader)).as("the new log is empty").isZero();
            assertThat(scenario.view().leaderEpoch()).as("epochs start again").isZero();
            assertThat(WireRequests.produce(wire, again, (short) -1, WireRequests.records("new"))
                            .baseOffset())
                    .isZero();
        }
    }

    @Test
    void aProducersSequenceDoesNotOutliveTheTopic() throws Exception {
        try (Scenario scenario = Scenario.start(Map.of(), Map.of())) {
            Wire wire = scenario.wire(scenario.leader());
            for (int sequence = 0; sequence < 3; sequence++) {
                assertThat(IdempotenceTest.send(wire, scenario.orders, (short) 0, sequence))
                        .isEqualTo(Errors.NONE);
            }

            TopicIdPartition again = recreate(scenario);

            Wire leader = scenario.wire(scenario.leader());
            assertThat(IdempotenceTest.send(leader, again, (short) 0, 0))
                    .as("no duplicate")
                    .isEqualTo(Errors.NONE);
            assertThat(scenario.logEnd(scenario.leader())).isEqualTo(1);
        }
    }

    @Test
    void producersAndConsumersGoOnAndCommittedOffsetsAreForgotten() throws Exception {
        Map<String, Object> group = Map.of("group.id", "billing", "metadata.max.age.ms", 200);
        try (Scenario scenario = Scenario.start(Map.of("auto.create.topics.enable", "false"), Map.of());
                Producer<String, String> producer =
                        Clients.producer(scenario.servers(), Map.of("metadata.max.age.ms", 200));
                Consumer<String, String> consumer = Clients.consumer(scenario.servers(), group);
                Admin admin = Clients.admin(scenario.servers())) {
            producer.send(new ProducerRecord<>("orders", "old")).get();
            consumer.subscribe(Set.of("orders"));
            assertThat(Clients.poll(consumer, 1)).hasSize(1);
            consumer.commitSync(Map.of(Scenario.ORDERS_0, new OffsetAndMetadata(1)));

            recreate(scenario);

            await().atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(admin.listConsumerGroupOffsets("billing")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEmpty());
            assertThat(producer.send(new ProducerRecord<>("orders", "new"))
                            .get()
                            .offset())
                    .isZero();
        }
    }

    private static TopicIdPartition recreate(Scenario scenario) throws Exception {
        try (Admin admin = Clients.admin(scenario.servers())) {
            admin.deleteTopics(Set.of("orders")).all().get();
            await().atMost(Scenario.PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains("orders"));
            admin.createTopics(Set.of(new NewTopic("orders", 1, (short) 3)))
                    .all()
                    .get();
        }
        scenario.heal();
        int leader = scenario.leader();
        TopicIdPartition again = Scenario.orders(scenario.servers());
        scenario.awaitTopic(leader, again.topicId());
        return again;
    }
}
