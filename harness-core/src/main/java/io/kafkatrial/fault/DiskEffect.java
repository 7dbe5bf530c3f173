/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Disks that are full, broken or slow. A disk that fails bites when a broker writes to it and halts; a slow one when
 * records are acknowledged of a partition that has a replica on it.
 */
final class DiskEffect implements Effect {

    private final RunningCluster cluster;
    private final Ledger ledger;
    private final Fault.SickDisk fault;
    private final List<Integer> brokers;
    private final Set<Integer> halted = new LinkedHashSet<>();
    private final AtomicLong slowed = new AtomicLong();
    private final Map<PartitionId, List<Integer>> inSync = new ConcurrentHashMap<>();
    private final String detail;

    private DiskEffect(Site site, PlannedFault planned, List<Integer> brokers) {
        this.cluster = site.cluster();
        this.ledger = site.ledger();
        this.fault = (Fault.SickDisk) planned.fault();
        this.brokers = List.copyOf(brokers);
        this.detail = "disk of " + named(brokers) + site.resolver().role(fault.target()) + " " + fault.ailment() + " "
                + planned.trigger();
        cluster.partitions().forEach(view -> inSync.put(view.partition(), view.isr()));
    }

    static DiskEffect pull(Site site, PlannedFault planned) throws Unresolved {
        Fault.SickDisk fault = (Fault.SickDisk) planned.fault();
        List<Integer> brokers = site.resolver().brokers(fault.target());
        DiskEffect effect = new DiskEffect(site, planned, brokers);
        List<Integer> done = new ArrayList<>();
        try {
            for (int broker : brokers) {
                site.cluster().pull(lever(fault.ailment(), broker, /* sick= */ true));
                done.add(broker);
            }
        } catch (RuntimeException failure) {
            done.forEach(broker -> site.cluster().pull(lever(fault.ailment(), broker, /* sick= */ false)));
            throw failure;
        }
        return effect;
    }

    private static Lever lever(Ailment ailment, int broker, boolean sick) {
        if (ailment instanceof Ailment.Full) {
            return new Lever.FullDisk(broker, sick);
        }
        if (ailment instanceof Ailment.Failed) {
            return new Lever.FailedLogDir(broker, sick);
        }
        return new Lever.SlowDisk(broker, sick ? ((Ailment.Slow) ailment).latency() : Duration.ZERO);
    }

    private static String named(Iterable<Integer> brokers) {
        List<String> names = new ArrayList<>();
        brokers.forEach(id -> names.add("broker " + id));
        return String.join(", ", names);
    }

    @Override
    public String detail() {
        return detail;
    }

    /** Acks come on threads of the engine, which must not be asked anything there. */
    @Override
    public void note(ClusterEvent event) {
        if (event instanceof ClusterEvent.NodeChanged node
                && node.state() == NodeState.CRASHED
                && brokers.contains(node.broker())
                && !isSlow()) {
            synchronized (halted) {
                halted.add(node.broker());
            }
        } else if (event instanceof ClusterEvent.Acked acked && isSlow() && isOnIt(acked)) {
            slowed.addAndGet(acked.count());
        } else if (event instanceof ClusterEvent.IsrChanged changed) {
            inSync.put(changed.partition(), changed.isr());
        } else if (event instanceof ClusterEvent.LeaderChanged changed && !inSync.containsKey(changed.partition())) {
            cluster.partition(changed.partition()).ifPresent(made -> inSync.put(made.partition(), made.isr()));
        }
    }

    private boolean isSlow() {
        return fault.ailment() instanceof Ailment.Slow;
    }

    private boolean isOnIt(ClusterEvent.Acked acked) {
        return brokers.contains(acked.broker())
                || inSync.getOrDefault(acked.partition(), List.of()).stream().anyMatch(brokers::contains);
    }

    @Override
    public long touched() {
        synchronized (halted) {
            return isSlow() ? slowed.get() : halted.size();
        }
    }

    @Override
    public String evidence() {
        if (isSlow()) {
            return detail + "; " + slowed.get() + (slowed.get() == 1 ? " record" : " records")
                    + " acknowledged meanwhile";
        }
        synchronized (halted) {
            return detail + "; " + (halted.isEmpty() ? "nobody wrote to it" : named(halted) + " halted");
        }
    }

    @Override
    public Rank rank() {
        return Rank.NODES_SICK;
    }

    @Override
    public String undo() {
        brokers.forEach(broker -> cluster.pull(lever(fault.ailment(), broker, /* sick= */ false)));
        Set<Integer> away;
        synchronized (halted) {
            away = Set.copyOf(halted);
        }
        List<String> failures =
                ledger.bringBack(away.stream().sorted().map(Endpoint::broker).collect(Collectors.toList()));
        return failures.isEmpty()
                ? away.isEmpty() ? "well again" : "well again and restarted"
                : String.join("; ", failures);
    }
}
