/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A plan at work. Events count towards triggers on the engine's threads; everything that pulls a lever
 * happens on the plan's own {@link Timeline}, one thing after another.
 */
final class PlanRun implements Injection {

    /** What a run works with. */
    record Tools(RunningCluster cluster, Ledger ledger, FaultListener listener, Timeline timeline, Runs runs) {}

    /** The runs that are told of events. */
    interface Runs {
        void remove(PlanRun run);
    }

    private final Plan plan;
    private final Tools tools;
    private final List<Slot> slots;
    private final CountDownLatch fired;
    private final CountDownLatch healed;

    PlanRun(Plan plan, List<Slot> slots, Tools tools) {
        this.plan = plan;
        this.slots = List.copyOf(slots);
        this.tools = tools;
        this.fired = new CountDownLatch(slots.size());
        this.healed = new CountDownLatch(slots.size());
    }

    /** Declare every fault; before it is told of events, so that no fault fires undeclared. */
    void declare() {
        tools.timeline.runAndWait(() -> {
            Instant now = tools.timeline.now();
            slots.forEach(slot -> tools.listener.declared(now, slot.planned()));
        });
    }

    /** Fire the faults that are due at once; after it is told of events, so that none is missed. */
    void start() {
        tools.timeline.runAndWait(() -> slots.forEach(this::arm));
    }

    private void arm(Slot slot) {
        Trigger trigger = slot.planned().trigger();
        if (trigger instanceof Trigger.After after) {
            tools.timeline.runAfter(after.delay(), () -> comeDue(slot));
        } else if (trigger instanceof Trigger.Immediately || isSoAlready(trigger)) {
            comeDue(slot);
        }
    }

    private boolean isSoAlready(Trigger trigger) {
        return trigger instanceof Trigger.IsrSize isr
                && tools.cluster
                        .partition(isr.partition())
                        .filter(view -> view.isr().size() == isr.size())
                        .isPresent();
    }

    /** Called on the engine's threads: count, and leave the rest to the worker. */
    void on(ClusterEvent event) {
        for (Slot slot : slots) {
            if (slot.comesDueBy(event)) {
                tools.timeline.run(() -> fire(slot));
            }
        }
        if (!(event instanceof ClusterEvent.Acked || event instanceof ClusterEvent.OffsetCommitted)) {
            tools.timeline.run(() -> follow(event));
        }
    }

    /** Called on clients' threads. */
    void on(ClientEvent event) {
        if (event instanceof ClientEvent.Appeared) {
            tools.timeline.run(() -> slots.forEach(this::fire));
        }
    }

    /** Note what follows from active faults; and a target that meant nobody may mean somebody now. */
    private void follow(ClusterEvent event) {
        slots.forEach(slot -> slot.note(event));
        slots.forEach(this::fire);
    }

    private void comeDue(Slot slot) {
        if (slot.comesDue()) {
            fire(slot);
        }
    }

    private void fire(Slot slot) {
        if (!slot.isDue()) {
            return;
        }
        Instant now = tools.timeline.now();
        PlannedFault planned = slot.planned();
        try {
            Effect effect = site(planned).pull(planned);
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
            healed.countDown();
        }
        fired.countDown();
        slots.stream().filter(follows(planned.name())).forEach(this::comeDue);
    }

    private static Predicate<Slot> follows(String name) {
        return slot -> slot.planned().trigger() instanceof Trigger.Following following
                && following.fault().equals(name);
    }

    /** Every fault draws from its own source, so that what one draws does not depend on the others. */
    private Site site(PlannedFault planned) {
        long seed = plan.seed() * 31 + planned.name().hashCode();
        return new Site(tools.cluster, tools.ledger, new Resolver(tools.cluster, seed));
    }

    private void undo(Slot slot) {
        if (slot.isActive()) {
            finish(slot);
        }
    }

    private void finish(Slot slot) {
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

    /** Stop working on the plan and leave everything as it is. */
    void abandon() {
        tools.timeline.close();
    }

    /** Links first: a broker that comes back needs its controller. */
    private void end() {
        List<Slot> open = new ArrayList<>(slots);
        open.removeIf(slot -> !slot.isActive());
        open.stream().filter(slot -> !isProcess(slot)).forEach(this::finish);
        open.stream().filter(PlanRun::isProcess).forEach(this::finish);
        slots.stream().filter(slot -> !slot.hasFired()).forEach(slot -> {
            if (!slot.isFinished()) {
                finish(slot);
                fired.countDown();
            }
        });
    }

    private static boolean isProcess(Slot slot) {
        return ProcessFault.of(slot.planned().fault()).isPresent();
    }
}
