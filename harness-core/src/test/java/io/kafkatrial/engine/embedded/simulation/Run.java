/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One seed from the first broker's start to convergence: chaos, then (perhaps) one lame broker, then health. */
@NullUnmarked // looks things up that are there
final class Run {
    private static final int BUDGET_MS = 60_000;
    private static final int LOOK_EVERY_MS = 50;

    /** How a run ended; {@code violation} is {@code null} if all was well. */
    record Result(Options options, long digest, long events, long acked, @Nullable String violation, String trace) {}

    private final World world;
    private final Faults faults;
    private final List<Producer> producers = new ArrayList<>();
    private final List<TxnProducer> transactional = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private String unhealed = "";

    private Run(Options options, Bug bug, boolean traced) {
        this.world = new World(options, bug, traced);
        this.faults = new Faults(world);
        for (int i = 0; i < options.producers(); i++) {
            producers.add(new Producer(world, i));
        }
        for (int i = 0; i < options.transactionalProducers(); i++) {
            transactional.add(new TxnProducer(world, i));
        }
        for (int i = 0; i < options.consumers(); i++) {
            consumers.add(new Consumer(world, i));
        }
    }

    static Result of(Options options, Bug bug) {
        return of(options, bug, false);
    }

    /** Run; a traced run does the same, only slower. */
    static Result of(Options options, Bug bug, boolean traced) {
        Run run = new Run(options, bug, traced);
        String violation = null;
        try {
            run.go();
        } catch (RuntimeException found) {
            violation = found instanceof Violation ? found.getMessage() : "the broker threw " + found;
            if (!(found instanceof Violation) && traced) {
                java.io.StringWriter text = new java.io.StringWriter();
                found.printStackTrace(new java.io.PrintWriter(text));
                violation = text.toString();
            }
        }
        Scheduler scheduler = run.world.scheduler;
        long acked = run.producers.stream().mapToLong(one -> one.acked).sum();
        return new Result(
                options, scheduler.digest(), scheduler.happened(), acked, violation, run.world.trace.toString());
    }

    private void go() {
        runFor(world.options.chaosMs());
        faults.stop();
        world.network.mendAll();
        for (Machine machine : world.machines.values()) {
            world.resume(machine);
            if (machine.stopping) {
                world.crash(machine);
            }
            world.start(machine);
        }
        if (world.options.lameReplica()) {
            Machine lame = world.machines.get(1);
            others(lame).forEach(other -> {
                world.network.cut(lame.id, other);
                world.network.cut(other, lame.id);
            });
            heal("with broker 1 cut off from its peers", () -> isrsWithout(lame.id));
            world.network.mendAll();
        }
        producers.forEach(Producer::finish);
        transactional.forEach(TxnProducer::finish);
        heal("after healing", this::converged);
        world.oracle.afterCommit();
        world.partitions.forEach(
                one -> world.oracle.history(one).mirrors.values().forEach(Mirror::verify));
    }

    private Set<Integer> others(Machine lame) {
        Set<Integer> others = new TreeSet<>(world.machines.keySet());
        others.remove(lame.id);
        return others;
    }

    private void runFor(long ms) {
        long untilMs = world.scheduler.nowMs() + ms;
        while (world.scheduler.nowMs() < untilMs) {
            world.scheduler.step();
        }
    }

    private void heal(String when, java.util.function.BooleanSupplier healed) {
        long untilMs = world.scheduler.nowMs() + BUDGET_MS;
        while (!healed.getAsBoolean()) {
            Violation.unless(world.scheduler.nowMs() < untilMs, "everything converges " + when, unhealed);
            runFor(LOOK_EVERY_MS);
        }
    }

    private boolean not(String reason, Object about) {
        unhealed = reason + " " + about;
        return false;
    }

    /** Every partition goes on without the lame broker, or the lame broker without the others. */
    private boolean isrsWithout(int lame) {
        for (var partition : world.partitions) {
            if (producers.stream().noneMatch(one -> one.partition().equals(partition))) {
                continue;
            }
            Assignment state = world.controller.state(partition);
            int least = Math.min(
                    world.options.minInSyncReplicas(), state.state().replicas().size());
            if (state.state().isr().size() < least) {
                continue; // who is cut off stays in sync as long as there is nothing it lacks
            }
            Set<Integer> isr = new TreeSet<>(state.state().isr());
            Set<Integer> expected = new TreeSet<>(state.state().replicas());
            if (state.state().leader() == lame) {
                expected.retainAll(Set.of(lame));
            } else {
                expected.remove(lame);
            }
            if (!isr.equals(expected)) {
                return not("wrong ISR", Controller.show(state));
            }
        }
        return true;
    }

    private boolean converged() {
        for (Producer producer : producers) {
            if (!producer.isDone()) {
                return not("a producer is not done", producer);
            }
        }
        if (!transactional.stream().allMatch(TxnProducer::isDone) || !world.ledger.isIdle()) {
            return not("a transaction is not ended", transactional);
        }
        for (var partition : world.partitions) {
            Assignment state = world.controller.state(partition);
            Set<Integer> replicas = new TreeSet<>(state.state().replicas());
            if (!replicas.equals(new TreeSet<>(state.state().isr()))
                    || !state.target().isEmpty()
                    || state.state().leader() < 0) {
                return not("not in sync", Controller.show(state));
            }
            if (!equal(state)) {
                return false;
            }
        }
        return true;
    }

    private boolean equal(Assignment state) {
        History history = world.oracle.history(state.partition());
        PartitionLog leader = world.machines.get(state.state().leader()).disk.find(state.partition());
        Mirror model = history.mirrors.get(state.state().leader());
        if (leader == null || leader.highWatermark() != leader.endOffset()) {
            return not("not all is committed", Controller.show(state));
        }
        if (!history.excused && leader.lastStableOffset() != leader.endOffset()) {
            return not("a transaction hangs", state.partition());
        }
        for (int id : state.state().replicas()) {
            PartitionLog log = world.machines.get(id).disk.find(state.partition());
            if (log == null
                    || log.endOffset() != leader.endOffset()
                    || log.highWatermark() != leader.highWatermark()
                    || log.startOffset() < leader.startOffset()) {
                return not("broker " + id + " is not where its leader is", Controller.show(state));
            }
            Mirror mirror = history.mirrors.get(id);
            for (long at = Math.max(mirror.base, Math.max(model.base, model.start)); at < model.end; at++) {
                Violation.unless(
                        mirror.id(at) == model.id(at) && mirror.epoch(at) == model.epoch(at),
                        "replicas are equal in the end",
                        state.partition(),
                        "broker",
                        id,
                        "offset",
                        at);
            }
        }
        for (Consumer consumer : consumers) {
            if (consumer.partition().equals(state.partition()) && consumer.position() < consumer.endOf(leader)) {
                return not("a consumer lags", state.partition());
            }
        }
        return true;
    }
}
