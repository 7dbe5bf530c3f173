/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Health;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs plans against one cluster and undoes what they did. Levers pulled by hand go through it too, so
 * that {@link #heal} knows of them. Safe for use by several threads.
 */
public final class FaultInjector implements AutoCloseable {

    private final RunningCluster cluster;
    private final FaultListener listener;
    private final Timeline.Factory timelines;
    private final Ledger ledger;
    private final SickDisks disks;
    private final ArmedRules armed;
    private final WrongClocks clocks;
    private final ByHand byHand = new ByHand();
    private final List<PlanRun> runs = new CopyOnWriteArrayList<>();
    private final Map<String, Map<PartitionId, Long>> committed = new ConcurrentHashMap<>();
    private final Deque<AdminAct> undone = new ConcurrentLinkedDeque<>();
    private final Outside outside;
    private volatile boolean closed;

    /** Work on {@code cluster}; listens to its events until closed. */
    public FaultInjector(RunningCluster cluster, FaultListener listener) {
        this(
                cluster,
                listener,
                name -> new WorkerTimeline(name, InstantSource.system()),
                Outside.ofThisJvm(FaultInjector::inBackground));
    }

    FaultInjector(RunningCluster cluster, FaultListener listener, Timeline.Factory timelines, Outside outside) {
        this(cluster, listener, timelines, outside, new Ledger(cluster));
        cluster.listen(this::on);
    }

    private FaultInjector(
            RunningCluster cluster,
            FaultListener listener,
            Timeline.Factory timelines,
            Outside outside,
            Ledger ledger) {
        this.cluster = cluster;
        this.listener = listener;
        this.timelines = timelines;
        this.outside = outside;
        this.ledger = ledger;
        this.disks = new SickDisks(cluster);
        this.armed = new ArmedRules(cluster);
        this.clocks = new WrongClocks(cluster);
    }

    /**
     * Somebody else who pulls levers on the same cluster by hand, and hears of no events: a link that several hold stays
     * held until all of them let go.
     */
    public FaultInjector beside() {
        return new FaultInjector(cluster, listener, timelines, outside, ledger);
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "trial-faults-background");
        thread.setDaemon(true);
        thread.start();
    }

    private void on(ClusterEvent event) {
        if (closed) {
            return;
        }
        runs.forEach(run -> run.on(event));
        if (event instanceof ClusterEvent.OffsetCommitted commit) {
            committed
                    .computeIfAbsent(commit.group(), group -> new ConcurrentHashMap<>())
                    .merge(commit.partition(), commit.offset(), Math::max);
        }
    }

    /**
     * Put a plan to work and return at once; faults whose trigger is {@link Trigger.Immediately} have
     * fired when this returns.
     *
     * @throws TrialException if the plan cannot work on this cluster as it is
     */
    public Injection inject(Plan plan) {
        if (closed) {
            throw Complaints.closed();
        }
        plan.check(cluster);
        outside.check(plan);
        Timeline timeline = timelines.start("trial-faults-" + plan.seed());
        Past past = new Past(group -> committed.getOrDefault(group, Map.of()));
        PlanRun run =
                new PlanRun(plan, new PlanRun.Tools(cluster, ledger, listener, timeline, outside, past, runs::remove));
        try {
            run.declare();
        } catch (RuntimeException refused) {
            run.heal();
            throw refused;
        }
        runs.add(run);
        run.start();
        return run;
    }

    /**
     * Pull a lever by hand; healed with everything else. A mend undoes what was done by hand to that
     * direction and leaves alone what a plan did.
     */
    public void pull(Lever lever) {
        if (closed) {
            throw Complaints.closed();
        }
        if (lever instanceof Lever.Cut || lever instanceof Lever.Delay || lever instanceof Lever.Throttle) {
            ledger.hold(byHand, List.of(lever));
        } else if (lever instanceof Lever.Mend mend) {
            ledger.release(byHand, List.of(new Direction(mend.from(), mend.to())));
        } else if (lever instanceof Lever.Intercept intercept) {
            ledger.arm(intercept.rule());
        } else if (lever instanceof Lever.Release release) {
            ledger.release(release.rule());
        } else if (lever instanceof Lever.Administer admin) {
            administer(admin.act());
        } else {
            cluster.pull(lever);
            disks.note(lever);
            armed.note(lever);
            clocks.note(lever);
        }
        byHand.note(lever);
    }

    /**
     * Undo what was done by hand here, and nothing that plans or others did.
     *
     * @return what could not be undone, in words
     */
    public List<String> undoByHand() {
        List<String> failures = new ArrayList<>();
        attempt("links", failures, () -> ledger.release(byHand, byHand.takeLinks()));
        byHand.takeRules().forEach(rule -> attempt("requests", failures, () -> ledger.release(rule)));
        cureByHand(failures);
        List<Endpoint> away = byHand.takeNodes();
        failures.addAll(ledger.bringBack(nodes().stream().filter(away::contains).toList()));
        undoActs(failures);
        return failures;
    }

    private void cureByHand(List<String> failures) {
        attempt("disks", failures, disks::cureAll);
        attempt("clocks", failures, clocks::setAll);
        attempt("rules in the code of nodes", failures, armed::disarmAll);
    }

    private void undoActs(List<String> failures) {
        for (AdminAct undo = undone.poll(); undo != null; undo = undone.poll()) {
            AdminAct act = undo;
            attempt(AdminText.describe(act), failures, () -> cluster.administer(act));
        }
    }

    /** Do what administrators do, by hand; healed with everything else. */
    public AdminOutcome administer(AdminAct act) {
        if (closed) {
            throw Complaints.closed();
        }
        AdminOutcome outcome = cluster.administer(act);
        outcome.undo().ifPresent(undone::push);
        return outcome;
    }

    /** Let this one do faults of clients from now on; it takes the place of the one before. */
    public void stage(ClientStage clients) {
        outside.stage(clients);
        clients.listen(event -> {
            if (outside.isStage(clients)) {
                note(event);
            }
        });
    }

    /** Be told of what a client did. */
    public void note(ClientEvent event) {
        if (!closed) {
            runs.forEach(run -> run.on(event));
        }
    }

    /**
     * The brokers a target means now, ascending.
     *
     * @throws TrialException if it means nobody
     */
    public List<Integer> brokers(Target target, long seed) {
        try {
            return new Resolver(cluster, seed).brokers(target);
        } catch (Unresolved nobody) {
            throw Complaints.nobody(target.toString(), nobody.why());
        }
    }

    /**
     * The ends of links a target means now.
     *
     * @throws TrialException if it means nobody
     */
    public List<Endpoint> ends(Target target, long seed) {
        try {
            return new Resolver(cluster, seed).ends(target);
        } catch (Unresolved nobody) {
            throw Complaints.nobody(target.toString(), nobody.why());
        }
    }

    /**
     * End every plan and undo everything, by plan or by hand: links mended, held requests let go, disks well
     * again, paused nodes resumed, crashed and stopped ones restarted; then wait until the cluster is healthy.
     *
     * @return the bites of the plans that were active
     * @throws TrialException if the cluster is not healthy within {@code bound}
     */
    public List<Bite> heal(Duration bound) {
        if (closed) {
            throw Complaints.closed();
        }
        List<String> failures = new ArrayList<>();
        List<Bite> bites = endPlans(failures);
        cureByHand(failures);
        failures.addAll(ledger.bringBack(nodes()));
        undoActs(failures);
        if (!failures.isEmpty()) {
            throw Complaints.notHealthy(Durations.format(bound), String.join("; ", failures));
        }
        if (!cluster.awaitHealthy(bound)) {
            throw Complaints.notHealthy(Durations.format(bound), Health.missing(cluster));
        }
        return bites;
    }

    /** One step of healing; the next ones are done even if it fails. */
    private static void attempt(String what, List<String> failures, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            failures.add(what + ": " + failure.getMessage());
        }
    }

    /** Controllers first: without a majority of them no broker is let in. */
    private List<Endpoint> nodes() {
        List<Endpoint> nodes = new ArrayList<>();
        cluster.controllers().forEach(id -> nodes.add(Endpoint.controller(id)));
        cluster.brokers().forEach(id -> nodes.add(Endpoint.broker(id)));
        return nodes;
    }

    private List<Bite> endPlans(List<String> failures) {
        attempt("links", failures, ledger::releaseAll);
        List<Bite> bites = new ArrayList<>();
        for (PlanRun run : runs) {
            bites.addAll(run.heal());
            failures.addAll(run.troubles());
        }
        return bites;
    }

    /** Drop every plan where it stands, for a cluster that is about to go: nothing is undone. Idempotent. */
    @Override
    public void close() {
        closed = true;
        runs.forEach(PlanRun::abandon);
        runs.clear();
    }
}
