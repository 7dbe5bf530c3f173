/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults of single requests against the embedded engine with a real producer: evidence, healing, what is refused. */
class RequestFaultsTest {

    private static final Requests PRODUCE = Requests.to(Target.leaderOf("orders-0"), "Produce");
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Cluster cluster = Cluster.builder()
            .brokers(3)
            .topic("orders", 1, 3)
            .seed(7)
            .engine("embedded")
            .start();

    @AfterEach
    void close() {
        cluster.close();
    }

    private KafkaProducer<String, String> producer() {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static Future<RecordMetadata> send(KafkaProducer<String, String> producer) {
        return producer.send(new ProducerRecord<>("orders", "key", "value"));
    }

    private Injection inject(Fault fault) {
        return cluster.inject(Plan.of(7, "requests", fault, Trigger.immediately()));
    }

    @Test
    void evidenceCountsWhatWasTouchedAndNamesTheRole() throws Exception {
        int leader = cluster.leaderOf("orders-0").id();
        Injection injection =
                inject(new Fault.OnRequests(PRODUCE, new WireRule.Act.DropResponse(), 1, 2, Optional.empty()));
        try (KafkaProducer<String, String> producer = producer()) {
            for (int i = 0; i < 5; i++) {
                send(producer).get();
            }
        }
        Bite bite = injection.heal().get(0);

        assertThat(bite.bit()).isTrue();
        assertThat(bite.touched()).isEqualTo(2);
        assertThat(bite.evidence())
                .startsWith("dropped the answers of 2 Produce requests to broker " + leader
                        + " (leader of orders-0, epoch 0) at once; released");
        assertThat(bite.planned().fault().describe())
                .isEqualTo("drop the answers of 2 Produce requests after 1 clients -> leader:orders-0");
    }

    @Test
    void heldRequestIsLetGoWhenThePlanIsHealed() throws Exception {
        Injection injection = inject(new Fault.OnRequests(PRODUCE, new WireRule.Act.HoldRequest()));
        try (KafkaProducer<String, String> producer = producer()) {
            Future<RecordMetadata> held = send(producer);
            await().atMost(LONG).until(() -> injection.bites().get(0).touched() == 1);
            assertThat(held.isDone()).isFalse();

            cluster.heal();

            assertThat(held.get().offset()).isZero();
        }
    }

    @Test
    void ruleArmedByHandIsReleasedByHealing() throws Exception {
        WireRule rule = new WireRule(
                "mine",
                WireRule.Match.of(
                        Endpoint.clients(),
                        Endpoint.broker(cluster.leaderOf("orders-0").id()),
                        "Produce"),
                new WireRule.Act.HoldResponse());
        cluster.pull(new Lever.Intercept(rule));
        try (KafkaProducer<String, String> producer = producer()) {
            Future<RecordMetadata> held = send(producer);
            await().atMost(LONG).until(() -> cluster.running().touchedBy(rule) == 1);
            cluster.heal();
            assertThat(held.get().offset()).isZero();
        }
        assertThat(cluster.running().touchedBy(rule)).isEqualTo(1);
    }

    @Test
    void faultsThatTouchNobodyElsesRequestsDoNotBite() throws Exception {
        Injection injection = inject(new Fault.OnRequests(
                PRODUCE.by("somebody else").about("orders"), new WireRule.Act.Refuse("NOT_LEADER_OR_FOLLOWER")));
        try (KafkaProducer<String, String> producer = producer()) {
            send(producer).get();
        }
        assertThat(injection.heal().get(0).bit()).isFalse();
    }

    @Test
    void twoPlansOfTheSameNameDoNotEndEachOther() throws Exception {
        Fault drop = new Fault.OnRequests(PRODUCE, new WireRule.Act.DropRequest());
        Injection first = inject(drop);
        Injection second = inject(drop);
        try (KafkaProducer<String, String> producer = producer()) {
            send(producer).get();
        }
        assertThat(List.of(first.heal().get(0).touched(), second.heal().get(0).touched()))
                .containsExactly(1L, 1L);
    }

    @Test
    void whatCannotWorkIsRefusedBeforeItFires() {
        WireRule.Act drop = new WireRule.Act.DropRequest();
        assertThatThrownBy(() -> inject(new Fault.OnRequests(Requests.to(Target.broker(1), "Produse"), drop)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("requests")
                .hasMessageContaining("'Produce'");
        assertThatThrownBy(() -> inject(new Fault.OnRequests(PRODUCE.about("payments"), drop)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("payments");
        assertThatThrownBy(() -> inject(new Fault.OnRequests(Requests.to(Target.parse("clients"), "Fetch"), drop)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("nobody sends requests to clients");
        assertThatThrownBy(() -> inject(new Fault.OnRequests(PRODUCE, drop, -1, 0, Optional.empty())))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void requestsOfNodesAreTouchedAndCountedForTheWholeRule() throws Exception {
        Requests fetch = Requests.to(Target.leaderOf("orders-0"), "Fetch").from(Target.followersOf("orders-0"));
        Fault fault = new Fault.OnRequests(fetch, new WireRule.Act.HoldRequest());

        assertThat(fault.needs()).containsExactly(Capability.NODE_WIRE);
        assertThat(new Fault.OnRequests(PRODUCE, new WireRule.Act.HoldRequest()).needs())
                .containsExactly(Capability.WIRE);

        Injection injection = inject(new Fault.OnRequests(
                fetch.about("orders"), new WireRule.Act.Refuse("UNKNOWN_LEADER_EPOCH"), 2, 3, Optional.empty()));
        try (KafkaProducer<String, String> producer = producer()) {
            for (int i = 0; i < 20; i++) {
                send(producer).get();
            }
        }
        await().atMost(LONG).until(() -> injection.bites().get(0).touched() == 3);
        assertThat(injection.heal().get(0).evidence())
                .startsWith("refused 3 Fetch requests for topic orders with UNKNOWN_LEADER_EPOCH of broker ")
                .contains("(follower of orders-0")
                .contains("to broker " + cluster.leaderOf("orders-0").id() + " (leader of orders-0, epoch 0)");
    }
}
