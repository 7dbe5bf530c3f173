/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Keeps clusters of engines that start slowly, so that one can serve several tests one after another. A cluster goes
 * in only when it is healthy, and comes out only when it could be made as good as new: no topic, no group, no open
 * transaction, nothing else that was changed. One that cannot is stopped, and the next is started. Engines that start
 * quickly get a new cluster each time. Safe for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ClusterPool implements AutoCloseable {

    /** The system property with the number of idle clusters a pool keeps; 0 keeps none. */
    public static final String PROPERTY = "trial.pool.clusters";

    private record Idle(Engine engine, ClusterSpec shape, RunningCluster running) {}

    private final int most;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /** A pool that keeps as many idle clusters as {@value #PROPERTY} says, else one. */
    public ClusterPool() {
        this(Math.max(0, Integer.getInteger(PROPERTY, 1)));
    }

    /** A pool that keeps this many idle clusters. */
    public ClusterPool(int most) {
        this.most = most;
    }

    /**
     * A cluster of this spec: an idle one of the same shape, made as good as new, else one that is started.
     *
     * @param engine the engine's name; empty takes {@code -Dtrial.engine}, TRIAL_ENGINE, or {@code embedded}
     * @throws TrialException if there is no such engine or the cluster does not come up
     */
    public Cluster take(ClusterSpec spec, Optional<String> engine) {
        Engine found = Engines.find(engine);
        InstantSource clock = InstantSource.system();
        Instant begin = clock.instant();
        for (Optional<Idle> next = pick(found, spec); next.isPresent(); next = pick(found, spec)) {
            RunningCluster running = next.get().running();
            if (isRenewed(running, spec)) {
                return new Cluster(spec, found, running, Duration.between(begin, clock.instant()));
            }
            running.close();
        }
        return Cluster.start(spec, Optional.of(found.name()));
    }

    private static boolean isRenewed(RunningCluster running, ClusterSpec spec) {
        try {
            return running.renew(spec).isEmpty();
        } catch (TrialException unfit) {
            return false;
        }
    }

    private synchronized Optional<Idle> pick(Engine engine, ClusterSpec spec) {
        for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
            Idle candidate = all.next();
            if (candidate.engine().name().equals(engine.name())
                    && candidate.shape().equals(spec.shape())) {
                all.remove();
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Take a cluster back: heal it and keep it for the next, or stop it. Nobody may use it from now on. */
    public void giveBack(Cluster cluster) {
        if (most == 0 || !cluster.isRenewable() || !isHealed(cluster)) {
            cluster.close();
            return;
        }
        Idle given = new Idle(cluster.handle(), cluster.spec().shape(), cluster.retire());
        Optional<Idle> tooMany = keep(given);
        tooMany.ifPresent(one -> one.running().close());
    }

    private static boolean isHealed(Cluster cluster) {
        try {
            cluster.heal();
            return true;
        } catch (TrialException sick) {
            return false;
        }
    }

    private synchronized Optional<Idle> keep(Idle given) {
        if (closed) {
            return Optional.of(given);
        }
        idle.addFirst(given);
        return idle.size() > most ? Optional.of(idle.removeLast()) : Optional.empty();
    }

    /** Stop all idle clusters; those that are given back later are stopped at once. */
    @Override
    public void close() {
        Deque<Idle> all;
        synchronized (this) {
            closed = true;
            all = new ArrayDeque<>(idle);
            idle.clear();
        }
        all.forEach(one -> one.running().close());
    }
}
