/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.metadata;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Tells of acknowledged records without seeing the wire. It knows of them in two ways: recording clients say so at
 * once, see {@link #acknowledged}; and for all other clients it looks at the high watermarks every
 * {@value #PERIOD_MS} ms, which is what a producer with acks=all waits for. Each record counts once, by its offset;
 * the markers of transactions are offsets too and count with them. Safe for use by several threads.
 */
public final class AckWatch implements AutoCloseable {

    private static final long PERIOD_MS = 40;
    private static final int TIMEOUT_MS = 300;
    private static final short VERSION = 6;
    private static final long LATEST = -1;
    private static final int AS_CLIENT = -1;

    private final ClusterView view;
    private final Map<Integer, InetSocketAddress> brokers;
    private final IntPredicate isRunning;
    private final ClusterListener events;
    private final InstantSource clock = InstantSource.system();
    private final Map<PartitionId, Long> counted = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<Integer, WireConnection> connections = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker;

    /**
     * Watch the topics in {@code view}, and tell {@code events}.
     *
     * @param brokers where the brokers listen
     * @param isRunning whether it makes sense to ask a broker now
     */
    public AckWatch(
            ClusterView view, Map<Integer, InetSocketAddress> brokers, IntPredicate isRunning, ClusterListener events) {
        this.view = view;
        this.brokers = Map.copyOf(brokers);
        this.isRunning = isRunning;
        this.events = events;
        this.worker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kafka-trial-acks");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begin. */
    public void start() {
        worker.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** A recording client was told that the record at {@code offset} is in the log. */
    public void acknowledged(PartitionId partition, long offset) {
        if (offset >= 0) {
            advance(partition, offset + 1);
        }
    }

    /** Forget the topics of this moment; their names may come again with other records. */
    public synchronized void forget() {
        counted.clear();
    }

    private void look() {
        forgetDeleted(view.topics());
        Map<Integer, List<PartitionId>> byLeader = new TreeMap<>();
        for (PartitionView partition : view.partitions()) {
            PartitionId id = partition.partition();
            if (partition.leader().isPresent() && !id.topic().startsWith("__")) {
                byLeader.computeIfAbsent(partition.leader().getAsInt(), leader -> new ArrayList<>())
                        .add(id);
            }
        }
        byLeader.forEach((leader, partitions) -> {
            if (isRunning.test(leader)) {
                look(leader, partitions);
            } else {
                close(leader);
            }
        });
    }

    /** A topic that was there and is gone may come again, and its offsets begin anew. */
    private synchronized void forgetDeleted(Set<String> topics) {
        counted.keySet().removeIf(id -> seen.contains(id.topic()) && !topics.contains(id.topic()));
        seen.retainAll(topics);
        seen.addAll(topics);
    }

    private void look(int leader, List<PartitionId> partitions) {
        ListOffsetsRequestData request = new ListOffsetsRequestData().setReplicaId(AS_CLIENT);
        Map<String, ListOffsetsTopic> topics = new TreeMap<>();
        for (PartitionId id : partitions) {
            topics.computeIfAbsent(id.topic(), name -> new ListOffsetsTopic().setName(name))
                    .partitions()
                    .add(new ListOffsetsPartition()
                            .setPartitionIndex(id.partition())
                            .setTimestamp(LATEST));
        }
        request.topics().addAll(topics.values());
        try {
            WireConnection open = connection(leader);
            ListOffsetsResponseData answer =
                    open.ask(ApiKeys.LIST_OFFSETS, VERSION, request, new ListOffsetsResponseData());
            answer.topics().forEach(topic -> topic.partitions().stream()
                    .filter(partition -> partition.errorCode() == Errors.NONE.code())
                    .forEach(partition ->
                            advance(new PartitionId(topic.name(), partition.partitionIndex()), partition.offset())));
        } catch (IOException away) {
            // asked again at the next turn, of whoever leads then
            close(leader);
        }
    }

    private WireConnection connection(int broker) throws IOException {
        WireConnection open = connections.get(broker);
        if (open == null) {
            open = new WireConnection(Objects.requireNonNull(brokers.get(broker)), TIMEOUT_MS);
            connections.put(broker, open);
        }
        return open;
    }

    private void close(int broker) {
        WireConnection open = connections.remove(broker);
        if (open != null) {
            open.close();
        }
    }

    private void advance(PartitionId partition, long end) {
        int broker = view.partition(partition)
                .map(PartitionView::leader)
                .orElse(OptionalInt.empty())
                .orElse(-1);
        long before;
        synchronized (this) {
            before = counted.getOrDefault(partition, 0L);
            counted.put(partition, Math.max(before, end));
        }
        if (end > before) {
            int count = (int) Math.min(Integer.MAX_VALUE, end - before);
            events.on(new ClusterEvent.Acked(clock.instant(), partition, broker, before, count));
        }
    }

    @Override
    public void close() {
        worker.shutdown();
        connections.values().forEach(WireConnection::close);
    }
}
