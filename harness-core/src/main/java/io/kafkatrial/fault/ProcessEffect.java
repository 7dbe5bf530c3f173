/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterEvent.LeaderChanged;
import io.kafkatrial.engine.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brokers crashed, stopped or paused; its evidence is who they were and who took over. */
final class ProcessEffect implements Effect {

    private final Ledger ledger;
    private final ProcessFault process;
    private final Optional<Succession> succession;
    private final List<Integer> hit;
    private final String detail;
    private volatile Optional<String> outcome = Optional.empty();

    private ProcessEffect(Site site, ProcessFault process, Optional<Succession> succession, Hits hits) {
        this.ledger = site.ledger();
        this.process = process;
        this.succession = succession;
        this.hit = List.copyOf(hits.hit);
        this.detail = hits.detail;
    }

    private record Hits(List<Integer> hit, String detail) {}

    /** Pull the levers of a process fault; brokers it cannot be done to are passed over and named. */
    static ProcessEffect pull(Site site, PlannedFault planned) throws Unresolved {
        ProcessFault process = ProcessFault.of(planned.fault()).orElseThrow();
        List<Integer> brokers = site.resolver().brokers(process.target());
        String role = site.resolver().role(process.target());
        Optional<Succession> succession = Succession.of(site.cluster(), process.target(), brokers);
        List<Integer> hit = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (int broker : brokers) {
            pullOn(site, process, broker).ifPresentOrElse(passedOver::add, () -> hit.add(broker));
        }
        String done = hit.isEmpty()
                ? "nobody" + role + " " + process.done()
                : hit.stream().map(id -> "broker " + id).collect(Collectors.joining(", ")) + role + " "
                        + process.done();
        String rest = passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver);
        return new ProcessEffect(site, process, succession, new Hits(hit, done + " " + planned.trigger() + rest));
    }

    /** Do it to one broker; gives back why not, if it was not done. */
    private static Optional<String> pullOn(Site site, ProcessFault process, int broker) {
        NodeState state = site.cluster().state(broker);
        if (!process.takes().contains(state)) {
            return Optional.of("broker " + broker + " was " + state.word() + " already");
        }
        try {
            site.cluster().pull(process.away().apply(broker));
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of("broker " + broker + ": " + failure.getMessage());
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
        return detail + "; " + succession.map(Succession::inWords).orElse("it led no partition");
    }

    @Override
    public void note(ClusterEvent event) {
        if (event instanceof LeaderChanged change && outcome.isEmpty()) {
            succession.ifPresent(followed -> followed.note(change));
        }
    }

    @Override
    public String undo() {
        outcome = Optional.of(soFar());
        List<String> failures = ledger.bringBack(hit);
        return failures.isEmpty() ? process.undone() : String.join("; ", failures);
    }
}
