/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.embedded.raft.RaftSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
 * One controller's {@link RaftClient} onto its {@link MetadataVoter}. Takes no snapshots, as the log lives
 * in memory and no longer than the cluster. Safe for use by several threads.
 */
final class VoterRaftClient implements RaftClient<ApiMessageAndVersion>, MetadataVoter.Listener {

    /** Who else is told of the log, each on the voter's loop, before the controller and before any broker. */
    record Audience(Consumer<List<Batch<ApiMessageAndVersion>>> commits, Consumer<LeaderAndEpoch> leaders) {}

    private final MetadataVoter voter;
    private final RaftSettings settings;
    private final Audience audience;
    private volatile @Nullable Listener<ApiMessageAndVersion> listener;

    VoterRaftClient(MetadataVoter voter, RaftSettings settings, Audience audience) {
        this.voter = voter;
        this.settings = settings;
        this.audience = audience;
    }

    @Override
    public void committed(List<Batch<ApiMessageAndVersion>> batches) {
        Listener<ApiMessageAndVersion> controller = listener;
        if (controller != null) {
            audience.commits().accept(batches);
            controller.handleCommit(MemoryBatchReader.of(batches, reader -> {}));
        }
    }

    @Override
    public void leaderChanged(LeaderAndEpoch leader) {
        audience.leaders().accept(leader);
        Listener<ApiMessageAndVersion> controller = listener;
        if (controller != null) {
            controller.handleLeaderChange(leader);
        }
    }

    /** Hold the controller's own thread until {@code freeze} is released. */
    void hold(Freeze freeze) {
        Listener<ApiMessageAndVersion> controller = listener;
        if (controller != null) {
            controller.handleCommit(freeze);
        }
    }

    @Override
    public void register(Listener<ApiMessageAndVersion> newListener) {
        if (listener != null) {
            throw new IllegalStateException("controller " + settings.self() + " listens already");
        }
        listener = newListener;
    }

    @Override
    public void unregister(Listener<ApiMessageAndVersion> oldListener) {
        if (listener == oldListener) {
            listener = null;
        }
    }

    @Override
    public OptionalLong highWatermark() {
        return OptionalLong.of(voter.highWatermark());
    }

    @Override
    public LeaderAndEpoch leaderAndEpoch() {
        return voter.leader();
    }

    @Override
    public OptionalInt nodeId() {
        return OptionalInt.of(settings.self());
    }

    @Override
    public Optional<Node> voterNode(int id, ListenerName listenerName) {
        return Optional.empty();
    }

    @Override
    public long prepareAppend(int epoch, List<ApiMessageAndVersion> records) {
        return voter.prepared().add(epoch, records, voter.wallMs());
    }

    @Override
    public void schedulePreparedAppend() {
        voter.flush();
    }

    @Override
    public CompletionStage<Void> shutdown(int timeoutMs) {
        close();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void resign(int epoch) {
        voter.resign(epoch, OptionalInt.empty());
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
        return voter.prepared().endOffset();
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
        listener = null;
    }
}
