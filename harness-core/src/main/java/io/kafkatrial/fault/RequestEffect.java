/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.WireRule;
import java.util.List;
import java.util.stream.Collectors;

/** Rules for single requests at work; its evidence is how many they touched. */
final class RequestEffect implements Effect {

    private final RunningCluster cluster;
    private final Ledger ledger;
    private final Fault.OnRequests fault;
    private final List<WireRule> rules;
    private final String ends;

    private RequestEffect(Site site, PlannedFault planned, List<WireRule> rules) {
        this.cluster = site.cluster();
        this.ledger = site.ledger();
        this.fault = (Fault.OnRequests) planned.fault();
        this.rules = rules;
        Requests requests = fault.requests();
        boolean ofClients = Needs.isClient(requests.from());
        this.ends =
                (ofClients ? "" : " of " + named(rules, true) + site.resolver().role(requests.from())) + " to "
                        + named(rules, false) + site.resolver().role(requests.to()) + " " + planned.trigger();
    }

    private static String named(List<WireRule> rules, boolean from) {
        return rules.stream()
                .map(rule -> (from ? rule.match().from() : rule.match().to()).toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Arm a rule for each pair of ends the fault means now. */
    static RequestEffect pull(Site site, PlannedFault planned) throws Unresolved {
        Fault.OnRequests fault = (Fault.OnRequests) planned.fault();
        List<Direction> directions = directions(fault.requests(), site.resolver());
        String tally = site.ledger().ruleName(planned.name());
        List<WireRule> rules = directions.stream()
                .map(direction -> rule(site.ledger().ruleName(planned.name()), tally, direction, fault))
                .toList();
        RequestEffect effect = new RequestEffect(site, planned, rules);
        try {
            rules.forEach(site.ledger()::arm);
        } catch (RuntimeException failure) {
            rules.forEach(site.ledger()::release);
            throw failure;
        }
        return effect;
    }

    /** The links on which these requests are asked now. */
    static List<Direction> directions(Requests requests, Resolver resolver) throws Unresolved {
        List<Direction> directions =
                Direction.between(resolver.ends(requests.from()), resolver.ends(requests.to()), /* bothWays= */ false);
        if (directions.isEmpty()) {
            throw new Unresolved(
                    requests.from() + " and " + requests.to() + " are the same node, which asks itself nothing");
        }
        return directions;
    }

    private static WireRule rule(String name, String tally, Direction direction, Fault.OnRequests fault) {
        return new WireRule(name, fault.requests().match(direction), fault.act(), fault.skip(), fault.times(), tally);
    }

    @Override
    public String detail() {
        return RequestText.did(fault.act(), fault.requests().kind(/* one= */ false)) + ends;
    }

    @Override
    public long touched() {
        return rules.stream().mapToLong(cluster::touchedBy).sum();
    }

    @Override
    public String evidence() {
        long touched = touched();
        return RequestText.did(fault.act(), touched + " " + fault.requests().kind(touched == 1)) + ends;
    }

    @Override
    public String undo() {
        rules.forEach(ledger::release);
        return "released";
    }
}
