/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.WireRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts requests as they arrive. A rule that notes them works from the beginning of the plan on every link the
 * trigger has meant so far; requests count on those it means now, and only while it is waited for.
 */
final class RequestStep implements Step {

    private final Trigger.OnRequest trigger;
    private final Ledger ledger;
    private final Resolver resolver;
    private final Map<Direction, WireRule> armed = new LinkedHashMap<>();
    private volatile Set<WireRule> meant = Set.of();
    private long counted;

    RequestStep(Trigger.OnRequest trigger, Ledger ledger, Resolver resolver) {
        this.trigger = trigger;
        this.ledger = ledger;
        this.resolver = resolver;
    }

    @Override
    public void begin() {
        counted = 0;
    }

    @Override
    public boolean met(Signal signal) {
        if (signal instanceof Signal.OfCluster of
                && of.event() instanceof ClusterEvent.RequestSeen seen
                && meant.contains(seen.rule())) {
            counted++;
        }
        return counted >= trigger.nth();
    }

    @Override
    public String progress() {
        return " (counted " + counted + ")";
    }

    @Override
    public void prepare() {
        arm();
    }

    @Override
    public void refresh(ClusterEvent event) {
        arm();
    }

    private void arm() {
        List<Direction> directions;
        try {
            directions = RequestEffect.directions(trigger.requests(), resolver);
        } catch (Unresolved nobody) {
            return; // whom it meant before it means still, until somebody else has the role
        }
        for (Direction direction : directions) {
            if (!armed.containsKey(direction)) {
                WireRule rule = new WireRule(
                        ledger.ruleName("watch"), trigger.requests().match(direction), new WireRule.Act.Note());
                armed.put(direction, rule);
                meant = Set.copyOf(armed.values());
                ledger.arm(rule);
            }
        }
        meant = armed.entrySet().stream()
                .filter(entry -> directions.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void end() {
        armed.values().forEach(ledger::release);
        armed.clear();
        meant = Set.of();
    }
}
