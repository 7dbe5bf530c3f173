/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.raft.RaftClient;
import org.apache.kafka.raft.internals.MemoryBatchReader;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.server.common.KRaftVersion;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.SnapshotWriter;
import org.jspecify.annotations.Nullable;

/**
 * One controller's {@link RaftClient} onto the {@link RaftSeam}. Needs no thread: its only listener, the
 * {@code QuorumController}, merely queues what it is told. Takes no snapshots, as the log lives in memory
 * and no longer than the cluster.
 */
final class SeamRaftClient implements RaftClient<ApiMessageAndVersion>, RaftSeam.RaftVoter {

    private final RaftSeam seam;
    private final int id;
    private volatile @Nullable Listener<ApiMessageAndVersion> listener;

    SeamRaftClient(RaftSeam seam, int id) {
        this.seam = seam;
        this.id = id;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public void tellCommitted(List<Batch<ApiMessageAndVersion>> batches) {
        requireNonNull(listener).handleCommit(MemoryBatchReader.of(List.copyOf(batches), closed -> {}));
    }

    @Override
    public void tellLeader(LeaderAndEpoch leader) {
        requireNonNull(listener).handleLeaderChange(leader);
    }

    @Override
    public void register(Listener<ApiMessageAndVersion> newListener) {
        if (listener != null) {
            throw new IllegalStateException("controller " + id + " listens already");
        }
        listener = newListener;
        seam.join(this);
    }

    @Override
    public void unregister(Listener<ApiMessageAndVersion> oldListener) {
        seam.leave(this);
    }

    @Override
    public OptionalLong highWatermark() {
        return OptionalLong.of(seam.committedEnd());
    }

    @Override
    public LeaderAndEpoch leaderAndEpoch() {
        return seam.leader();
    }

    @Override
    public OptionalInt nodeId() {
        return OptionalInt.of(id);
    }

    @Override
    public Optional<Node> voterNode(int voter, ListenerName listenerName) {
        return Optional.empty();
    }

    @Override
    public long prepareAppend(int epoch, List<ApiMessageAndVersion> records) {
        return seam.prepare(id, epoch, records);
    }

    @Override
    public void schedulePreparedAppend() {
        seam.commitPrepared(id);
    }

    @Override
    public CompletionStage<Void> shutdown(int timeoutMs) {
        close();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void resign(int epoch) {
        seam.resign(id, epoch);
    }

    @Override
    public Optional<SnapshotWriter<ApiMessageAndVersion>> createSnapshot(OffsetAndEpoch snapshotId, long timestamp) {
        return Optional.empty();
    }

    @Override
    public Optional<OffsetAndEpoch> latestSnapshotId() {
        return Optional.empty();
    }

    @Override
    public long logEndOffset() {
        return seam.logEnd();
    }

    @Override
    public KRaftVersion kraftVersion() {
        return KRaftVersion.KRAFT_VERSION_0;
    }

    @Override
    public void upgradeKRaftVersion(int epoch, KRaftVersion version, boolean validateOnly) {
        throw new UnsupportedOperationException("the in-memory quorum has a fixed set of voters");
    }

    @Override
    public void close() {
        seam.leave(this);
    }
}
