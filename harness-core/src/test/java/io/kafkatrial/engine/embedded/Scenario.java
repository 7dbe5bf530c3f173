/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.ProduceResponse;

/** Three brokers, the topic orders with one partition on all of them, and raw connections to each. */
final class Scenario implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    final RunningCluster cluster;
    final TopicIdPartition orders;
    private final Map<Integer, InetSocketAddress> addresses;
    private final Map<Integer, Wire> wires = new HashMap<>();

    private Scenario(RunningCluster cluster, TopicIdPartition orders) {
        this.cluster = cluster;
        this.orders = orders;
        this.addresses = Wire.addresses(cluster.bootstrapServers(), cluster.brokers());
    }

    static Scenario start(Map<String, String> brokerConfig, Map<String, String> topicConfig) throws Exception {
        RunningCluster cluster = new EmbeddedEngine()
                .start(new ClusterSpec(
                        3,
                        1,
                        List.of(new TopicSpec("orders", 1, OptionalInt.empty(), topicConfig)),
                        brokerConfig,
                        Map.of(),
                        OptionalInt.empty(),
                        46));
        return new Scenario(cluster, orders(cluster.bootstrapServers()));
    }

    static TopicIdPartition orders(String servers) throws Exception {
        try (Admin admin = Clients.admin(servers)) {
            return new TopicIdPartition(
                    admin.describeTopics(Set.of("orders"))
                            .allTopicNames()
                            .get()
                            .get("orders")
                            .topicId(),
                    ORDERS_0);
        }
    }

    String servers() {
        return cluster.bootstrapServers();
    }

    PartitionView view() {
        return cluster.partition(new PartitionId("orders", 0)).orElseThrow();
    }

    int leader() {
        return view().leader().orElseThrow();
    }

    List<Integer> followers() {
        int leader = leader();
        return view().replicas().stream().filter(id -> id != leader).toList();
    }

    void crash(int broker) {
        disconnect(broker);
        cluster.pull(new Lever.Crash(broker));
    }

    void wipe(int broker) {
        disconnect(broker);
        cluster.pull(new Lever.WipeDisk(broker));
    }

    void stop(int broker) {
        disconnect(broker);
        cluster.pull(new Lever.Stop(broker));
    }

    void restart(int broker) {
        cluster.pull(new Lever.Restart(broker));
    }

    private void disconnect(int broker) {
        Wire wire = wires.remove(broker);
        if (wire != null) {
            wire.close();
        }
    }

    /** Let nothing pass between the leader and its followers, not even the answer to a fetch that waits. */
    void cutFollowers() {
        int leader = leader();
        followers().forEach(follower -> {
            cluster.pull(new Lever.Cut(Endpoint.broker(follower), Endpoint.broker(leader)));
            cluster.pull(new Lever.Cut(Endpoint.broker(leader), Endpoint.broker(follower)));
        });
    }

    void mend(int broker) {
        cluster.brokers().stream().filter(id -> id != broker).forEach(id -> {
            cluster.pull(new Lever.Mend(Endpoint.broker(id), Endpoint.broker(broker)));
            cluster.pull(new Lever.Mend(Endpoint.broker(broker), Endpoint.broker(id)));
        });
    }

    void heal() {
        assertThat(cluster.awaitHealthy(PATIENCE)).isTrue();
    }

    Wire wire(int broker) {
        return wires.computeIfAbsent(broker, id -> new Wire(addresses.get(id)));
    }

    /** Wait until somebody else leads, in the controller's eyes and in its own; returns it. */
    int awaitLeaderOtherThan(int former) {
        await().atMost(PATIENCE)
                .until(() -> view().leader().isPresent() && view().leader().getAsInt() != former);
        int leader = leader();
        awaitSeen(leader, partition -> partition.leaderId() == leader);
        return leader;
    }

    /** Wait until a broker's own metadata say so. */
    MetadataResponsePartition awaitSeen(int broker, Predicate<MetadataResponsePartition> what) {
        return await().atMost(PATIENCE).until(() -> seenBy(broker), what);
    }

    /** Wait until a broker knows the topic under this id, with a leader. */
    void awaitTopic(int broker, Uuid id) {
        await().atMost(PATIENCE).until(() -> {
            var topic = seen(broker);
            return topic.topicId().equals(id) && topic.partitions().get(0).leaderId() >= 0;
        });
    }

    private MetadataResponsePartition seenBy(int broker) {
        return seen(broker).partitions().get(0);
    }

    private MetadataResponseTopic seen(int broker) {
        MetadataRequestData ask = new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("orders")));
        return wire(broker)
                .ask(new MetadataRequest(ask, (short) 12), MetadataResponse.class)
                .data()
                .topics()
                .iterator()
                .next();
    }

    PartitionProduceResponse produce(int broker, int acks, int timeoutMs, MemoryRecords records) {
        return wire(broker)
                .ask(WireRequests.produceRequest(orders, (short) acks, timeoutMs, records), ProduceResponse.class)
                .data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0);
    }

    /** Append one record with acks=all, which must succeed; returns its offset. */
    long append(int broker, String value) {
        PartitionProduceResponse answer = produce(broker, -1, 30_000, WireRequests.records(value));
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
        return answer.baseOffset();
    }

    Errors tryAppend(int broker, int acks, String value) {
        return Errors.forCode(
                produce(broker, acks, 30_000, WireRequests.records(value)).errorCode());
    }

    /** The end of a leader's log, committed or not. */
    long logEnd(int broker) {
        return WireRequests.list(wire(broker), orders, -1, -1, -2).offset();
    }

    /** What consumers can read up to. */
    long highWatermark(int broker) {
        return WireRequests.list(wire(broker), orders, -1, -1, -1).offset();
    }

    /** Everything a consumer gets to read. */
    List<String> consume(int count) {
        try (Consumer<String, String> consumer = Clients.consumer(servers(), Map.of())) {
            consumer.assign(Set.of(ORDERS_0));
            List<String> values = new ArrayList<>(Clients.poll(consumer, count).stream()
                    .map(ConsumerRecord::value)
                    .toList());
            long end = consumer.endOffsets(Set.of(ORDERS_0)).get(ORDERS_0);
            while (consumer.position(ORDERS_0) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    @Override
    public void close() {
        wires.values().forEach(Wire::close);
        cluster.close();
    }
}
