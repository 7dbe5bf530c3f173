/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A plan at work. Events count towards triggers on the threads of the engine and the clients; everything that pulls a
 * lever happens on the plan's own {@link Timeline}, one thing after another.
 */
final class PlanRun implements Injection {

    /** What a run works with. */
    record Tools(
            RunningCluster cluster,
            Ledger ledger,
            FaultListener listener,
            Timeline timeline,
            Outside outside,
            Past past,
            Runs runs) {}

    /** The runs that are told of events. */
    interface Runs {
        void remove(PlanRun run);
    }

    private final Plan plan;
    private final Tools tools;
    private final List<Slot> slots;
    private final CountDownLatch fired;
    private final CountDownLatch healed;
    private boolean ended; // worker's

    PlanRun(Plan plan, Tools tools) {
        this.plan = plan;
        this.tools = tools;
        this.slots = plan.faults().stream().map(this::slot).toList();
        this.fired = new CountDownLatch(slots.size());
        this.healed = new CountDownLatch(slots.size());
    }

    private Slot slot(PlannedFault planned) {
        Post due = new Post(planned.name(), false);
        Post end = new Post(planned.name(), true);
        Optional<Watch> until = planned.until()
                .map(trigger -> new Watch(trigger, steps(planned, end).of(trigger)));
        return new Slot(
                planned, new Watch(planned.trigger(), steps(planned, due).of(planned.trigger())), until);
    }

    private Steps steps(PlannedFault planned, Post post) {
        return new Steps(tools.cluster, tools.ledger, resolver(planned), tools.past, post);
    }

    /** How the steps of one watch reach it: what waits for the trigger, or for the end, of a fault. */
    private final class Post implements Steps.Post {
        private final String fault;
        private final boolean isEnd;

        private Post(String fault, boolean isEnd) {
            this.fault = fault;
            this.isEnd = isEnd;
        }

        private Slot slot() {
            return slots.stream()
                    .filter(slot -> slot.planned().name().equals(fault))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void offer(Signal signal) {
            Slot slot = slot();
            if (isEnd ? slot.endsBy(signal) : slot.comesDueBy(signal)) {
                tools.timeline.run(() -> act(slot));
            }
        }

        private void act(Slot slot) {
            if (isEnd) {
                undo(slot);
            } else {
                fire(slot);
            }
        }

        @Override
        public void later(Duration delay, Signal signal) {
            tools.timeline.runAfter(delay, () -> offer(signal));
        }

        @Override
        public void look() {
            tools.timeline.run(() -> PlanRun.this.look(slot(), isEnd));
        }

        @Override
        public ApplicationCode code() {
            return tools.outside.code();
        }
    }

    /** Arm what the triggers need to be told of and declare every fault; before it is told of events. */
    void declare() {
        tools.timeline.runAndWait(() -> {
            Instant now = tools.timeline.now();
            slots.forEach(slot -> tools.listener.declared(now, slot.planned()));
            slots.forEach(slot -> slot.watches().forEach(Watch::prepare));
        });
    }

    /** Fire the faults that are due at once; after it is told of events, so that none is missed. */
    void start() {
        tools.timeline.runAndWait(() -> {
            slots.forEach(slot -> slot.watch().begin());
            slots.forEach(slot -> look(slot, /* end= */ false));
        });
    }

    private void look(Slot slot, boolean end) {
        if (end) {
            if (slot.until().isPresent() && slot.until().get().look()) {
                undo(slot);
            }
        } else if (slot.watch().look() && slot.comesDue()) {
            fire(slot);
        }
    }

    /** Called on the engine's threads: count, and leave the rest to the worker. */
    void on(ClusterEvent event) {
        offer(new Signal.OfCluster(event));
        if (event instanceof ClusterEvent.Acked) {
            slots.forEach(slot -> slot.note(event));
        } else if (!(event instanceof ClusterEvent.OffsetCommitted
                || event instanceof ClusterEvent.RequestSeen
                || event instanceof ClusterEvent.CodePointReached)) {
            tools.timeline.run(() -> follow(event));
        }
    }

    /** Called on clients' threads. */
    void on(ClientEvent event) {
        offer(new Signal.OfClient(event));
        if (event instanceof ClientEvent.Appeared) {
            tools.timeline.run(() -> slots.forEach(this::fire));
        }
    }

    /** Ends first: what makes a fault fire does not count towards its end. */
    private void offer(Signal signal) {
        for (Slot slot : slots) {
            if (slot.endsBy(signal)) {
                tools.timeline.run(() -> undo(slot));
            }
            if (slot.comesDueBy(signal)) {
                tools.timeline.run(() -> fire(slot));
            }
        }
    }

    /** Note what follows from active faults; and a target that meant nobody may mean somebody now. */
    private void follow(ClusterEvent event) {
        if (ended) {
            return;
        }
        slots.forEach(slot -> slot.note(event));
        slots.stream().filter(slot -> !slot.isFinished()).forEach(slot -> slot.watches()
                .forEach(watch -> watch.refresh(event)));
        slots.forEach(this::fire);
    }

    private void fire(Slot slot) {
        if (ended || !slot.isDue()) {
            return;
        }
        Instant now = tools.timeline.now();
        PlannedFault planned = slot.planned();
        slot.until().ifPresent(Watch::begin);
        try {
            Effect effect = site(slot).pull(planned);
            slot.fired(now, effect);
            tools.listener.fired(now, planned, effect.detail());
            planned.fault().lasts().ifPresent(lasts -> tools.timeline.runAfter(lasts, () -> undo(slot)));
        } catch (Unresolved nobody) {
            slot.unresolved(nobody.why());
            return;
        } catch (RuntimeException failure) {
            slot.failed(now, String.valueOf(failure.getMessage()));
            tools.listener.fired(now, planned, slot.bite().evidence());
            tools.listener.healed(now, slot.bite());
            slot.watches().forEach(Watch::end);
            healed.countDown();
        }
        fired.countDown();
        tools.past.fired(planned.name());
        offer(new Signal.Fired(planned.name()));
        look(slot, /* end= */ true);
        undoIfOver(slot);
    }

    /** Every fault draws from its own source, so that what one draws does not depend on the others. */
    private Site site(Slot slot) {
        Runnable over = () -> tools.timeline.run(() -> undoIfOver(slot));
        return new Site(tools.cluster, tools.ledger, resolver(slot.planned()), tools.outside, over);
    }

    private Resolver resolver(PlannedFault planned) {
        return new Resolver(tools.cluster, plan.seed() * 31 + planned.name().hashCode());
    }

    private void undoIfOver(Slot slot) {
        if (slot.isOver()) {
            undo(slot);
        }
    }

    private void undo(Slot slot) {
        if (slot.isActive()) {
            finish(slot);
            tools.past.ended(slot.planned().name());
            offer(new Signal.Ended(slot.planned().name()));
        }
    }

    private void finish(Slot slot) {
        slot.watches().forEach(Watch::end);
        if (slot.isActive()) {
            tools.listener.lifted(tools.timeline.now(), slot.planned());
        }
        slot.heal(tools.timeline.now());
        tools.listener.healed(tools.timeline.now(), slot.bite());
        healed.countDown();
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public List<Bite> bites() {
        return slots.stream().map(Slot::bite).toList();
    }

    @Override
    public boolean awaitFired(Duration timeout) {
        return await(fired, timeout) && slots.stream().allMatch(Slot::hasFired);
    }

    @Override
    public boolean awaitHealed(Duration timeout) {
        return await(healed, timeout) && slots.stream().allMatch(Slot::hasFired);
    }

    private static boolean await(CountDownLatch latch, Duration timeout) {
        try {
            return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public List<Bite> heal() {
        tools.timeline.runAndWait(this::end);
        tools.timeline.close();
        tools.runs.remove(this);
        return bites();
    }

    /** What could not be undone, in words. */
    List<String> troubles() {
        return slots.stream()
                .map(Slot::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .toList();
    }

    /** Stop working on the plan and leave everything as it is. */
    void abandon() {
        tools.timeline.close();
    }

    /** Links first: a broker that comes back needs its controller, and an administrator needs brokers. */
    private void end() {
        ended = true;
        List<Slot> open = new ArrayList<>(slots);
        open.removeIf(slot -> !slot.isActive());
        open.sort(Comparator.comparing(Slot::rank));
        open.forEach(this::finish);
        slots.stream().filter(slot -> !slot.hasFired()).forEach(slot -> {
            if (!slot.isFinished()) {
                finish(slot);
                fired.countDown();
            }
        });
    }
}
