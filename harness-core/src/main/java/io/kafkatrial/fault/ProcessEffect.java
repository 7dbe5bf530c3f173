/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterEvent.ControllerChanged;
import io.kafkatrial.engine.ClusterEvent.LeaderChanged;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brokers or controllers crashed, stopped or paused; its evidence is who they were and who took over. */
final class ProcessEffect implements Effect {

    private final Ledger ledger;
    private final ProcessFault process;
    private final Optional<Succession> succession;
    private final Optional<ControllerSuccession> controllers;
    private final List<Endpoint> hit;
    private final String detail;
    private volatile Optional<String> outcome = Optional.empty();

    private ProcessEffect(Site site, ProcessFault process, Heirs heirs, Hits hits) {
        this.ledger = site.ledger();
        this.process = process;
        this.succession = heirs.partition;
        this.controllers = heirs.controller;
        this.hit = List.copyOf(hits.hit);
        this.detail = hits.detail;
    }

    private record Hits(List<Endpoint> hit, String detail) {}

    /** Who is watched for taking over. */
    private record Heirs(Optional<Succession> partition, Optional<ControllerSuccession> controller) {
        static Heirs of(Site site, Target target, List<Endpoint> nodes) {
            List<Integer> brokers = nodes.stream()
                    .filter(Endpoint.Broker.class::isInstance)
                    .map(node -> ((Endpoint.Broker) node).id())
                    .toList();
            return new Heirs(
                    Succession.of(site.cluster(), target, brokers), ControllerSuccession.of(site.cluster(), nodes));
        }
    }

    /** Pull the levers of a process fault; nodes it cannot be done to are passed over and named. */
    static ProcessEffect pull(Site site, PlannedFault planned) throws Unresolved {
        ProcessFault process = ProcessFault.of(planned.fault()).orElseThrow();
        List<Endpoint> nodes = site.resolver().nodes(process.target());
        String role = site.resolver().role(process.target());
        Heirs heirs = Heirs.of(site, process.target(), nodes);
        List<Endpoint> hit = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (Endpoint node : nodes) {
            pullOn(site, process, node).ifPresentOrElse(passedOver::add, () -> hit.add(node));
        }
        String done = hit.isEmpty()
                ? "nobody" + role + " " + process.done()
                : hit.stream().map(Endpoint::toString).collect(Collectors.joining(", ")) + role + " " + process.done();
        String rest = passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver);
        return new ProcessEffect(site, process, heirs, new Hits(hit, done + " " + planned.trigger() + rest));
    }

    /** Do it to one node; gives back why not, if it was not done. */
    private static Optional<String> pullOn(Site site, ProcessFault process, Endpoint node) {
        NodeState state = site.cluster().state(node);
        if (!process.takes().contains(state)) {
            return Optional.of(node + " was " + state.word() + " already");
        }
        try {
            site.cluster().pull(process.away().apply(node));
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(node + ": " + failure.getMessage());
        }
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        return hit.size();
    }

    @Override
    public String evidence() {
        return outcome.orElseGet(this::soFar);
    }

    private String soFar() {
        if (hit.isEmpty()) {
            return detail;
        }
        if (hit.get(0) instanceof Endpoint.Controller) {
            return detail + "; "
                    + controllers.map(ControllerSuccession::inWords).orElse("it was not the active one");
        }
        return detail + "; " + succession.map(Succession::inWords).orElse("it led no partition");
    }

    @Override
    public void note(ClusterEvent event) {
        if (event instanceof LeaderChanged change && outcome.isEmpty()) {
            succession.ifPresent(followed -> followed.note(change));
        } else if (event instanceof ControllerChanged change && outcome.isEmpty()) {
            controllers.ifPresent(followed -> followed.note(change));
        }
    }

    @Override
    public Rank rank() {
        return Rank.NODES_AWAY;
    }

    @Override
    public String undo() {
        outcome = Optional.of(soFar());
        List<String> failures = ledger.bringBack(hit);
        return failures.isEmpty() ? process.undone() : String.join("; ", failures);
    }
}
