/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static io.kafkatrial.engine.embedded.WireRequests.ALL;
import static io.kafkatrial.engine.embedded.WireRequests.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.proxy.Door;
import io.kafkatrial.engine.proxy.Proxy;
import io.kafkatrial.engine.wire.WireTable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of single requests, at the broker's own door and at a proxy before it: the same rules, the same outcome. */
class WireFaultsTest {

    private enum Way {
        THE_BROKERS_DOOR,
        A_PROXY
    }

    private static final WireRule.Act DROP_RESPONSE = new WireRule.Act.DropResponse();

    private Scenario scenario;
    private Proxy proxy;
    private WireTable table;
    private InetSocketAddress address;
    private int leader;

    private void open(Way way) throws Exception {
        scenario = Scenario.start(Map.of(), Map.of());
        leader = scenario.leader();
        address = Wire.addresses(scenario.servers(), scenario.cluster.brokers()).get(leader);
        if (way == Way.A_PROXY) {
            table = new WireTable(
                    id -> id.equals(scenario.orders.topicId().toString()) ? Optional.of("orders") : Optional.empty());
            proxy = new Proxy(new Links(3), table, System::nanoTime);
            InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            address = proxy.open(new Door(Endpoint.clients(), Endpoint.broker(leader), anywhere, address));
        }
    }

    @AfterEach
    void close() {
        try {
            if (proxy != null) {
                proxy.close();
            }
        } finally {
            scenario.close();
        }
    }

    private WireRule rule(String api, WireRule.Act act, int skip, int times) {
        return new WireRule(
                api + act, WireRule.Match.of(Endpoint.clients(), Endpoint.broker(leader), api), act, skip, times);
    }

    private void arm(WireRule rule) {
        if (table == null) {
            scenario.cluster.pull(new Lever.Intercept(rule));
        } else {
            table.arm(rule);
        }
    }

    private void release(WireRule rule) {
        if (table == null) {
            scenario.cluster.pull(new Lever.Release(rule));
        } else {
            table.release(rule);
        }
    }

    private long touchedBy(WireRule rule) {
        return table == null ? scenario.cluster.touchedBy(rule) : table.touchedBy(rule);
    }

    private short produce(Wire wire, String value) {
        return WireRequests.produce(wire, scenario.orders, ALL, records(value)).errorCode();
    }

    /** How many records the leader has, asked past every rule and proxy. */
    private long end() {
        try (Wire wire = new Wire(
                Wire.addresses(scenario.servers(), scenario.cluster.brokers()).get(leader))) {
            return WireRequests.list(wire, scenario.orders, -1, -1, -1).offset();
        }
    }

    @ParameterizedTest
    @EnumSource
    void droppedResponseKeepsTheEffect(Way way) throws Exception {
        open(way);
        WireRule rule = rule("Produce", DROP_RESPONSE, 1, 1);
        arm(rule);
        try (Wire wire = new Wire(address)) {
            assertThat(produce(wire, "skipped by the rule")).isZero();
            assertThatThrownBy(() -> produce(wire, "kept, never answered")).isInstanceOf(UncheckedIOException.class);
        }
        Awaitility.await().until(() -> end() == 2);
        try (Wire wire = new Wire(address)) {
            assertThat(produce(wire, "beyond the rule's times")).isZero();
        }
        assertThat(end()).isEqualTo(3);
        assertThat(touchedBy(rule)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void droppedRequestHasNoEffect(Way way) throws Exception {
        open(way);
        WireRule rule = rule("Produce", new WireRule.Act.DropRequest(), 0, 1);
        arm(rule);
        try (Wire wire = new Wire(address)) {
            assertThatThrownBy(() -> produce(wire, "lost")).isInstanceOf(UncheckedIOException.class);
        }
        try (Wire wire = new Wire(address)) {
            assertThat(produce(wire, "arrives")).isZero();
        }
        assertThat(end()).isEqualTo(1);
        assertThat(touchedBy(rule)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void heldRequestIsOvertakenByAnotherConnectionAndArrivesWhenReleased(Way way) throws Exception {
        open(way);
        WireRule rule = rule("Produce", new WireRule.Act.HoldRequest(), 0, 1);
        arm(rule);
        try (Wire held = new Wire(address);
                Wire free = new Wire(address)) {
            CompletableFuture<Short> late = CompletableFuture.supplyAsync(() -> produce(held, "zombie"));
            Awaitility.await().until(() -> touchedBy(rule) == 1);
            assertThat(produce(free, "overtakes")).isZero();
            assertThat(end()).isEqualTo(1);
            assertThat(late).isNotDone();

            release(rule);

            assertThat(late.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(end()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void heldResponseHasItsEffectAtOnce(Way way) throws Exception {
        open(way);
        WireRule rule = rule("Produce", new WireRule.Act.HoldResponse(), 0, 1);
        arm(rule);
        try (Wire held = new Wire(address)) {
            CompletableFuture<Short> late = CompletableFuture.supplyAsync(() -> produce(held, "written"));
            Awaitility.await().until(() -> end() == 1);
            assertThat(late).isNotDone();

            release(rule);

            assertThat(late.get(30, TimeUnit.SECONDS)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatedRequestTakesEffectTwiceAndIsAnsweredOnce(Way way) throws Exception {
        open(way);
        WireRule rule = rule("Produce", new WireRule.Act.Duplicate(), 0, 1);
        arm(rule);
        try (Wire wire = new Wire(address)) {
            assertThat(produce(wire, "twice")).isZero();
            assertThat(produce(wire, "once")).isZero();
        }
        assertThat(end()).isEqualTo(3);
        assertThat(touchedBy(rule)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void refusedRequestIsAnsweredWithTheErrorAndDoesNotArrive(Way way) throws Exception {
        open(way);
        arm(rule("Produce", new WireRule.Act.Refuse("NOT_LEADER_OR_FOLLOWER"), 0, 1));
        try (Wire wire = new Wire(address)) {
            assertThat(produce(wire, "refused")).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
            assertThat(produce(wire, "accepted")).isZero();
        }
        assertThat(end()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void staleMetadataIsWhatWasAnsweredBefore(Way way) throws Exception {
        open(way);
        WireRule rule = rule("Metadata", new WireRule.Act.AnswerStale(), 0, 0);
        try (Wire wire = new Wire(address)) {
            int epoch = leaderEpoch(wire);
            arm(rule);
            int other = scenario.followers().get(0);
            scenario.crash(other);
            Awaitility.await().until(() -> !scenario.view().isr().contains(other));

            assertThat(isr(wire)).as("as it was").contains(other);
            assertThat(leaderEpoch(wire)).isEqualTo(epoch);
            assertThat(touchedBy(rule)).isEqualTo(2);
            release(rule);
            Awaitility.await().until(() -> !isr(wire).contains(other));
        }
    }

    private List<Integer> isr(Wire wire) {
        return metadata(wire).isrNodes();
    }

    private int leaderEpoch(Wire wire) {
        return metadata(wire).leaderEpoch();
    }

    private static MetadataResponseData.MetadataResponsePartition metadata(Wire wire) {
        MetadataRequestData request = new MetadataRequestData()
                .setAllowAutoTopicCreation(false)
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("orders")));
        return wire.ask(new MetadataRequest(request, (short) 12), MetadataResponse.class)
                .data()
                .topics()
                .iterator()
                .next()
                .partitions()
                .get(0);
    }

    @ParameterizedTest
    @EnumSource
    void rulesTellTopicsAndClientsApart(Way way) throws Exception {
        open(way);
        Endpoint broker = Endpoint.broker(leader);
        Endpoint clients = Endpoint.clients();
        Optional<String> produce = Optional.of("Produce");
        Optional<String> any = Optional.empty();
        WireRule otherTopic = new WireRule(
                "topic", new WireRule.Match(clients, broker, produce, any, Optional.of("payments")), DROP_RESPONSE);
        WireRule otherClient = new WireRule(
                "client", new WireRule.Match(clients, broker, produce, Optional.of("shop"), any), DROP_RESPONSE);
        WireRule meant = new WireRule(
                "both",
                new WireRule.Match(clients, broker, any, Optional.of("wire"), Optional.of("orders")),
                new WireRule.Act.Duplicate());
        List.of(otherTopic, otherClient, meant).forEach(this::arm);
        try (Wire wire = new Wire(address)) {
            assertThat(produce(wire, "twice")).isZero();
        }
        assertThat(touchedBy(otherTopic)).isZero();
        assertThat(touchedBy(otherClient)).isZero();
        assertThat(touchedBy(meant)).isEqualTo(1);
        release(meant);
        Awaitility.await().until(() -> end() == 2);
    }

    @ParameterizedTest
    @EnumSource
    void ruleThatNamesWhatKafkaHasNotIsRefusedWithTheNearestName(Way way) throws Exception {
        open(way);
        assertThatThrownBy(() -> arm(rule("Produse", DROP_RESPONSE, 0, 0)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("'Produse'")
                .hasMessageContaining("'Produce'");
        assertThatThrownBy(() -> arm(rule("Fetch", new WireRule.Act.Refuse("NOT_LEADER"), 0, 0)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("no error named 'NOT_LEADER'");
        assertThatThrownBy(() -> rule("Fetch", DROP_RESPONSE, -1, 0)).isInstanceOf(TrialException.class);
    }
}
