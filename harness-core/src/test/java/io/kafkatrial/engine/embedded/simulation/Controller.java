/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.replication.BrokerStatus;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.replication.PartitionMetadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * A model of the controller quorum: decides at once, answers and publishes when the change is committed,
 * forgets what is not when it fails over, and is deaf until the next active controller is there.
 */
final class Controller {
    private static final int COMMIT_MS = 4;

    /** A broker as the controller knows it; the time of contact is soft state. */
    record Registration(int life, long epoch, boolean fenced, boolean shuttingDown) {}

    /** What one committed change brings. */
    record Entry(List<PartitionMetadata> partitions, List<BrokerStatus> brokers) {}

    private record Pending(
            Map<TopicIdPartition, Assignment> changed, Map<Integer, Registration> brokers, Runnable onCommit) {}

    private final Scheduler scheduler;
    private final Options options;
    private final Trace trace;
    private final Map<TopicIdPartition, Assignment> committed = new LinkedHashMap<>();
    private Map<Integer, Registration> committedBrokers = new TreeMap<>();
    private Map<TopicIdPartition, Assignment> active = new LinkedHashMap<>();
    private Map<Integer, Registration> brokers = new TreeMap<>();
    private final Map<Integer, Long> contactMs = new TreeMap<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final List<Entry> log = new ArrayList<>();
    private final Runnable onCommit;
    private Map<TopicIdPartition, Assignment> changed = new LinkedHashMap<>();
    private long lastBrokerEpoch = 100;
    private long deafUntilMs;
    private int term;

    Controller(Scheduler scheduler, Options options, Trace trace, Runnable onCommit) {
        this.scheduler = scheduler;
        this.options = options;
        this.trace = trace;
        this.onCommit = onCommit;
    }

    // ---- looking

    Assignment state(TopicIdPartition partition) {
        return committed.get(partition);
    }

    int leader(TopicIdPartition partition) {
        Assignment known = committed.get(partition);
        return known == null ? -1 : known.state().leader();
    }

    List<Entry> log() {
        return log;
    }

    boolean isDeaf() {
        return scheduler.nowMs() < deafUntilMs;
    }

    boolean isActive(int broker) {
        Registration known = committedBrokers.get(broker);
        return known != null && !known.fenced() && !known.shuttingDown();
    }

    // ---- what brokers ask

    void create(TopicIdPartition partition, List<Integer> replicas, Map<String, String> config) {
        PartitionMetadata state = new PartitionMetadata(partition, replicas.get(0), 0, 0, replicas, replicas, config);
        Assignment assignment = new Assignment(state, List.of(), -1, List.of(), false);
        active.put(partition, assignment);
        changed.put(partition, assignment);
        commit(() -> {});
    }

    /** Answer with the broker epoch, or with -1 while the former process may still be alive. */
    void register(int broker, int life, boolean clean, LongConsumer answer) {
        Registration before = brokers.get(broker);
        if (before != null && before.life() == life) {
            commit(() -> answer.accept(before.epoch()));
            return;
        }
        if (before != null && !before.fenced() && options.restartGated() && !clean) {
            answer.accept(-1);
            return;
        }
        if (before != null && !before.fenced()) {
            fence(broker);
        }
        long epoch = ++lastBrokerEpoch;
        brokers.put(broker, new Registration(life, epoch, true, false));
        if (before != null && !clean) {
            for (Assignment one : List.copyOf(active.values())) {
                List<Integer> isr = options.eligibleLeaderReplicas()
                        ? without(one.state().isr(), broker)
                        : one.state().isr();
                change(one, new Assignment.Change(isr, one.state().replicas(), one.target(), -1, broker), id -> false);
            }
        }
        contactMs.put(broker, scheduler.nowMs());
        commit(() -> answer.accept(epoch));
    }

    void heartbeat(int broker, long epoch, int metadataSeen) {
        Registration known = brokers.get(broker);
        if (isDeaf() || known == null || known.epoch() != epoch) {
            return;
        }
        contactMs.put(broker, scheduler.nowMs());
        if (known.fenced() && !known.shuttingDown() && metadataSeen >= log.size() - 3) {
            brokers.put(broker, new Registration(known.life(), epoch, false, false));
            active.values().stream()
                    .filter(one -> one.state().leader() == -1)
                    .toList()
                    .forEach(one ->
                            change(one, Assignment.Change.ofIsr(one, one.state().isr()), id -> true));
            commit(() -> {});
        }
    }

    /** Take all leaderships and in-sync memberships from a broker that is about to stop. */
    void prepareShutdown(int broker, long epoch, Runnable answer) {
        Registration known = brokers.get(broker);
        if (isDeaf() || known == null || known.epoch() != epoch) {
            return;
        }
        brokers.put(broker, new Registration(known.life(), epoch, known.fenced(), true));
        leaveIsrs(broker);
        commit(answer);
    }

    void stopped(int broker) {
        Registration known = brokers.get(broker);
        if (known != null && !known.fenced()) {
            fence(broker);
            commit(() -> {});
        }
    }

    /** Fence whoever was silent for too long. */
    void checkSessions() {
        if (isDeaf()) {
            return;
        }
        for (Map.Entry<Integer, Registration> one : Map.copyOf(brokers).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            boolean silent = scheduler.nowMs() - contactMs.get(one.getKey()) > options.sessionMs();
            if (silent && !one.getValue().fenced()) {
                trace.add(() -> "controller fences " + one.getKey());
                fence(one.getKey());
                commit(() -> {});
            }
        }
    }

    void alterPartition(
            int leader, long brokerEpoch, Output.SendAlterPartition wish, Consumer<Input.AlterPartitionEnded> answer) {
        Errors error = check(leader, brokerEpoch, wish);
        if (error != Errors.NONE) {
            answer.accept(new Input.AlterPartitionEnded(wish.requestId(), error, null));
            return;
        }
        Assignment before = active.get(wish.partition());
        List<Integer> isr = wish.isr().stream().map(Output.IsrMember::brokerId).toList();
        Assignment after = change(before, Assignment.Change.ofIsr(before, isr), id -> true);
        boolean moved = after.state().leaderEpoch() != wish.leaderEpoch();
        PartitionMetadata now = after.state();
        commit(() -> answer.accept(
                moved
                        ? new Input.AlterPartitionEnded(wish.requestId(), Errors.NEW_LEADER_ELECTED, null)
                        : new Input.AlterPartitionEnded(
                                wish.requestId(),
                                Errors.NONE,
                                new Input.IsrState(now.leader(), now.leaderEpoch(), now.partitionEpoch(), now.isr()))));
    }

    private Errors check(int leader, long brokerEpoch, Output.SendAlterPartition wish) {
        Assignment known = active.get(wish.partition());
        Registration asker = brokers.get(leader);
        PartitionMetadata state = known.state();
        if (asker == null || asker.epoch() != brokerEpoch) {
            return Errors.STALE_BROKER_EPOCH;
        } else if (wish.leaderEpoch() > state.leaderEpoch() || wish.partitionEpoch() > state.partitionEpoch()) {
            return Errors.NOT_CONTROLLER;
        } else if (wish.leaderEpoch() < state.leaderEpoch()) {
            return Errors.FENCED_LEADER_EPOCH;
        } else if (state.leader() != leader) {
            return Errors.INVALID_REQUEST;
        } else if (wish.partitionEpoch() < state.partitionEpoch()) {
            return Errors.INVALID_UPDATE_VERSION;
        }
        boolean within = wish.isr().stream().allMatch(one -> state.replicas().contains(one.brokerId()));
        boolean leaderIn = wish.isr().stream().anyMatch(one -> one.brokerId() == leader);
        if (!within || !leaderIn) {
            return Errors.INVALID_REQUEST;
        }
        return wish.isr().stream().allMatch(this::isEligible) ? Errors.NONE : Errors.INELIGIBLE_REPLICA;
    }

    private boolean isEligible(Output.IsrMember member) {
        Registration known = brokers.get(member.brokerId());
        boolean sameLife = known != null && (member.brokerEpoch() == -1 || member.brokerEpoch() == known.epoch());
        return sameLife && !known.fenced() && !known.shuttingDown();
    }

    // ---- what operators and fate do

    void prefer(TopicIdPartition partition, int leader) {
        Assignment before = active.get(partition);
        if (!isDeaf()) {
            change(
                    before,
                    new Assignment.Change(before.state().isr(), before.state().replicas(), before.target(), leader, -1),
                    id -> true);
            commit(() -> {});
        }
    }

    void reassign(TopicIdPartition partition, List<Integer> target) {
        Assignment before = active.get(partition);
        if (isDeaf() || !before.target().isEmpty() || before.state().leader() == -1) {
            return;
        }
        List<Integer> union = new ArrayList<>(target);
        before.state().replicas().stream().filter(id -> !union.contains(id)).forEach(union::add);
        change(before, new Assignment.Change(before.state().isr(), union, target, -1, -1), id -> true);
        commit(() -> {});
    }

    /** Another controller takes over: what was not committed never happened. */
    void failOver(long deafForMs) {
        term++;
        deafUntilMs = Math.max(deafUntilMs, scheduler.nowMs() + deafForMs);
        pending.clear();
        changed.clear();
        active = new LinkedHashMap<>(committed);
        brokers = new TreeMap<>(committedBrokers);
        contactMs.replaceAll((id, at) -> deafUntilMs);
    }

    // ---- the machinery

    private void fence(int broker) {
        Registration known = brokers.get(broker);
        brokers.put(broker, new Registration(known.life(), known.epoch(), true, known.shuttingDown()));
        leaveIsrs(broker);
    }

    private void leaveIsrs(int broker) {
        for (Assignment one : List.copyOf(active.values())) {
            if (one.state().isr().contains(broker)) {
                change(one, Assignment.Change.ofIsr(one, without(one.state().isr(), broker)), id -> id != broker);
            }
        }
    }

    private static List<Integer> without(List<Integer> ids, int id) {
        return ids.stream().filter(one -> one != id).toList();
    }

    private Assignment change(Assignment before, Assignment.Change wish, IntPredicate allowed) {
        Assignment.Rules rules = new Assignment.Rules(
                options.eligibleLeaderReplicas(),
                options.uncleanElection(),
                options.minInSyncReplicas(),
                options.powerLossWeight() > 0 && !options.flushEveryMessage());
        IntPredicate alive = id -> {
            Registration known = brokers.get(id);
            return known != null && !known.fenced() && !known.shuttingDown();
        };
        IntPredicate may = wish.lostTail() >= 0 ? id -> id != wish.lostTail() && alive.test(id) : alive.and(allowed);
        Assignment after = before.change(wish, rules, may);
        if (after != before) {
            active.put(after.partition(), after);
            changed.put(after.partition(), after);
        }
        return after;
    }

    private void commit(Runnable answer) {
        Pending change = new Pending(changed, new TreeMap<>(brokers), answer);
        changed = new LinkedHashMap<>();
        pending.add(change);
        int now = term;
        scheduler.after(COMMIT_MS, () -> {
            if (now == term) {
                pending.remove();
                apply(change);
            }
        });
    }

    private void apply(Pending change) {
        committed.putAll(change.changed());
        committedBrokers = change.brokers();
        log.add(new Entry(
                change.changed().values().stream().map(Assignment::state).toList(),
                committedBrokers.entrySet().stream()
                        .map(one -> new BrokerStatus(
                                one.getKey(),
                                one.getValue().epoch(),
                                one.getValue().fenced(),
                                one.getValue().shuttingDown()))
                        .toList()));
        change.changed().values().forEach(one -> trace.add(() -> "committed " + show(one)));
        onCommit.run();
        change.onCommit().run();
    }

    static String show(Assignment one) {
        PartitionMetadata state = one.state();
        return state.partition().topicPartition() + " leader " + state.leader() + " epoch " + state.leaderEpoch() + "/"
                + state.partitionEpoch() + " isr " + state.isr() + " elr " + one.elr() + " replicas "
                + state.replicas() + (one.target().isEmpty() ? "" : " to " + one.target());
    }
}
