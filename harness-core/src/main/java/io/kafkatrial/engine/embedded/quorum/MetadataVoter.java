/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.raft.Now;
import io.kafkatrial.engine.embedded.raft.Raft;
import io.kafkatrial.engine.embedded.raft.RaftDisk;
import io.kafkatrial.engine.embedded.raft.RaftInput;
import io.kafkatrial.engine.embedded.raft.RaftOutput;
import io.kafkatrial.engine.embedded.raft.RaftReply;
import io.kafkatrial.engine.embedded.raft.RaftRequest;
import io.kafkatrial.engine.embedded.raft.RaftSettings;
import io.kafkatrial.engine.embedded.raft.Replica;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;

/**
 * One life of a voter of the metadata log: runs {@link Raft} on the voter's loop, its messages over the
 * transport, so that every fault of the links is one of the quorum too.
 *
 * <p>Confined to the voter's loop, but for {@link #begin}, {@link #prepared}, {@link #flush} and
 * {@link #resign}, which any thread may call, and the figures the last step left behind.
 */
final class MetadataVoter {

    /** Told what becomes of the log, on the voter's loop. */
    interface Listener {
        void committed(List<Batch<ApiMessageAndVersion>> batches);

        void leaderChanged(LeaderAndEpoch leader);
    }

    /** How the other voters take a request, on their own loops. */
    interface Peers {
        CompletionStage<RaftReply<ApiMessageAndVersion>> ask(int voter, RaftRequest request);
    }

    /** What a voter stands on. */
    record Place(Loop loop, Transport transport, Peers peers, FaultHandler faults) {}

    private final RaftSettings settings;
    private final RaftDisk<ApiMessageAndVersion> disk;
    private final Raft<ApiMessageAndVersion> raft;
    private final Place place;
    private final Prepared prepared = new Prepared();
    private final Observers observers = new Observers();
    private final Map<Long, CompletableFuture<RaftReply<ApiMessageAndVersion>>> received = new HashMap<>();
    private @Nullable Listener listener;
    private Loop.@Nullable Cancellable tick;
    private long tickAtMs = Long.MAX_VALUE;
    private long lastToken;
    private volatile long highWatermark;
    private volatile LeaderAndEpoch leader = LeaderAndEpoch.UNKNOWN;

    MetadataVoter(RaftSettings settings, RaftDisk<ApiMessageAndVersion> disk, IntUnaryOperator chance, Place place) {
        this.settings = settings;
        this.disk = disk;
        this.raft = new Raft<>(settings, disk, chance);
        this.place = place;
    }

    /** Begin, with whom to tell. */
    void begin(Listener toTell, boolean campaign) {
        place.loop().execute(() -> {
            listener = toTell;
            step(new RaftInput.Begin<>(campaign));
        });
    }

    /** What the active controller prepares goes in here. */
    Prepared prepared() {
        return prepared;
    }

    /** Append what was prepared. */
    void flush() {
        place.loop().execute(() -> {
            List<Batch<ApiMessageAndVersion>> batches = prepared.take();
            if (!batches.isEmpty()) {
                step(new RaftInput.Append<>(batches.get(0).epoch(), batches));
            }
        });
    }

    /** Give up leading {@code epoch}, if this voter still does; done when the others have been told. */
    CompletableFuture<Void> resign(int epoch, OptionalInt successor) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        place.loop().execute(() -> {
            step(new RaftInput.Resign<>(epoch, successor));
            done.complete(null);
        });
        return done;
    }

    /** What this voter knows to be committed; from any thread. */
    long highWatermark() {
        return highWatermark;
    }

    /** Who leads, as this voter was last told; a leader only when it knows all before its epoch. From any thread. */
    LeaderAndEpoch leader() {
        return leader;
    }

    long wallMs() {
        return place.loop().clock().wallMs();
    }

    // ---- Raft

    CompletionStage<RaftReply<ApiMessageAndVersion>> receive(RaftRequest request) {
        long token = ++lastToken;
        CompletableFuture<RaftReply<ApiMessageAndVersion>> answer = new CompletableFuture<>();
        received.put(token, answer);
        step(new RaftInput.Received<>(token, request));
        return answer;
    }

    private void step(RaftInput<ApiMessageAndVersion> input) {
        long nowMs = place.loop().clock().timersMs();
        try {
            raft.step(input, new Now(nowMs, wallMs())).forEach(this::carryOut);
        } catch (RuntimeException broken) {
            throw place.faults().handleFault("voter " + settings.self() + " failed at " + input, broken);
        }
        long dueMs = raft.dueMs();
        if (dueMs != tickAtMs) {
            if (tick != null) {
                tick.cancel();
            }
            tickAtMs = dueMs;
            tick = dueMs == Long.MAX_VALUE
                    ? null
                    : place.loop().schedule(Math.max(1, dueMs - nowMs), () -> {
                        tickAtMs = Long.MAX_VALUE;
                        step(new RaftInput.Tick<>());
                    });
        }
    }

    private void carryOut(RaftOutput<ApiMessageAndVersion> output) {
        if (output instanceof RaftOutput.Send<ApiMessageAndVersion> send) {
            ask(send.to(), send.request());
        } else if (output instanceof RaftOutput.Answer<ApiMessageAndVersion> answer) {
            requireNonNull(received.remove(answer.token())).complete(answer.reply());
        } else if (output instanceof RaftOutput.Commit<ApiMessageAndVersion> commit) {
            highWatermark = raft.highWatermark();
            requireNonNull(listener).committed(commit.batches());
            observers.answerAll(this::read);
        } else if (output instanceof RaftOutput.LeaderChange<ApiMessageAndVersion> change) {
            follow(change.leader());
        }
    }

    private void ask(int to, RaftRequest request) {
        place.transport()
                .call(
                        new Transport.Trip(
                                Endpoint.controller(settings.self()),
                                Endpoint.controller(to),
                                settings.fetchTimeoutMs()),
                        new Errand<>(RaftLabels.of(request, settings.self()), () -> place.peers()
                                .ask(to, request)),
                        (reply, failure) -> step(new RaftInput.Answered<>(to, request, reply)));
    }

    private void follow(LeaderAndEpoch change) {
        leader = change;
        if (change.isLeader(settings.self())) {
            prepared.open(change.epoch(), disk.endOffset());
        } else {
            prepared.close(disk.endOffset());
            observers.refuseAll(new NotLeading(change));
        }
        requireNonNull(listener).leaderChanged(change);
    }

    private boolean leads() {
        return raft.leads() && leader.isLeader(settings.self());
    }

    // ---- the brokers

    /**
     * Read the committed log as a broker does; waits a while for more at its end. A newer poll of the same
     * broker ends an older one with nothing, so that at most one waits for each.
     */
    CompletionStage<Fetched> poll(int broker, long fromOffset) {
        if (!leads()) {
            return CompletableFuture.failedFuture(new NotLeading(leader));
        }
        observers.polled(broker, fromOffset, raft.highWatermark(), wallMs());
        if (fromOffset < raft.highWatermark()) {
            return CompletableFuture.completedFuture(read(fromOffset));
        }
        CompletableFuture<Fetched> poll = new CompletableFuture<>();
        observers.await(broker, poll).ifPresent(older -> older.complete(nothing()));
        if (settings.voters().size() > 1) {
            // a leader shows its brokers that it still leads, for they look for another when it is silent
            place.loop().schedule(settings.longestWaitMs(), () -> poll.complete(nothing()));
        }
        return poll;
    }

    private Fetched nothing() {
        return new Fetched(List.of(), leader);
    }

    private Fetched read(long fromOffset) {
        return new Fetched(disk.read(fromOffset, raft.highWatermark()), leader);
    }

    /** The quorum as this voter sees it, if it leads. */
    CompletionStage<QuorumView> describe() {
        long wallMs = wallMs();
        Optional<List<Replica>> voters = leads() ? raft.voters(wallMs) : Optional.empty();
        return voters.map(all -> CompletableFuture.completedFuture(new QuorumView(
                        settings.self(),
                        leader.epoch(),
                        raft.highWatermark(),
                        QuorumView.Member.all(all),
                        QuorumView.Member.all(observers.seen(wallMs)))))
                .orElseGet(() -> CompletableFuture.failedFuture(new NotLeading(leader)));
    }
}
