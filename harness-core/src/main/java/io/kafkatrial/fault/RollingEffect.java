/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Nodes restarted one after the other, on a thread of its own so that other faults of the plan go on meanwhile. Its
 * evidence is which came back.
 */
final class RollingEffect implements Effect {

    /** How long the cluster may take to be whole again before the next node goes anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningCluster cluster;
    private final Ledger ledger;
    private final Fault.RollingRestart fault;
    private final List<Endpoint> nodes;
    private final String detail;
    private final List<String> restarted = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile boolean over;
    private volatile String trouble = "";

    private RollingEffect(Site site, PlannedFault planned, List<Endpoint> nodes) {
        this.cluster = site.cluster();
        this.ledger = site.ledger();
        this.fault = (Fault.RollingRestart) planned.fault();
        this.nodes = List.copyOf(nodes);
        this.detail = nodes.stream().map(Endpoint::toString).collect(Collectors.joining(", "))
                + (fault.crash() ? " killed and restarted" : " restarted") + " one by one " + planned.trigger();
    }

    static RollingEffect pull(Site site, PlannedFault planned) throws Unresolved {
        RollingEffect effect = new RollingEffect(
                site, planned, site.resolver().nodes(((Fault.RollingRestart) planned.fault()).target()));
        site.outside().background().execute(() -> effect.roll(site.over()));
        return effect;
    }

    private void roll(Runnable whenOver) {
        try {
            for (int round = 0; round < fault.rounds(); round++) {
                for (Endpoint node : nodes) {
                    if (!stopped && (round > 0 || !node.equals(nodes.get(0)))) {
                        cluster.awaitHealthy(PATIENCE);
                    }
                    if (stopped) {
                        return;
                    }
                    restart(node);
                }
            }
        } catch (RuntimeException failure) {
            trouble = "; then " + failure.getMessage();
        } finally {
            over = true;
            ended.countDown();
            whenOver.run();
        }
    }

    private void restart(Endpoint node) {
        if (cluster.state(node) != NodeState.RUNNING) {
            return; // another fault has it
        }
        cluster.pull(fault.crash() ? new Lever.Crash(node) : new Lever.Stop(node));
        cluster.pull(new Lever.Restart(node));
        synchronized (restarted) {
            restarted.add(node.toString());
        }
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        synchronized (restarted) {
            return restarted.size();
        }
    }

    @Override
    public String evidence() {
        synchronized (restarted) {
            return detail + "; " + restarted.size() + (restarted.size() == 1 ? " restart" : " restarts") + trouble;
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public Rank rank() {
        return Rank.NODES_AWAY;
    }

    @Override
    public String undo() {
        stopped = true;
        awaitEnd();
        List<String> failures = ledger.bringBack(nodes);
        return failures.isEmpty() ? "over" : String.join("; ", failures);
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException signal) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
