/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.raft.errors.NotLeaderException;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * The metadata log of one cluster in memory, shared by its voters, in the place of Apache Kafka's Raft.
 *
 * <p>Leadership is appointed, not elected: {@link #appoint} starts a new epoch under a voter of the
 * caller's choice. What the leader appends is committed at once; where that shall depend on which voters
 * reach each other, {@link #commitPrepared} is the one place to ask.
 *
 * <p>Safe for use by several threads; guarded by its monitor. Voters are told under the monitor, so all
 * see the same order, and only queue what they are told. Futures and the observer run without it.
 */
final class RaftSeam {

    private final LoopClock clock;
    private final Consumer<RaftSeam> observer;
    private final List<Batch<ApiMessageAndVersion>> committed = new ArrayList<>();
    private final List<Batch<ApiMessageAndVersion>> prepared = new ArrayList<>();
    private final Map<Integer, RaftVoter> voters = new HashMap<>();
    private final Map<Integer, Poll> polls = new HashMap<>();
    private long committedEnd;
    private long preparedEnd;
    private LeaderAndEpoch leader = LeaderAndEpoch.UNKNOWN;

    private record Poll(long fromOffset, CompletableFuture<Fetched> answer) {}

    /**
     * Start with an empty log.
     *
     * @param clock stamps the batches
     * @param observer told, on the thread that caused it, that there is more to read or another leader
     */
    RaftSeam(LoopClock clock, Consumer<RaftSeam> observer) {
        this.clock = clock;
        this.observer = observer;
    }

    /** Take part as a voter: be told the whole committed log, then all that follows. */
    synchronized void join(RaftVoter voter) {
        voters.put(voter.id(), voter);
        if (!committed.isEmpty()) {
            voter.tellCommitted(committed);
        }
        voter.tellLeader(leader);
    }

    synchronized void leave(RaftVoter voter) {
        voters.remove(voter.id(), voter);
    }

    synchronized LeaderAndEpoch leader() {
        return leader;
    }

    /** The offset after the last committed record. */
    synchronized long committedEnd() {
        return committedEnd;
    }

    /** The offset after the last record. */
    synchronized long logEnd() {
        return preparedEnd;
    }

    /** Let {@code voter} lead, or nobody, in a new epoch. What was not committed is lost. */
    void appoint(OptionalInt voter) {
        List<Poll> refused;
        synchronized (this) {
            prepared.clear();
            preparedEnd = committedEnd;
            leader = new LeaderAndEpoch(voter, leader.epoch() + 1);
            refused = takePolls();
            voters.values().forEach(member -> member.tellLeader(leader));
        }
        refused.forEach(poll -> poll.answer.completeExceptionally(notController(voter)));
        observer.accept(this);
    }

    /** The leader gives up; the next voter in order leads. A resignation from a former epoch changes nothing. */
    void resign(int voter, int epoch) {
        OptionalInt next;
        synchronized (this) {
            if (!isLeader(voter) || leader.epoch() != epoch) {
                return;
            }
            next = voters.keySet().stream()
                    .mapToInt(Integer::intValue)
                    .filter(id -> id > voter)
                    .min();
            if (next.isEmpty()) {
                next = voters.keySet().stream().mapToInt(Integer::intValue).min();
            }
        }
        appoint(next);
    }

    /** Append as the leader of {@code epoch}; returns the offset of the last record. */
    synchronized long prepare(int voter, int epoch, List<ApiMessageAndVersion> records) {
        if (!isLeader(voter) || leader.epoch() != epoch) {
            throw new NotLeaderException("Append failed because controller " + voter + " at epoch " + epoch
                    + " does not lead; " + leader + " does.");
        }
        prepared.add(Batch.data(preparedEnd, epoch, clock.wallMs(), records.size(), List.copyOf(records)));
        preparedEnd += records.size();
        return preparedEnd - 1;
    }

    /** Commit what the leader has prepared. */
    void commitPrepared(int voter) {
        List<Poll> answered;
        synchronized (this) {
            if (!isLeader(voter) || prepared.isEmpty()) {
                return;
            }
            List<Batch<ApiMessageAndVersion>> batches = List.copyOf(prepared);
            prepared.clear();
            committed.addAll(batches);
            committedEnd = preparedEnd;
            voters.values().forEach(member -> member.tellCommitted(batches));
            answered = takePolls();
        }
        answered.forEach(poll -> poll.answer.complete(read(poll.fromOffset)));
        observer.accept(this);
    }

    /**
     * Read the committed log as a broker does; waits for more at its end. A newer poll of the same broker
     * ends an older one with nothing, so that at most one waits for each.
     *
     * @param voter the controller asked; refuses with {@code NotControllerException} unless it leads
     */
    CompletionStage<Fetched> poll(int voter, int broker, long fromOffset) {
        Poll replaced;
        Poll poll = new Poll(fromOffset, new CompletableFuture<>());
        synchronized (this) {
            if (!isLeader(voter)) {
                return CompletableFuture.failedFuture(notController(leader.leaderId()));
            }
            if (fromOffset < committedEnd) {
                return CompletableFuture.completedFuture(read(fromOffset));
            }
            replaced = polls.put(broker, poll);
        }
        if (replaced != null) {
            replaced.answer.complete(new Fetched(List.of(), leader()));
        }
        return poll.answer;
    }

    /** All committed batches from the one that holds {@code fromOffset} on. */
    synchronized Fetched read(long fromOffset) {
        int from = committed.size();
        while (from > 0 && committed.get(from - 1).lastOffset() >= fromOffset) {
            from--;
        }
        return new Fetched(committed.subList(from, committed.size()), leader);
    }

    private boolean isLeader(int voter) {
        return leader.isLeader(voter);
    }

    private List<Poll> takePolls() {
        List<Poll> taken = List.copyOf(polls.values());
        polls.clear();
        return taken;
    }

    private static NotControllerException notController(OptionalInt leader) {
        return new NotControllerException(
                leader.isPresent()
                        ? "The active controller appears to be node " + leader.getAsInt() + "."
                        : "No controller appears to be active.");
    }

    /** What a voter knows of the log. */
    interface RaftVoter {
        int id();

        void tellCommitted(List<Batch<ApiMessageAndVersion>> batches);

        void tellLeader(LeaderAndEpoch leader);
    }
}
