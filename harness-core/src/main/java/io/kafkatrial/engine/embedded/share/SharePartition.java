/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.coordinator.group.ShareGroupAutoOffsetResetStrategy;
import org.apache.kafka.coordinator.group.ShareGroupAutoOffsetResetStrategy.StrategyType;
import org.apache.kafka.server.share.SharePartitionKey;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;
import org.apache.kafka.server.share.fetch.RecordState;
import org.apache.kafka.server.share.persister.PartitionAllData;
import org.apache.kafka.server.share.persister.PartitionFactory;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.share.persister.PersisterStateBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition as one share group sees it, on the partition's leader: a step-like machine that is moved
 * by fetches, acknowledgements, expired locks and the coordinator's answers. Every change of a record is
 * written to the coordinator before the member is told; an acquisition is not, as in Kafka: after a crash
 * what was acquired is available again.
 *
 * <p>Confined to the broker's loop.
 */
final class SharePartition {

    private static final Logger LOG = LoggerFactory.getLogger(SharePartition.class);

    /** What it is built on. */
    record Parts(Loop loop, ShareRules rules, Persister persister, ShareLogs logs) {}

    private enum Phase {
        EMPTY,
        READING,
        ACTIVE,
        FAILED,
        FENCED
    }

    private final SharePartitionKey key;
    private final int leaderEpoch;
    private final Parts parts;
    private final Runnable onChange;
    private final StateStore store;
    private final Locks locks;
    private final InFlight flight;
    private Phase phase = Phase.EMPTY;
    private int stateEpoch;
    private @Nullable Object fetching;

    /**
     * @param onChange called when a fetch that waits could find more than before
     */
    SharePartition(SharePartitionKey key, int leaderEpoch, Parts parts, Runnable onChange) {
        this.key = key;
        this.leaderEpoch = leaderEpoch;
        this.parts = parts;
        this.onChange = onChange;
        this.store = new StateStore(parts.persister, key, leaderEpoch);
        this.locks = new Locks(parts.loop, () -> parts.rules.lockDurationMs(key.groupId()), this::onExpired);
        this.flight = new InFlight(locks);
    }

    private TopicIdPartition partition() {
        return key.topicIdPartition();
    }

    /** Read the state back, unless it is here. Fails with LeaderNotAvailableException while that is under way. */
    CompletableFuture<Void> initialize() {
        return switch (phase) {
            case ACTIVE -> CompletableFuture.completedFuture(null);
            case FAILED ->
                CompletableFuture.failedFuture(new IllegalStateException("Share partition failed to load " + key));
            case READING, FENCED ->
                CompletableFuture.failedFuture(new LeaderNotAvailableException("Share partition is not ready " + key));
            case EMPTY -> read();
        };
    }

    private CompletableFuture<Void> read() {
        phase = Phase.READING;
        return store.read().handle((state, failure) -> {
            take(state, failure);
            return null;
        });
    }

    private void take(@Nullable PartitionAllData state, @Nullable Throwable failure) {
        if (phase == Phase.FENCED) {
            throw new LeaderNotAvailableException("Share partition is fenced " + key);
        }
        phase = Phase.FAILED;
        if (failure != null || state == null) {
            throw new CompletionException(unwrapped(failure));
        }
        long start = state.startOffset() == PartitionFactory.UNINITIALIZED_START_OFFSET
                ? firstOffset()
                : state.startOffset();
        flight.restore(start, restored(state.stateBatches()));
        stateEpoch = state.stateEpoch();
        phase = Phase.ACTIVE;
    }

    private static Throwable unwrapped(@Nullable Throwable failure) {
        Throwable cause = failure == null ? new IllegalStateException("no state") : failure;
        return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    }

    private static List<Batch> restored(List<PersisterStateBatch> states) {
        List<Batch> batches = new ArrayList<>();
        for (PersisterStateBatch state : states) {
            Holding holding =
                    new Holding(RecordState.forId(state.deliveryState()), state.deliveryCount(), Holding.NOBODY, null);
            batches.add(new Batch(state.firstOffset(), state.lastOffset(), holding));
        }
        return batches;
    }

    /** Where a group begins that never was here: {@code share.auto.offset.reset}. */
    private long firstOffset() {
        ShareGroupAutoOffsetResetStrategy reset = parts.rules.offsetReset(key.groupId());
        long timestamp =
                switch (reset.type()) {
                    case LATEST -> ListOffsetsRequest.LATEST_TIMESTAMP;
                    case EARLIEST -> ListOffsetsRequest.EARLIEST_TIMESTAMP;
                    case BY_DURATION -> byDuration(reset);
                };
        return parts.logs.offset(partition(), timestamp, leaderEpoch);
    }

    private static long byDuration(ShareGroupAutoOffsetResetStrategy reset) {
        if (reset.type() != StrategyType.BY_DURATION) {
            throw new IllegalArgumentException(reset.toString());
        }
        return reset.timestamp();
    }

    /** Take the turn to fetch, one fetch at a time; say whether there was one to take and something to fetch. */
    boolean startFetch(Object fetch) {
        if (phase != Phase.ACTIVE || fetching != null) {
            return false;
        }
        boolean mayAcquire =
                flight.next() != flight.end() + 1 || flight.size() < parts.rules.recordLocks(key.groupId());
        if (mayAcquire) {
            fetching = fetch;
        }
        return mayAcquire;
    }

    void endFetch(Object fetch) {
        if (fetching == fetch) {
            fetching = null;
        }
    }

    long nextOffset() {
        return flight.next();
    }

    Acquired acquire(Acquiring.Taker taker, long fetchOffset, ShareLogs.Found found) {
        if (phase != Phase.ACTIVE) {
            return new Acquired();
        }
        Acquiring.Limits limits = Acquiring.limits(parts.rules, key.groupId());
        Acquired acquired = new Acquiring(flight, locks, taker, limits).from(fetchOffset, found.records());
        if (parts.rules.isolation(key.groupId()) != IsolationLevel.READ_COMMITTED) {
            return acquired;
        }
        for (RecordBatch batch : AbortedBatches.in(found.records(), found.aborted())) {
            int archived =
                    flight.archive(batch.baseOffset(), batch.lastOffset() + 1, flight.batches(), RecordState.ACQUIRED);
            flight.countArchived(archived);
            acquired = acquired.without(batch.baseOffset(), batch.lastOffset());
        }
        return acquired;
    }

    /** Take acknowledgements, all or none; ended when they are written. */
    CompletableFuture<Void> acknowledge(String member, List<ShareAcknowledgementBatch> batches) {
        Changes changes = new Changes(flight);
        var allowed = new Acknowledging.Allowed(
                parts.rules.deliveryLimit(key.groupId()), parts.rules.mayRenew(key.groupId()));
        Acknowledging acknowledging = new Acknowledging(flight, locks, member, changes, allowed);
        try {
            batches.forEach(acknowledging::take);
        } catch (ApiException refused) {
            changes.end(false);
            return CompletableFuture.failedFuture(refused);
        }
        return write(changes);
    }

    /** A member's session ended: others may have its records; ended when that is written. */
    CompletableFuture<Void> release(String member) {
        Changes changes = new Changes(flight);
        try {
            new Releasing(flight, locks, parts.rules.deliveryLimit(key.groupId())).allOf(member, changes);
        } catch (ApiException refused) {
            changes.end(false);
            return CompletableFuture.failedFuture(refused);
        }
        return write(changes);
    }

    private CompletableFuture<Void> write(Changes changes) {
        if (changes.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        store.write(state(changes.toWrite())).whenComplete((nothing, failure) -> {
            changes.end(failure == null);
            if (failure == null) {
                flight.moveStart();
                done.complete(null);
            } else {
                done.completeExceptionally(unwrapped(failure));
            }
            onChange.run();
        });
        return done;
    }

    private StateStore.Write state(List<PersisterStateBatch> changed) {
        return new StateStore.Write(stateEpoch, flight.start(), flight.done(), changed);
    }

    private void onExpired(long first, long last) {
        if (phase != Phase.ACTIVE) {
            return;
        }
        List<PersisterStateBatch> released =
                new Releasing(flight, locks, parts.rules.deliveryLimit(key.groupId())).expired(first, last);
        if (released.isEmpty()) {
            return;
        }
        // Free before it is written: should the write fail, a crash would free them as well.
        store.write(state(released)).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.debug("Expired locks of {} could not be written.", key, failure);
            }
            flight.moveStart();
        });
        onChange.run();
    }

    /** The log begins later than the next record to deliver. */
    void onOutOfRange() {
        flight.logStartMovedTo(parts.logs.offset(partition(), ListOffsetsRequest.EARLIEST_TIMESTAMP, leaderEpoch));
    }

    /** Nothing is to be had here any more: leadership is over, or the coordinator says so. */
    void fence() {
        phase = Phase.FENCED;
        flight.unlockAll();
    }

    InFlight flight() {
        return flight;
    }
}
