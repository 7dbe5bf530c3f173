/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One fault of a running plan, from waiting for its trigger to undone. Fired and healed on the plan's
 * worker only; read by any thread.
 */
final class Slot {

    private enum Phase {
        /** Its trigger has not come. */
        WAITING,
        /** Its trigger has come; it fires next, or as soon as its target means somebody. */
        DUE,
        FIRED,
        HEALED
    }

    private final PlannedFault planned;
    private final Watch watch;
    private final Optional<Watch> until;
    private Phase phase = Phase.WAITING;
    private Optional<Effect> effect = Optional.empty();
    private Optional<Instant> firedAt = Optional.empty();
    private Optional<Instant> healedAt = Optional.empty();
    private String remark = "";
    private String troubles = "";

    Slot(PlannedFault planned, Watch watch, Optional<Watch> until) {
        this.planned = planned;
        this.watch = watch;
        this.until = until;
    }

    PlannedFault planned() {
        return planned;
    }

    /** What waits for its trigger. */
    Watch watch() {
        return watch;
    }

    /** What waits for its end, from when it fires. */
    Optional<Watch> until() {
        return until;
    }

    /** Both. */
    List<Watch> watches() {
        List<Watch> watches = new ArrayList<>(List.of(watch));
        until.ifPresent(watches::add);
        return watches;
    }

    /** Take a signal into account; true exactly once, when the trigger comes by it. */
    boolean comesDueBy(Signal signal) {
        return isWaiting() && watch.offer(signal) && comesDue();
    }

    /** Take a signal into account; true exactly once, when its end comes by it. */
    boolean endsBy(Signal signal) {
        return until.isPresent() && until.get().offer(signal);
    }

    private synchronized boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    /** The trigger came; true exactly once. */
    synchronized boolean comesDue() {
        if (phase != Phase.WAITING) {
            return false;
        }
        phase = Phase.DUE;
        return true;
    }

    synchronized boolean isDue() {
        return phase == Phase.DUE;
    }

    synchronized boolean isActive() {
        return phase == Phase.FIRED;
    }

    synchronized boolean isFinished() {
        return phase == Phase.HEALED;
    }

    synchronized boolean hasFired() {
        return firedAt.isPresent();
    }

    /** Its target means nobody yet. */
    synchronized void unresolved(String why) {
        remark = why;
    }

    /** It was pulled. */
    synchronized void fired(Instant at, Effect pulled) {
        phase = Phase.FIRED;
        firedAt = Optional.of(at);
        effect = Optional.of(pulled);
        remark = "";
    }

    /** It could not be pulled. */
    synchronized void failed(Instant at, String why) {
        phase = Phase.HEALED;
        firedAt = Optional.of(at);
        healedAt = Optional.of(at);
        remark = "it could not be pulled: " + why;
    }

    /** Take note of what follows from it. */
    void note(ClusterEvent event) {
        Optional<Effect> pulled;
        synchronized (this) {
            pulled = phase == Phase.FIRED ? effect : Optional.empty();
        }
        pulled.ifPresent(active -> active.note(event));
    }

    /** Whether nothing of it is left to undo. */
    boolean isOver() {
        return pulled().filter(Effect::isOver).isPresent();
    }

    /** When it is undone, if everything is. */
    Effect.Rank rank() {
        return pulled().map(Effect::rank).orElse(Effect.Rank.LINKS);
    }

    /** Undo it, or say that it never fired. */
    void heal(Instant at) {
        Optional<Effect> pulled = pulled();
        String how = "";
        String trouble = "";
        try {
            how = pulled.map(Effect::undo).orElse("");
        } catch (RuntimeException failure) {
            how = "could not be undone: " + failure.getMessage();
            trouble = planned.name() + " " + how;
        }
        synchronized (this) {
            boolean late = firedAt.isPresent();
            remark = late ? how + " after " + Durations.format(between(firedAt.get(), at)) : neverFired();
            troubles = trouble;
            phase = Phase.HEALED;
            healedAt = late ? Optional.of(at) : Optional.empty();
        }
    }

    private synchronized Optional<Effect> pulled() {
        return effect;
    }

    /** What could not be undone; empty if everything was. */
    synchronized String trouble() {
        return troubles;
    }

    private static Duration between(Instant from, Instant to) {
        return Duration.ofMillis(Duration.between(from, to).toMillis());
    }

    private String neverFired() {
        return phase == Phase.DUE
                ? "never fired: its trigger came (" + planned.trigger() + "), but " + remark
                : "never fired: still waiting to fire " + watch.progress();
    }

    /** What it did so far. Asks the effect, and by it the cluster, without the lock that events take. */
    Bite bite() {
        Optional<Effect> pulled = pulled();
        String did = pulled.map(Effect::evidence).orElse("");
        long touched = pulled.map(Effect::touched).orElse(0L);
        synchronized (this) {
            String evidence = did.isEmpty() || remark.isEmpty() ? did + remark : did + "; " + remark;
            return new Bite(
                    planned,
                    firedAt,
                    healedAt,
                    touched,
                    evidence.isEmpty() ? "waiting to fire " + watch.progress() : evidence);
        }
    }
}
