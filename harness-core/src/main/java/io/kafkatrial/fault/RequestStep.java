/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.WireRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests as they arrive. A rule that notes them works from the beginning of the plan on every link the
 * trigger has meant so far; requests count on those it means now, and only while it is waited for.
 */
final class RequestStep extends CountingStep<Direction, WireRule> {

    private final Trigger.OnRequest trigger;
    private final Ledger ledger;
    private final Resolver resolver;

    RequestStep(Trigger.OnRequest trigger, Ledger ledger, Resolver resolver) {
        super(trigger.nth());
        this.trigger = trigger;
        this.ledger = ledger;
        this.resolver = resolver;
    }

    @Override
    @Nullable
    Object noted(ClusterEvent event) {
        return event instanceof ClusterEvent.RequestSeen seen ? seen.rule() : null;
    }

    @Override
    void arm() {
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
                mean(armed.values());
                ledger.arm(rule);
            }
        }
        mean(armed.entrySet().stream()
                .filter(entry -> directions.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet()));
    }

    @Override
    void disarm(WireRule rule) {
        ledger.release(rule);
    }
}
