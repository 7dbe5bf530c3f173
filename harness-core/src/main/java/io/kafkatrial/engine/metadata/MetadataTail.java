/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.Records;
import org.jspecify.annotations.Nullable;

/**
 * Follows the controllers' log from the birth of the cluster on, as Kafka's brokers do: it fetches from the leader of
 * the quorum, and applies what is below the high watermark. As an observer without an id it counts for nothing in the
 * quorum. One thread of its own; the view may be read by any.
 *
 * <p>See KIP-595 for the protocol.
 */
public final class MetadataTail implements AutoCloseable {

    /** The first version that names topics by id, which is how Raft is asked; served by all versions from 3.7 on. */
    private static final short VERSION = 13;

    private static final int WAIT_MS = 200;
    private static final int TIMEOUT_MS = 1_500;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    private final Map<Integer, InetSocketAddress> controllers;
    private final ClusterView view;
    private final ClusterListener events;
    private final InstantSource clock = InstantSource.system();
    private final Thread thread;
    private volatile boolean closed;
    private volatile OptionalInt leader = OptionalInt.empty();
    private volatile @Nullable WireConnection connection;
    private volatile int connectedTo = -1;
    private int epoch;
    private long offset;
    private int lastEpoch;

    /** Follow these controllers, changing {@code view} and telling {@code events}. */
    public MetadataTail(Map<Integer, InetSocketAddress> controllers, ClusterView view, ClusterListener events) {
        this.controllers = new TreeMap<>(controllers);
        this.view = view;
        this.events = events;
        this.thread = new Thread(this::follow, "kafka-trial-metadata");
        thread.setDaemon(true);
    }

    /** Begin. */
    public void start() {
        thread.start();
    }

    /** The controller that leads, as it says itself; empty while none is found. */
    public OptionalInt leader() {
        return leader;
    }

    /** A controller's process is gone or frozen: look for another at once. */
    public void drop(int controller) {
        WireConnection open = connection;
        if (open != null && connectedTo == controller) {
            open.close();
        }
    }

    private void follow() {
        List<Integer> candidates = new ArrayList<>(controllers.keySet());
        int next = 0;
        while (!closed) {
            int candidate = candidates.get(next);
            int hint = listenTo(candidate);
            next = hint >= 0 && hint != candidate && candidates.contains(hint)
                    ? candidates.indexOf(hint)
                    : (next + 1) % candidates.size();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Fetch from one controller as long as it leads; gives back whom it takes for the leader, or -1. */
    private int listenTo(int controller) {
        InetSocketAddress address = controllers.get(controller);
        try (WireConnection open = new WireConnection(Objects.requireNonNull(address), TIMEOUT_MS)) {
            connection = open;
            connectedTo = controller;
            while (!closed) {
                FetchResponseData answer = fetch(open, request());
                if (answer.errorCode() != Errors.NONE.code()
                        || answer.responses().isEmpty()) {
                    return -1;
                }
                var partition = answer.responses().get(0).partitions().get(0);
                int hint = take(controller, partition);
                if (hint != controller) {
                    return hint;
                }
            }
        } catch (IOException gone) {
            lost(controller);
        } finally {
            connection = null;
        }
        return -1;
    }

    private static FetchResponseData fetch(WireConnection open, FetchRequestData request) throws IOException {
        return open.ask(ApiKeys.FETCH, VERSION, request, new FetchResponseData());
    }

    private FetchRequestData request() {
        FetchRequestData request = new FetchRequestData()
                .setReplicaId(-1)
                .setMaxWaitMs(WAIT_MS)
                .setMinBytes(1)
                .setMaxBytes(8 * 1024 * 1024);
        request.topics()
                .add(new FetchRequestData.FetchTopic()
                        .setTopicId(Uuid.METADATA_TOPIC_ID)
                        .setPartitions(List.of(new FetchRequestData.FetchPartition()
                                .setPartition(0)
                                .setCurrentLeaderEpoch(epoch)
                                .setFetchOffset(offset)
                                .setLastFetchedEpoch(lastEpoch)
                                .setPartitionMaxBytes(8 * 1024 * 1024))));
        return request;
    }

    /** Take an answer; gives back whom to ask next. */
    private int take(int controller, FetchResponseData.PartitionData partition) {
        var current = partition.currentLeader();
        if (partition.errorCode() != Errors.NONE.code()) {
            epoch = Math.max(epoch, current.leaderEpoch());
            if (leader.isPresent() && leader.getAsInt() == controller && current.leaderId() != controller) {
                lost(controller);
            }
            return current.leaderEpoch() < epoch ? -1 : current.leaderId();
        }
        if (partition.divergingEpoch().epoch() >= 0 || partition.snapshotId().epoch() >= 0) {
            // what was committed is no longer there: the quorum lost its disks; begin anew
            offset = 0;
            lastEpoch = 0;
            view.clear();
            return controller;
        }
        leads(controller);
        if (partition.records() instanceof Records records) {
            long before = offset;
            apply(records, partition.highWatermark());
            view.upToDate(offset >= partition.highWatermark());
            if (offset == before && records.sizeInBytes() > 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } else {
            view.upToDate(offset >= partition.highWatermark());
        }
        return controller;
    }

    private void apply(Records records, long highWatermark) {
        for (var batch : records.batches()) {
            if (batch.lastOffset() >= highWatermark) {
                return;
            }
            if (!batch.isControlBatch() && batch.baseOffset() >= offset) {
                batch.forEach(record -> view.apply(record, clock.instant()).forEach(events::on));
            }
            offset = batch.nextOffset();
            lastEpoch = batch.partitionLeaderEpoch();
        }
    }

    private void leads(int controller) {
        if (leader.isEmpty() || leader.getAsInt() != controller) {
            leader = OptionalInt.of(controller);
            events.on(new ClusterEvent.ControllerChanged(clock.instant(), leader, epoch));
        }
    }

    private void lost(int controller) {
        if (leader.isPresent() && leader.getAsInt() == controller) {
            leader = OptionalInt.empty();
            view.upToDate(false);
            events.on(new ClusterEvent.ControllerChanged(clock.instant(), leader, epoch));
        }
    }

    /** Whether this controller answers and takes the one we follow for the leader; asked on a connection of its own. */
    public boolean follows(int controller) {
        OptionalInt now = leader;
        InetSocketAddress address = controllers.get(controller);
        if (now.isEmpty() || address == null) {
            return false;
        }
        if (now.getAsInt() == controller) {
            return true;
        }
        FetchRequestData question = new FetchRequestData().setReplicaId(-1).setMaxWaitMs(0);
        question.topics()
                .add(new FetchRequestData.FetchTopic()
                        .setTopicId(Uuid.METADATA_TOPIC_ID)
                        .setPartitions(List.of(new FetchRequestData.FetchPartition()
                                .setPartition(0)
                                .setCurrentLeaderEpoch(0)
                                .setFetchOffset(0)
                                .setLastFetchedEpoch(0)
                                .setPartitionMaxBytes(1))));
        try (WireConnection open = new WireConnection(address, TIMEOUT_MS)) {
            FetchResponseData answer = fetch(open, question);
            return !answer.responses().isEmpty()
                    && answer.responses()
                                    .get(0)
                                    .partitions()
                                    .get(0)
                                    .currentLeader()
                                    .leaderId()
                            == now.getAsInt();
        } catch (IOException away) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        WireConnection open = connection;
        if (open != null) {
            open.close();
        }
        LockSupport.unpark(thread);
        boolean interrupted = false;
        try {
            thread.join(TIMEOUT_MS * 3L);
        } catch (InterruptedException later) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
