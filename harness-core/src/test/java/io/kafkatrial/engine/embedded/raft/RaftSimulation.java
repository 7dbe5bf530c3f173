/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.jspecify.annotations.Nullable;

/** Voters in virtual time, on a network that delays, cuts and gives up as TCP does. Checks Raft's promises at every step. */
final class RaftSimulation {

    static final int FETCH_TIMEOUT_MS = 300;
    static final int ELECTION_TIMEOUT_MS = 150;

    private record Event(long atMs, long sequence, Runnable act) {}

    record Direction(int from, int to) {}

    /** A voter: its disk stays, its process comes and goes. */
    final class Voter {
        final int id;
        final RaftDisk<String> disk = new RaftDisk<>();
        final List<Batch<String>> told = new ArrayList<>();
        private final ArrayDeque<Runnable> held = new ArrayDeque<>();
        private final Map<Long, java.util.function.Consumer<RaftReply<String>>> open = new HashMap<>();

        @Nullable
        Raft<String> raft;

        LeaderAndEpoch leader = LeaderAndEpoch.UNKNOWN;
        boolean paused;
        private int life;
        private long tickAtMs = Long.MAX_VALUE;

        Voter(int id) {
            this.id = id;
        }

        boolean believesToLead() {
            return raft != null && leader.isLeader(id);
        }

        long committedEnd() {
            return told.isEmpty() ? 0 : told.get(told.size() - 1).lastOffset() + 1;
        }
    }

    final SplittableRandom random;
    final Map<Integer, Voter> voters = new TreeMap<>();
    final Map<Integer, Integer> leaders = new HashMap<>();
    final List<Batch<String>> committed = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::atMs).thenComparing(Event::sequence));
    private final Set<Direction> cuts = new HashSet<>();
    private final Map<Direction, List<Runnable>> stopped = new HashMap<>();
    private long nowMs = 1_000;
    private long sequence;
    private long lastToken;
    long steps;
    long digest;
    int slowestMs = 3;

    RaftSimulation(int size, long seed) {
        random = new SplittableRandom(seed);
        for (int id = 1; id <= size; id++) {
            voters.put(id, new Voter(id));
        }
        voters.values().forEach(voter -> start(voter, voter.id == 1));
    }

    // ---- life and death

    void start(Voter voter, boolean campaign) {
        RaftSettings settings =
                new RaftSettings(voter.id, List.copyOf(voters.keySet()), FETCH_TIMEOUT_MS, ELECTION_TIMEOUT_MS);
        voter.raft = new Raft<>(settings, voter.disk, random::nextInt);
        voter.told.clear();
        voter.leader = LeaderAndEpoch.UNKNOWN;
        voter.tickAtMs = Long.MAX_VALUE;
        feed(voter, new RaftInput.Begin<>(campaign));
    }

    void crash(Voter voter) {
        voter.raft = null;
        voter.paused = false;
        voter.life++;
        voter.held.clear();
        List<java.util.function.Consumer<RaftReply<String>>> open = List.copyOf(voter.open.values());
        voter.open.clear();
        open.forEach(answer -> answer.accept(null));
    }

    void resume(Voter voter) {
        voter.paused = false;
        List<Runnable> held = List.copyOf(voter.held);
        voter.held.clear();
        held.forEach(Runnable::run);
    }

    void cut(int from, int to) {
        cuts.add(new Direction(from, to));
    }

    void isolate(int id) {
        voters.keySet().stream().filter(other -> other != id).forEach(other -> {
            cut(id, other);
            cut(other, id);
        });
    }

    void mend(Direction direction) {
        cuts.remove(direction);
        List<Runnable> late = stopped.remove(direction);
        if (late != null) {
            late.forEach(Runnable::run);
        }
    }

    void mendAll() {
        List.copyOf(cuts).forEach(this::mend);
    }

    Set<Direction> cuts() {
        return cuts;
    }

    // ---- what a controller does

    /** Append at a voter that believes to lead; false if it does not. */
    boolean append(Voter voter, String record) {
        if (!voter.believesToLead() || voter.paused) {
            return false;
        }
        Batch<String> batch =
                Batch.data(voter.disk.endOffset(), voter.leader.epoch(), nowMs, record.length(), List.of(record));
        feed(voter, new RaftInput.Append<>(voter.leader.epoch(), List.of(batch)));
        return true;
    }

    void resign(Voter voter, OptionalInt successor) {
        if (voter.believesToLead()) {
            feed(voter, new RaftInput.Resign<>(voter.leader.epoch(), successor));
        }
    }

    // ---- time

    long nowMs() {
        return nowMs;
    }

    void at(long atMs, Runnable act) {
        events.add(new Event(atMs, sequence++, act));
    }

    void runFor(long ms) {
        long end = nowMs + ms;
        while (!events.isEmpty() && events.element().atMs <= end) {
            runNext();
        }
        nowMs = end;
    }

    /** Run until it is so; false if it is not within {@code ms}. */
    boolean runUntil(long ms, BooleanSupplier condition) {
        long end = nowMs + ms;
        while (!condition.getAsBoolean()) {
            if (events.isEmpty() || events.element().atMs > end) {
                return false;
            }
            runNext();
        }
        return true;
    }

    private void runNext() {
        Event next = events.remove();
        nowMs = Math.max(nowMs, next.atMs);
        next.act.run();
    }

    // ---- the wire

    private void send(int from, int to, Runnable arrive) {
        Direction direction = new Direction(from, to);
        if (cuts.contains(direction)) {
            stopped.computeIfAbsent(direction, each -> new ArrayList<>()).add(() -> send(from, to, arrive));
            return;
        }
        at(nowMs + random.nextInt(slowestMs + 1), arrive);
    }

    private void ask(Voter asker, int to, RaftRequest request) {
        int life = asker.life;
        boolean[] over = {false};
        java.util.function.Consumer<RaftReply<String>> then = reply -> {
            if (!over[0]) {
                over[0] = true;
                inLife(asker, life, () -> feed(asker, new RaftInput.Answered<>(to, request, reply)));
            }
        };
        at(nowMs + FETCH_TIMEOUT_MS, () -> then.accept(null));
        send(asker.id, to, () -> {
            Voter asked = voters.get(to);
            if (over[0]) {
                return;
            }
            if (asked.raft == null) {
                send(to, asker.id, () -> then.accept(null));
                return;
            }
            long token = ++lastToken;
            asked.open.put(token, reply -> send(to, asker.id, () -> then.accept(reply)));
            inLife(asked, asked.life, () -> feed(asked, new RaftInput.Received<>(token, request)));
        });
    }

    /** Do it unless the process is gone; later if it is paused. */
    private static void inLife(Voter voter, int life, Runnable act) {
        if (voter.life != life || voter.raft == null) {
            return;
        }
        if (voter.paused) {
            voter.held.add(() -> inLife(voter, life, act));
        } else {
            act.run();
        }
    }

    // ---- the steps

    private void feed(Voter voter, RaftInput<String> input) {
        Raft<String> raft = voter.raft;
        if (raft == null) {
            return;
        }
        steps++;
        List<RaftOutput<String>> outputs = raft.step(input, new Now(nowMs, nowMs));
        digest = digest * 31 + outputs.toString().hashCode() + nowMs;
        outputs.forEach(output -> carryOut(voter, output));
        if (voter.raft != null) {
            checkLeader(voter);
            scheduleTick(voter);
        }
    }

    private void scheduleTick(Voter voter) {
        long due = voter.raft.dueMs();
        if (due < voter.tickAtMs) {
            voter.tickAtMs = due;
            int life = voter.life;
            at(
                    Math.max(nowMs, due),
                    () -> inLife(voter, life, () -> {
                        voter.tickAtMs = Long.MAX_VALUE;
                        feed(voter, new RaftInput.Tick<>());
                    }));
        }
    }

    private void carryOut(Voter voter, RaftOutput<String> output) {
        if (output instanceof RaftOutput.Send<String> send) {
            ask(voter, send.to(), send.request());
        } else if (output instanceof RaftOutput.Answer<String> answer) {
            var then = voter.open.remove(answer.token());
            assertThat(then).as("an answer is given once").isNotNull();
            then.accept(answer.reply());
        } else if (output instanceof RaftOutput.Commit<String> commit) {
            commit.batches().forEach(batch -> checkCommit(voter, batch));
        } else if (output instanceof RaftOutput.LeaderChange<String> change) {
            checkLeaderChange(voter, change.leader());
        }
    }

    // ---- what Raft promises

    private void checkLeader(Voter voter) {
        if (voter.raft.leads()) {
            int epoch = voter.disk.epoch();
            assertThat(leaders.computeIfAbsent(epoch, first -> voter.id))
                    .as("one leader of epoch %d", epoch)
                    .isEqualTo(voter.id);
        }
        assertThat(voter.raft.highWatermark()).isLessThanOrEqualTo(voter.disk.endOffset());
    }

    private void checkCommit(Voter voter, Batch<String> batch) {
        assertThat(batch.baseOffset()).as("told in order").isEqualTo(voter.committedEnd());
        int index = voter.told.size();
        voter.told.add(batch);
        if (index < committed.size()) {
            assertThat(batch).as("one history").isEqualTo(committed.get(index));
            return;
        }
        committed.add(batch);
        long holders = voters.values().stream()
                .filter(each -> each.disk
                        .read(batch.baseOffset(), batch.lastOffset() + 1)
                        .equals(List.of(batch)))
                .count();
        assertThat(holders).as("voters that hold %s", batch).isGreaterThan(voters.size() / 2);
    }

    private void checkLeaderChange(Voter voter, LeaderAndEpoch change) {
        assertThat(change.epoch()).isGreaterThanOrEqualTo(voter.leader.epoch());
        if (change.epoch() == voter.leader.epoch()) {
            assertThat(voter.leader.leaderId())
                    .as("at most two changes an epoch")
                    .isEmpty();
            assertThat(change.leaderId()).isPresent();
        }
        voter.leader = change;
        if (change.isLeader(voter.id)) {
            long before = committed.stream()
                    .filter(batch -> batch.epoch() < change.epoch())
                    .count();
            assertThat(voter.told).as("a leader knows all before its epoch").hasSizeGreaterThan((int) before);
            assertThat(voter.told.get(voter.told.size() - 1).epoch()).isEqualTo(change.epoch());
        }
    }
}
