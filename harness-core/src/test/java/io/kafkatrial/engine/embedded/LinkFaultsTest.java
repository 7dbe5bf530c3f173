/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static io.kafkatrial.engine.embedded.WireRequests.ALL;
import static io.kafkatrial.engine.embedded.WireRequests.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links of clients: reset, narrow, of one client alone, and silent when the broker behind a cut dies. */
class LinkFaultsTest {

    private Scenario scenario;
    private int leader;

    @BeforeEach
    void start() throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
        leader = scenario.leader();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private Producer<String, String> producer(String clientId) {
        return Clients.producer(scenario.servers(), Map.of("client.id", clientId, "linger.ms", 0));
    }

    private short produce(Wire wire, String value) {
        return WireRequests.produce(wire, scenario.orders, ALL, records(value)).errorCode();
    }

    private Wire connect() {
        return new Wire(
                Wire.addresses(scenario.servers(), scenario.cluster.brokers()).get(leader));
    }

    private long end() {
        try (Wire wire = connect()) {
            return WireRequests.list(wire, scenario.orders, -1, -1, -1).offset();
        }
    }

    @Test
    void resetEndsTheConnectionsOfOneClientOnceAndCountsThem() throws Exception {
        try (Producer<String, String> shop = producer("shop");
                Wire other = connect()) {
            Clients.send(shop, "orders", "k", "before");
            assertThat(produce(other, "other")).isZero();

            scenario.cluster.pull(new Lever.Reset(Endpoint.client("shop"), Endpoint.broker(leader)));

            assertThat(scenario.cluster
                            .linkCount(Endpoint.client("shop"), Endpoint.broker(leader))
                            .reset())
                    .isPositive();
            assertThat(produce(other, "not touched")).isZero();
            Clients.send(shop, "orders", "k", "after it connected again");
            scenario.cluster.pull(new Lever.Reset(Endpoint.broker(leader), Endpoint.clients()));
            assertThatThrownBy(() -> produce(other, "lost")).isInstanceOf(RuntimeException.class);
        }
        assertThat(scenario.cluster
                        .linkCount(Endpoint.broker(leader), Endpoint.clients())
                        .reset())
                .isPositive();
    }

    @Test
    void resetOfANodeEndsWhatItWaitsForAndItAsksAgain() {
        int follower = scenario.followers().get(0);
        await().until(() -> {
            scenario.cluster.pull(new Lever.Reset(Endpoint.broker(follower), Endpoint.broker(leader)));
            return scenario.cluster
                            .linkCount(Endpoint.broker(follower), Endpoint.broker(leader))
                            .reset()
                    > 0;
        });
        scenario.heal();
    }

    @Test
    void cutOfOneClientHoldsUpNobodyElse() throws Exception {
        try (Producer<String, String> shop = producer("shop");
                Producer<String, String> other = producer("other")) {
            Clients.send(shop, "orders", "k", "before");
            scenario.cluster.pull(new Lever.Cut(Endpoint.client("shop"), Endpoint.broker(leader)));
            var held = shop.send(new ProducerRecord<>("orders", 0, "k", "held"));
            Clients.send(other, "orders", "k", "free");
            assertThat(held.isDone()).isFalse();
            assertThat(scenario.cluster
                            .linkCount(Endpoint.client("shop"), Endpoint.broker(leader))
                            .stopped())
                    .isPositive();
            scenario.cluster.pull(new Lever.Mend(Endpoint.client("shop"), Endpoint.broker(leader)));
            assertThat(held.get(60, TimeUnit.SECONDS).offset()).isEqualTo(2);
        }
    }

    @Test
    void narrowLinkOfClientsTakesItsTime() {
        scenario.cluster.pull(new Lever.Throttle(Endpoint.clients(), Endpoint.broker(leader), 50_000));
        long before = System.nanoTime();
        try (Wire wire = connect()) {
            assertThat(produce(wire, "x".repeat(10_000))).isZero();
        }
        assertThat(System.nanoTime() - before)
                .isGreaterThan(Duration.ofMillis(190).toNanos());
        assertThat(scenario.cluster
                        .linkCount(Endpoint.clients(), Endpoint.broker(leader))
                        .delayed())
                .isPositive();
        assertThatThrownBy(() -> new Lever.Throttle(Endpoint.clients(), Endpoint.broker(leader), 0))
                .isInstanceOf(TrialException.class);
    }

    @Test
    void brokerThatDiesBehindACutLeavesItsClientsInSilence() throws Exception {
        try (Wire wire = connect()) {
            assertThat(produce(wire, "before")).isZero();
            scenario.cluster.pull(new Lever.Cut(Endpoint.broker(leader), Endpoint.clients()));
            CompletableFuture<Short> unanswered = CompletableFuture.supplyAsync(() -> produce(wire, "unanswered"));
            await().until(() -> scenario.cluster
                            .linkCount(Endpoint.broker(leader), Endpoint.clients())
                            .stopped()
                    > 0);
            scenario.cluster.pull(new Lever.Crash(leader));
            assertThat(unanswered).isNotDone();

            scenario.cluster.pull(new Lever.Mend(Endpoint.broker(leader), Endpoint.clients()));

            assertThat(unanswered).failsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void heldRequestArrivesThoughItsClientHasGone() {
        WireRule rule = new WireRule(
                "zombie",
                WireRule.Match.of(Endpoint.clients(), Endpoint.broker(leader), "Produce"),
                new WireRule.Act.HoldRequest(),
                0,
                1);
        scenario.cluster.pull(new Lever.Intercept(rule));
        Wire gone = connect();
        CompletableFuture<Short> never = CompletableFuture.supplyAsync(() -> produce(gone, "zombie"));
        await().until(() -> scenario.cluster.touchedBy(rule) == 1);
        gone.close();
        assertThat(never).failsWithin(Duration.ofSeconds(30));
        assertThat(end()).isZero();

        scenario.cluster.pull(new Lever.Release(rule));

        await().until(() -> end() == 1);
    }

    @Test
    void requestsOfOneConnectionChangePlacesAndAreAnsweredInOrder() {
        WireRule rule = new WireRule(
                "swap",
                WireRule.Match.of(Endpoint.client("wire"), Endpoint.broker(leader), "Produce"),
                new WireRule.Act.Reorder(),
                0,
                1);
        scenario.cluster.pull(new Lever.Intercept(rule));
        try (Wire one = connect();
                Wire other = connect()) {
            CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> offset(one, "first"));
            await().until(() -> scenario.cluster.touchedBy(rule) == 1);
            assertThat(offset(other, "second")).isZero();
            assertThat(first).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1L);
            assertThat(offset(one, "third")).isEqualTo(2L);
        }
    }

    private long offset(Wire wire, String value) {
        return WireRequests.produce(wire, scenario.orders, ALL, records(value)).baseOffset();
    }

    @Test
    void ruleKnowsTheTopicOfAFetchSessionThatNamesItNoMore() throws Exception {
        try (Producer<String, String> producer = producer("shop");
                var consumer = Clients.consumer(scenario.servers(), Map.of("group.id", "billing"))) {
            consumer.subscribe(java.util.List.of("orders"));
            Clients.send(producer, "orders", "k", "one");
            Clients.poll(consumer, 1);
            WireRule rule = new WireRule(
                    "session",
                    new WireRule.Match(
                            Endpoint.clients(),
                            Endpoint.broker(leader),
                            Optional.of("Fetch"),
                            Optional.empty(),
                            Optional.of("orders")),
                    new WireRule.Act.Note());
            scenario.cluster.pull(new Lever.Intercept(rule));
            Clients.send(producer, "orders", "k", "two");
            Clients.poll(consumer, 1);
            await().until(() -> {
                consumer.poll(Duration.ofMillis(50));
                return scenario.cluster.touchedBy(rule) > 2;
            });
        }
    }
}
