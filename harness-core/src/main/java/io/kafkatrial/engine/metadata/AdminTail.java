/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Follows a cluster that is not ours by asking it again and again, as an administrator. What changes and changes back between
 * two looks is not seen. Kafka tells administrators no leader epochs: here they are the number of leaders seen since the
 * beginning. One thread of its own; what it knows may be read by any.
 */
public final class AdminTail implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Admin admin;
    private final ClusterListener events;
    private final boolean acks;
    private final InstantSource clock = InstantSource.system();
    private final Thread thread;
    private volatile boolean closed;
    private volatile Map<Integer, InetSocketAddress> brokers = Map.of();
    private volatile Map<String, String> topicNames = Map.of();
    private volatile OptionalInt controller = OptionalInt.empty();
    private volatile Map<PartitionId, PartitionView> partitions = Map.of();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /**
     * Follow a cluster.
     *
     * @param client what a client needs to get in, {@code bootstrap.servers} included
     * @param events told of what changes
     * @param acks whether to tell what was acknowledged, too
     */
    public AdminTail(Map<String, Object> client, ClusterListener events, boolean acks) {
        Map<String, Object> config = new HashMap<>(client);
        config.put("client.id", "kafka-trial-attached");
        config.put("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
        config.put("request.timeout.ms", "3000");
        config.put("reconnect.backoff.max.ms", "200");
        this.admin = Admin.create(config);
        this.events = events;
        this.acks = acks;
        this.thread = new Thread(this::follow, "kafka-trial-attached");
        thread.setDaemon(true);
    }

    /**
     * Look for the first time, and go on looking.
     *
     * @throws ExecutionException if the cluster refuses to tell
     * @throws TimeoutException if it does not answer
     */
    public void start() throws ExecutionException, TimeoutException {
        look();
        thread.start();
    }

    /** The brokers that are members now, and where they say clients find them; not resolved. */
    public Map<Integer, InetSocketAddress> brokers() {
        return brokers;
    }

    /** The name of a topic by its id in Kafka's text form; empty if it is not known. */
    public Optional<String> topicName(String id) {
        return Optional.ofNullable(topicNames.get(id));
    }

    /** Who the cluster says leads its controllers. */
    public OptionalInt controller() {
        return controller;
    }

    /** The partitions, internal ones included, as of the last look. */
    public Map<PartitionId, PartitionView> partitions() {
        return partitions;
    }

    private void follow() {
        while (!closed) {
            try {
                look();
            } catch (ExecutionException | TimeoutException disturbed) {
                // a fault is at work; the next look tells
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void look() throws ExecutionException, TimeoutException {
        DescribeClusterResult cluster = admin.describeCluster();
        Map<Integer, InetSocketAddress> members = new TreeMap<>();
        for (Node node : get(cluster.nodes())) {
            members.put(node.id(), InetSocketAddress.createUnresolved(node.host(), node.port()));
        }
        brokers = members;
        Node leads = get(cluster.controller());
        controller(leads == null || leads.isEmpty() ? OptionalInt.empty() : OptionalInt.of(leads.id()));
        Set<String> topics =
                get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        Map<String, TopicDescription> described =
                get(admin.describeTopics(topics).allTopicNames());
        topicNames = described.values().stream()
                .collect(Collectors.toMap(topic -> topic.topicId().toString(), TopicDescription::name));
        Map<PartitionId, PartitionView> next = new TreeMap<>();
        for (TopicDescription topic : described.values()) {
            for (TopicPartitionInfo info : topic.partitions()) {
                PartitionView view = view(new PartitionId(topic.name(), info.partition()), info);
                next.put(view.partition(), view);
            }
        }
        partitions = next;
        if (acks) {
            tellAcks(next.values());
        }
    }

    private void controller(OptionalInt now) {
        if (!now.equals(controller)) {
            controller = now;
            events.on(new ClusterEvent.ControllerChanged(clock.instant(), now, 0));
        }
    }

    private PartitionView view(PartitionId id, TopicPartitionInfo info) {
        PartitionView before = partitions.get(id);
        Node node = info.leader();
        OptionalInt leader = node == null || node.isEmpty() ? OptionalInt.empty() : OptionalInt.of(node.id());
        boolean other = before != null && !before.leader().equals(leader);
        int epoch = before == null ? 0 : before.leaderEpoch() + (other ? 1 : 0);
        List<Integer> isr = info.isr().stream().map(Node::id).toList();
        if (other) {
            events.on(new ClusterEvent.LeaderChanged(clock.instant(), id, leader, epoch));
        }
        if (before != null && !before.isr().equals(isr)) {
            events.on(new ClusterEvent.IsrChanged(clock.instant(), id, isr, epoch));
        }
        return new PartitionView(
                id, leader, epoch, isr, info.replicas().stream().map(Node::id).toList());
    }

    /** What is below the high watermark has been acknowledged, or is about to be. */
    private void tellAcks(Collection<PartitionView> all) throws ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (PartitionView view : all) {
            if (view.leader().isPresent() && !view.partition().topic().startsWith("__")) {
                latest.put(partition(view.partition()), OffsetSpec.latest());
            }
        }
        if (latest.isEmpty()) {
            return;
        }
        var offsets = admin.listOffsets(latest, new ListOffsetsOptions());
        for (TopicPartition partition : latest.keySet()) {
            long end = get(offsets.partitionResult(partition)).offset();
            Long before = ends.put(partition, end);
            PartitionId id = new PartitionId(partition.topic(), partition.partition());
            PartitionView view = partitions.get(id);
            if (before != null && end > before && view != null) {
                events.on(new ClusterEvent.Acked(
                        clock.instant(), id, view.leader().orElse(-1), before, Math.toIntExact(end - before)));
            }
        }
    }

    private static TopicPartition partition(PartitionId id) {
        return new TopicPartition(id.topic(), id.partition());
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> answer)
            throws ExecutionException, TimeoutException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        admin.close(Duration.ZERO);
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
