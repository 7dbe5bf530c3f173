/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the cluster tells of groups, transactions and requests: all of it once, in order. */
class ClusterEventsTest {

    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private Scenario scenario;

    @BeforeEach
    void start() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
        scenario.cluster.listen(events::add);
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private List<String> groupStates() {
        return events.stream()
                .filter(ClusterEvent.GroupChanged.class::isInstance)
                .map(ClusterEvent.GroupChanged.class::cast)
                .map(change -> change.group() + " " + change.state() + " " + change.generation())
                .toList();
    }

    private List<String> transactionStates() {
        return events.stream()
                .filter(ClusterEvent.TransactionChanged.class::isInstance)
                .map(ClusterEvent.TransactionChanged.class::cast)
                .map(change -> change.transactionalId() + " " + change.state())
                .toList();
    }

    private Consumer<String, String> consumer(String protocol) {
        Consumer<String, String> consumer =
                Clients.consumer(scenario.servers(), Map.of("group.id", "billing", "group.protocol", protocol));
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    @Test
    void classicGroupGoesThroughItsStates() throws Exception {
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            Clients.send(producer, "orders", "k", "v");
        }
        try (Consumer<String, String> consumer = consumer("classic")) {
            Clients.poll(consumer, 1);
        }
        await().untilAsserted(() -> assertThat(groupStates()).endsWith("billing Empty 2"));
        assertThat(groupStates())
                .containsSubsequence(
                        "billing PreparingRebalance 0",
                        "billing CompletingRebalance 1",
                        "billing Stable 1",
                        "billing PreparingRebalance 1",
                        "billing Empty 2")
                .doesNotHaveDuplicates();
    }

    @Test
    void consumerGroupGoesThroughItsStates() throws Exception {
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            Clients.send(producer, "orders", "k", "v");
        }
        try (Consumer<String, String> consumer = consumer("consumer")) {
            Clients.poll(consumer, 1);
            await().untilAsserted(
                            () -> assertThat(groupStates()).anyMatch(state -> state.startsWith("billing Stable")));
        }
        await().untilAsserted(() ->
                assertThat(groupStates().get(groupStates().size() - 1)).startsWith("billing Empty"));
        assertThat(groupStates()).doesNotHaveDuplicates();
    }

    @Test
    void statesAreToldOnceThoughTheCoordinatorMoves() throws Exception {
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            Clients.send(producer, "orders", "k", "v");
        }
        try (Consumer<String, String> consumer = consumer("classic")) {
            Clients.poll(consumer, 1);
            consumer.commitSync();
            List<String> before = groupStates();
            int coordinator = scenario.cluster.groupCoordinator("billing").orElseThrow();
            scenario.crash(coordinator);
            scenario.restart(coordinator);
            scenario.heal();
            consumer.commitSync();
            assertThat(groupStates()).startsWith(before.toArray(String[]::new)).doesNotHaveDuplicates();
        }
    }

    @Test
    void transactionGoesThroughItsStates() throws Exception {
        try (Producer<String, String> producer =
                Clients.producer(scenario.servers(), Map.of("transactional.id", "tx", "max.block.ms", 60_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "k", "one")).get();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", 0, "k", "two")).get();
            producer.abortTransaction();
        }
        await().untilAsserted(() -> assertThat(transactionStates())
                .containsExactly(
                        "tx Empty",
                        "tx Ongoing",
                        "tx PrepareCommit",
                        "tx CompleteCommit",
                        "tx Ongoing",
                        "tx PrepareAbort",
                        "tx CompleteAbort"));
        assertThat(scenario.cluster.transactionCoordinator("tx")).isPresent();
    }

    @Test
    void requestsOfClientsAndNodesAreSeen() throws Exception {
        int leader = scenario.leader();
        WireRule produce = note("third Produce", Endpoint.clients(), leader, "Produce", 2);
        int follower = scenario.followers().get(0);
        WireRule fetch = note("a Fetch", Endpoint.broker(follower), leader, "Fetch", 0);
        try (Producer<String, String> producer = Clients.producer(scenario.servers())) {
            for (int i = 0; i < 5; i++) {
                Clients.send(producer, "orders", "k", "v" + i);
            }
        }
        await().untilAsserted(() -> assertThat(seen()).containsExactlyInAnyOrder(produce, fetch));
        assertThat(scenario.cluster.touchedBy(produce)).isEqualTo(1);
    }

    private WireRule note(String name, Endpoint from, int to, String api, int skip) {
        WireRule rule =
                new WireRule(name, WireRule.Match.of(from, Endpoint.broker(to), api), new WireRule.Act.Note(), skip, 1);
        scenario.cluster.pull(new Lever.Intercept(rule));
        return rule;
    }

    private List<WireRule> seen() {
        return events.stream()
                .filter(ClusterEvent.RequestSeen.class::isInstance)
                .map(event -> ((ClusterEvent.RequestSeen) event).rule())
                .toList();
    }
}
