/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.common.message.LeaderChangeMessage;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.ControlRecord;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.jspecify.annotations.Nullable;

/**
 * One life of a voter, from start to crash, as a step function: what happens goes in, what is to be done
 * comes out. Follows Apache Kafka's {@code KafkaRaftClient}; differs in that a leader which steps down
 * enters the next epoch at once, where Kafka's waits an election timeout in the old one.
 *
 * <p>Confined to its owner's loop.
 *
 * @param <R> what a record of the log is
 */
public final class Raft<R> {

    private enum Role {
        UNATTACHED,
        FOLLOWER,
        PROSPECTIVE,
        CANDIDATE,
        LEADER
    }

    private final RaftSettings settings;
    private final RaftDisk<R> disk;
    private final IntUnaryOperator chance;
    private final Fetching fetching = new Fetching();
    private final Committed<R> committed;
    private Role role = Role.UNATTACHED;
    private OptionalInt leader = OptionalInt.empty();
    private Ballots ballots;
    private @Nullable Leading leading;
    private long timeoutMs = Long.MAX_VALUE;
    private LeaderAndEpoch leaderTold = LeaderAndEpoch.UNKNOWN;

    /**
     * Prepare a voter; {@link RaftInput.Begin} starts it.
     *
     * @param disk its own, from its life before
     * @param chance draws a number from 0 up to the one given, itself not drawn
     */
    public Raft(RaftSettings settings, RaftDisk<R> disk, IntUnaryOperator chance) {
        this.settings = requireNonNull(settings, "settings");
        this.disk = requireNonNull(disk, "disk");
        this.chance = requireNonNull(chance, "chance");
        this.committed = new Committed<>(disk);
        this.ballots = new Ballots(settings);
    }

    /** Take one input into account. */
    public List<RaftOutput<R>> step(RaftInput<R> input, Now now) {
        Turn<R> turn = new Turn<>(now);
        if (input instanceof RaftInput.Begin<R> begin) {
            timeoutMs = begin.campaign() || settings.others().isEmpty() ? turn.ms() : electionTimeout(turn);
        } else if (input instanceof RaftInput.Received<R> received) {
            receive(received, turn);
        } else if (input instanceof RaftInput.Answered<R> answered) {
            answered(answered, turn);
        } else if (input instanceof RaftInput.Append<R> append) {
            if (role == Role.LEADER && append.epoch() == disk.epoch()) {
                append.batches().forEach(disk::append);
                advance(turn);
            }
        } else if (input instanceof RaftInput.Resign<R> resign) {
            if (role == Role.LEADER && resign.epoch() == disk.epoch()) {
                stepDown(resign.successor(), turn);
            }
        }
        runTimers(turn);
        return turn.outputs();
    }

    /** When the next {@link RaftInput.Tick} is due. */
    public long dueMs() {
        long due = timeoutMs;
        if (leading != null) {
            due = Math.min(due, leading.dueMs());
        }
        return role == Role.FOLLOWER ? Math.min(due, fetching.dueMs()) : due;
    }

    /** Who leads, as far as this voter knows, and the newest epoch it has heard of. */
    public LeaderAndEpoch leader() {
        return new LeaderAndEpoch(leader, disk.epoch());
    }

    /** Whether this voter leads, as far as it knows. */
    public boolean leads() {
        return role == Role.LEADER;
    }

    /** The offset up to which this voter knows the log to be committed. */
    public long highWatermark() {
        return committed.highWatermark();
    }

    /** All voters as this one sees them; empty unless it leads. */
    public Optional<List<Replica>> voters(long wallMs) {
        return Optional.ofNullable(leading).map(state -> state.voters(disk.endOffset(), wallMs));
    }

    // ---- time

    private long electionTimeout(Turn<R> turn) {
        return turn.ms() + settings.electionTimeoutMs() + chance.applyAsInt(settings.electionTimeoutMs());
    }

    private void runTimers(Turn<R> turn) {
        if (turn.ms() >= timeoutMs) {
            if (role == Role.PROSPECTIVE && leader.isPresent()) {
                follow(leader.getAsInt(), turn);
            } else {
                becomeProspective(turn);
            }
        }
        if (role == Role.FOLLOWER && fetching.isDue(turn.ms())) {
            turn.put(new RaftOutput.Send<>(
                    leader.getAsInt(), fetching.next(settings.self(), disk, committed.highWatermark())));
        }
        Leading state = leading;
        if (state != null) {
            if (state.lostItsQuorum(turn.ms())) {
                stepDown(OptionalInt.empty(), turn);
                return;
            }
            state.take(fetch -> turn.ms() >= fetch.untilMs()).forEach(fetch -> answer(fetch, turn));
            state.toAnnounceTo(turn.ms())
                    .forEach(id -> turn.put(
                            new RaftOutput.Send<>(id, new RaftRequest.BeginEpoch(disk.epoch(), settings.self()))));
        }
    }

    // ---- epochs and roles

    /** Take over a newer epoch, or the leader of this one. */
    private void observe(int epoch, OptionalInt itsLeader, Turn<R> turn) {
        boolean known = itsLeader.isPresent() && itsLeader.getAsInt() != settings.self();
        if (epoch > disk.epoch()) {
            disk.enter(epoch);
            if (known) {
                follow(itsLeader.getAsInt(), turn);
            } else {
                beUnattached(turn);
            }
        } else if (epoch == disk.epoch() && known && leader.isEmpty()) {
            follow(itsLeader.getAsInt(), turn);
        }
    }

    private void beUnattached(Turn<R> turn) {
        change(Role.UNATTACHED, OptionalInt.empty(), turn);
        timeoutMs = electionTimeout(turn);
        tellLeader(turn);
    }

    private void follow(int newLeader, Turn<R> turn) {
        change(Role.FOLLOWER, OptionalInt.of(newLeader), turn);
        heardFromLeader(turn);
        fetching.begin(turn.ms());
        tellLeader(turn);
    }

    private void heardFromLeader(Turn<R> turn) {
        timeoutMs = turn.ms() + settings.fetchTimeoutMs() + chance.applyAsInt(settings.longestWaitMs());
    }

    private void change(Role newRole, OptionalInt newLeader, Turn<R> turn) {
        role = newRole;
        leader = newLeader;
        Leading former = leading;
        if (former != null) {
            leading = null;
            former.take(fetch -> true)
                    .forEach(fetch -> turn.put(
                            new RaftOutput.Answer<>(fetch.token(), new RaftReply.Noted<>(disk.epoch(), leader))));
        }
    }

    private void becomeProspective(Turn<R> turn) {
        role = Role.PROSPECTIVE; // whoever led is still taken for the leader
        timeoutMs = electionTimeout(turn);
        ballots = new Ballots(settings);
        callForVotes(true, turn);
    }

    private void becomeCandidate(Turn<R> turn) {
        disk.enter(disk.epoch() + 1);
        disk.voteFor(settings.self());
        change(Role.CANDIDATE, OptionalInt.empty(), turn);
        tellLeader(turn);
        timeoutMs = electionTimeout(turn);
        ballots = new Ballots(settings);
        callForVotes(false, turn);
    }

    private void callForVotes(boolean preVote, Turn<R> turn) {
        for (int voter : settings.others()) {
            turn.put(new RaftOutput.Send<>(
                    voter,
                    new RaftRequest.Vote(disk.epoch(), settings.self(), disk.lastEpoch(), disk.endOffset(), preVote)));
        }
        countVotes(turn);
    }

    private void countVotes(Turn<R> turn) {
        if (ballots.won()) {
            if (role == Role.PROSPECTIVE) {
                becomeCandidate(turn);
            } else {
                becomeLeader(turn);
            }
        } else if (ballots.lost()) {
            timeoutMs = Math.min(timeoutMs, turn.ms() + 1 + chance.applyAsInt(settings.electionTimeoutMs()));
        }
    }

    private void becomeLeader(Turn<R> turn) {
        change(Role.LEADER, OptionalInt.of(settings.self()), turn);
        timeoutMs = Long.MAX_VALUE;
        leading = new Leading(settings, disk.endOffset(), turn.ms());
        disk.append(Batch.control(
                disk.endOffset(),
                disk.epoch(),
                turn.now().wallMs(),
                1,
                List.of(ControlRecord.of(new LeaderChangeMessage().setLeaderId(settings.self())))));
        advance(turn);
    }

    /** Leave the epoch to the others; what is not committed may be lost. */
    private void stepDown(OptionalInt wanted, Turn<R> turn) {
        List<Integer> successors = new ArrayList<>(requireNonNull(leading).successors());
        wanted.ifPresent(successor -> {
            if (successors.remove((Integer) successor)) {
                successors.add(0, successor);
            }
        });
        disk.enter(disk.epoch() + 1);
        beUnattached(turn);
        timeoutMs = successors.isEmpty() ? turn.ms() : timeoutMs + settings.electionTimeoutMs();
        RaftRequest end = new RaftRequest.EndEpoch(disk.epoch(), successors);
        successors.forEach(id -> turn.put(new RaftOutput.Send<>(id, end)));
    }

    private void tellLeader(Turn<R> turn) {
        LeaderAndEpoch news = leader();
        if (news.epoch() > leaderTold.epoch()
                || (news.leaderId().isPresent() && leaderTold.leaderId().isEmpty())) {
            leaderTold = news;
            turn.put(new RaftOutput.LeaderChange<>(news));
        }
    }

    // ---- what others ask

    private void receive(RaftInput.Received<R> received, Turn<R> turn) {
        RaftRequest request = received.request();
        if (request instanceof RaftRequest.Fetch fetch) {
            fetched(received.token(), fetch, turn);
            return;
        }
        RaftReply<R> reply;
        if (request instanceof RaftRequest.Vote vote) {
            boolean granted = grants(vote, turn);
            reply = new RaftReply.Ballot<>(disk.epoch(), leader, granted);
        } else {
            OptionalInt itsLeader = request instanceof RaftRequest.BeginEpoch begin
                    ? OptionalInt.of(begin.leader())
                    : OptionalInt.empty();
            observe(request.epoch(), itsLeader, turn);
            if (request instanceof RaftRequest.EndEpoch end && end.epoch() == disk.epoch()) {
                queueUp(end, turn);
            }
            reply = new RaftReply.Noted<>(disk.epoch(), leader);
        }
        turn.put(new RaftOutput.Answer<>(received.token(), reply));
    }

    /** The leader has gone: the one with the longest log stands at once, the next a little later. */
    private void queueUp(RaftRequest.EndEpoch end, Turn<R> turn) {
        if (role == Role.UNATTACHED) {
            int place = end.successors().indexOf(settings.self());
            timeoutMs = place == 0 ? turn.ms() : timeoutMs;
        }
    }

    private boolean grants(RaftRequest.Vote vote, Turn<R> turn) {
        observe(vote.epoch(), OptionalInt.empty(), turn);
        boolean upToDate = vote.lastEpoch() > disk.lastEpoch()
                || (vote.lastEpoch() == disk.lastEpoch() && vote.endOffset() >= disk.endOffset());
        if (vote.epoch() != disk.epoch() || !upToDate) {
            return false;
        }
        if (vote.preVote()) {
            return role != Role.LEADER && !(role == Role.FOLLOWER && fetching.isAnswered());
        }
        boolean mine = disk.vote().equals(OptionalInt.of(vote.candidate()));
        if (leader.isPresent() || !(mine || disk.vote().isEmpty())) {
            return false;
        }
        disk.voteFor(vote.candidate());
        role = Role.UNATTACHED;
        timeoutMs = electionTimeout(turn);
        return true;
    }

    private void fetched(long token, RaftRequest.Fetch fetch, Turn<R> turn) {
        observe(fetch.epoch(), OptionalInt.empty(), turn);
        Leading state = leading;
        if (state == null || fetch.epoch() != disk.epoch()) {
            turn.put(new RaftOutput.Answer<>(token, new RaftReply.Noted<>(disk.epoch(), leader)));
            return;
        }
        RaftDisk.EpochEnd common = disk.endOf(fetch.lastEpoch());
        if (common.epoch() != fetch.lastEpoch() || common.offset() < fetch.offset()) {
            turn.put(new RaftOutput.Answer<>(
                    token, new RaftReply.Diverging<>(disk.epoch(), leader, common.epoch(), common.offset())));
            return;
        }
        state.fetched(fetch, disk.endOffset(), turn.now());
        state.await(new Leading.Waiting(token, fetch, turn.ms() + settings.longestWaitMs()))
                .ifPresent(older -> answer(older, turn));
        advance(turn);
    }

    /** As the leader: commit what a majority has, and answer the fetches there is something to tell. */
    private void advance(Turn<R> turn) {
        Leading state = requireNonNull(leading);
        long majority = state.majorityEnd(disk.endOffset());
        if (majority > state.epochStart()) {
            committed.advance(majority, turn);
            tellLeader(turn);
        }
        state.take(waiting -> disk.endOffset() > waiting.fetch().offset()
                        || committed.highWatermark() > waiting.fetch().highWatermark())
                .forEach(waiting -> answer(waiting, turn));
    }

    private void answer(Leading.Waiting waiting, Turn<R> turn) {
        List<Batch<R>> batches = disk.read(waiting.fetch().offset(), disk.endOffset());
        turn.put(new RaftOutput.Answer<>(
                waiting.token(), new RaftReply.Data<>(disk.epoch(), leader, batches, committed.highWatermark())));
    }

    // ---- what others answer

    private void answered(RaftInput.Answered<R> answered, Turn<R> turn) {
        RaftReply<R> reply = answered.reply();
        if (reply != null) {
            observe(reply.epoch(), reply.leader(), turn);
        }
        if (answered.request() instanceof RaftRequest.Fetch fetch) {
            if (role == Role.FOLLOWER && fetching.end(fetch)) {
                take(reply, turn);
            }
        } else if (answered.request() instanceof RaftRequest.Vote vote && reply instanceof RaftReply.Ballot<R> ballot) {
            Role asked = vote.preVote() ? Role.PROSPECTIVE : Role.CANDIDATE;
            if (role == asked && vote.epoch() == disk.epoch()) {
                ballots.count(answered.from(), ballot.granted());
                countVotes(turn);
            }
        }
    }

    private void take(@Nullable RaftReply<R> reply, Turn<R> turn) {
        boolean fromLeader = reply instanceof RaftReply.Data || reply instanceof RaftReply.Diverging;
        if (reply == null || !fromLeader || reply.epoch() != disk.epoch()) {
            fetching.retryAt(turn.ms() + RaftSettings.RETRY_MS);
            return;
        }
        fetching.succeeded(turn.ms());
        heardFromLeader(turn);
        if (reply instanceof RaftReply.Diverging<R> diverging) {
            committed.truncate(diverging);
        } else if (reply instanceof RaftReply.Data<R> data) {
            data.batches().forEach(disk::append);
            committed.advance(Math.min(data.highWatermark(), disk.endOffset()), turn);
        }
    }
}
