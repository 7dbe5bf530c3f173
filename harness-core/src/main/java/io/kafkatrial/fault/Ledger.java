/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.WireRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds which link cut or slow, and which rules for single requests work. Several faults may hold one link; what the engine is told is their
 * sum: a cut wins, else the latest delay or throttle, and when one lets go the others still hold. Without it the
 * end of one fault would quietly end another.
 *
 * <p>Safe for use by several threads; levers of links are pulled under its lock.
 */
final class Ledger {

    private final RunningCluster cluster;
    private final Map<Direction, Map<Object, Lever>> holds = new LinkedHashMap<>();
    private final Map<Direction, Lever> told = new HashMap<>();
    private final Set<WireRule> rules = new LinkedHashSet<>();
    private int named;

    Ledger(RunningCluster cluster) {
        this.cluster = cluster;
    }

    /** Let {@code owner} hold links by {@link Lever.Cut}, {@link Lever.Delay} or {@link Lever.Throttle}. */
    synchronized void hold(Object owner, List<Lever> levers) {
        for (Lever lever : levers) {
            Direction direction = direction(lever);
            Map<Object, Lever> holders = holds.computeIfAbsent(direction, d -> new LinkedHashMap<>());
            holders.remove(owner);
            holders.put(owner, lever);
            tell(direction);
        }
    }

    /** Let {@code owner} let go of these links. */
    synchronized void release(Object owner, List<Direction> directions) {
        for (Direction direction : directions) {
            Map<Object, Lever> holders = holds.get(direction);
            if (holders != null && holders.remove(owner) != null) {
                tell(direction);
            }
        }
    }

    /** A name no other rule has. */
    synchronized String ruleName(String fault) {
        return fault + " #" + ++named;
    }

    /** Let a rule for single requests work. */
    synchronized void arm(WireRule rule) {
        cluster.pull(new Lever.Intercept(rule));
        rules.add(rule);
    }

    /** End a rule for single requests; does nothing if it does not work. */
    synchronized void release(WireRule rule) {
        if (rules.remove(rule)) {
            cluster.pull(new Lever.Release(rule));
        }
    }

    /** Let everybody let go of everything. */
    synchronized void releaseAll() {
        List.copyOf(rules).forEach(this::release);
        for (Direction direction : List.copyOf(holds.keySet())) {
            holds.remove(direction);
            tell(direction);
        }
    }

    private void tell(Direction direction) {
        Optional<Lever> wanted = strongest(holds.getOrDefault(direction, Map.of()));
        Optional<Lever> current = Optional.ofNullable(told.get(direction));
        if (wanted.equals(current)) {
            return;
        }
        if (current.isPresent()) {
            cluster.pull(new Lever.Mend(direction.from(), direction.to()));
            told.remove(direction);
        }
        wanted.ifPresent(lever -> {
            cluster.pull(lever);
            told.put(direction, lever);
        });
    }

    private static Optional<Lever> strongest(Map<Object, Lever> holders) {
        Optional<Lever> strongest = Optional.empty();
        for (Lever lever : holders.values()) {
            if (strongest.isEmpty() || !(strongest.get() instanceof Lever.Cut)) {
                strongest = Optional.of(lever);
            }
        }
        return strongest;
    }

    private static Direction direction(Lever lever) {
        if (lever instanceof Lever.Cut cut) {
            return new Direction(cut.from(), cut.to());
        }
        if (lever instanceof Lever.Throttle throttle) {
            return new Direction(throttle.from(), throttle.to());
        }
        Lever.Delay delay = (Lever.Delay) lever;
        return new Direction(delay.from(), delay.to());
    }

    /**
     * Bring nodes back that are away, in this order: resume the paused, restart the crashed and stopped.
     * One that somebody else brought back meanwhile is left alone.
     *
     * @return what could not be brought back, in words
     */
    List<String> bringBack(List<Endpoint> nodes) {
        List<String> failures = new ArrayList<>();
        for (boolean frozen : new boolean[] {true, false}) {
            for (Endpoint node : nodes) {
                if ((cluster.state(node) == NodeState.PAUSED) == frozen) {
                    bringBack(node).ifPresent(failures::add);
                }
            }
        }
        return failures;
    }

    private Optional<String> bringBack(Endpoint node) {
        try {
            NodeState state = cluster.state(node);
            if (state == NodeState.PAUSED) {
                cluster.pull(new Lever.Resume(node));
            } else if (Set.of(NodeState.CRASHED, NodeState.STOPPED).contains(state)) {
                cluster.pull(new Lever.Restart(node));
            }
            return Optional.empty();
        } catch (RuntimeException failure) {
            return cluster.state(node) == NodeState.RUNNING
                    ? Optional.empty()
                    : Optional.of(node + " did not come back: " + failure.getMessage());
        }
    }
}
