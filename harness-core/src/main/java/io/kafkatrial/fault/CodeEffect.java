/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TrialException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Rules in the code of nodes; its evidence is how many times they acted, and which nodes ended by it. */
final class CodeEffect implements Effect {

    private static final AtomicLong RULES = new AtomicLong();

    private final RunningCluster cluster;
    private final Ledger ledger;
    private final Fault.AtCodePoint fault;
    private final List<CodeRule> rules;
    private final String detail;

    private CodeEffect(Site site, Fault.AtCodePoint fault, List<CodeRule> rules, String detail) {
        this.cluster = site.cluster();
        this.ledger = site.ledger();
        this.fault = fault;
        this.rules = List.copyOf(rules);
        this.detail = detail;
    }

    /** Put the rules into the nodes the target means, as far as they run. */
    static CodeEffect pull(Site site, PlannedFault planned, Fault.AtCodePoint fault) throws Unresolved {
        List<Endpoint> nodes = site.resolver().nodes(fault.target());
        String role = site.resolver().role(fault.target());
        List<CodeRule> rules = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        try {
            for (Endpoint node : nodes) {
                NodeState state = site.cluster().state(node);
                if (state == NodeState.RUNNING) {
                    CodeRule rule = rule(node, fault);
                    site.cluster().pull(new Lever.Arm(rule));
                    rules.add(rule);
                } else {
                    passedOver.add(node + " was " + state.word() + " already");
                }
            }
        } catch (TrialException refused) {
            rules.forEach(rule -> site.cluster().pull(new Lever.Disarm(rule)));
            throw refused;
        }
        String whom = rules.isEmpty()
                ? "nobody"
                : rules.stream().map(rule -> rule.node().toString()).collect(Collectors.joining(", "));
        String rest = passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver);
        return new CodeEffect(
                site, fault, rules, whom + role + " armed at " + fault.point() + " " + planned.trigger() + rest);
    }

    private static CodeRule rule(Endpoint node, Fault.AtCodePoint fault) {
        String name = "rule " + RULES.incrementAndGet() + " at " + fault.point();
        return new CodeRule(
                name,
                node,
                fault.point(),
                fault.act(),
                fault.passages().skip(),
                fault.passages().times());
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        return rules.stream().mapToLong(cluster::actedBy).sum();
    }

    @Override
    public String evidence() {
        long hits = touched();
        String done = fault.act() instanceof CodeRule.Act.Delay
                ? "delayed"
                : fault.act() instanceof CodeRule.Act.Fail
                        ? "failed"
                        : fault.act() instanceof CodeRule.Act.Note ? "noted" : "halted";
        String where = rules.stream()
                .filter(rule -> cluster.actedBy(rule) > 0)
                .map(rule -> rule.node().toString())
                .collect(Collectors.joining(", "));
        return detail + "; the point was hit " + hits + (hits == 1 ? " time" : " times")
                + (hits == 0 ? "" : " and " + done + " " + where);
    }

    @Override
    public Rank rank() {
        return fault.act() instanceof CodeRule.Act.Halt ? Rank.NODES_AWAY : Rank.NODES_SICK;
    }

    @Override
    public String undo() {
        rules.forEach(rule -> cluster.pull(new Lever.Disarm(rule)));
        if (!(fault.act() instanceof CodeRule.Act.Halt)) {
            return "disarmed";
        }
        List<Endpoint> halted = rules.stream()
                .filter(rule -> cluster.actedBy(rule) > 0)
                .map(CodeRule::node)
                .toList();
        List<String> failures = ledger.bringBack(halted);
        return failures.isEmpty() ? "disarmed and restarted" : String.join("; ", failures);
    }
}
