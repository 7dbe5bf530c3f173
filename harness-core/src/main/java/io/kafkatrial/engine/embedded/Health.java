/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.kafkatrial.engine.embedded.quorum.Quorum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits until a cluster is whole: every running controller follows the active one, every running broker is let in and knows the newest metadata, every
 * partition has a leader, and every replica on a running broker is in sync. Looks again at every event
 * of the cluster, and now and then for what makes no event. Safe for use by several threads.
 */
final class Health implements ClusterListener {

    private static final long LOOK_AGAIN_MS = 5;

    private final Quorum quorum;
    private final Collection<Seat> seats;
    private final LoopClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingHappened = lock.newCondition();

    Health(Quorum quorum, Collection<Seat> seats, LoopClock clock) {
        this.quorum = quorum;
        this.seats = seats;
        this.clock = clock;
    }

    @Override
    public void on(ClusterEvent event) {
        if (event instanceof ClusterEvent.Acked) {
            return;
        }
        lock.lock();
        try {
            somethingHappened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wait for health; what is missing in the end, or nothing. */
    Optional<String> await(Duration timeout) throws InterruptedException {
        long deadline = clock.nanos() + timeout.toNanos();
        lock.lock();
        try {
            while (true) {
                Optional<String> missing = missing();
                if (missing.isEmpty() || clock.nanos() - deadline >= 0) {
                    return missing;
                }
                somethingHappened.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> missing() {
        Optional<String> ofQuorum = quorum.missing();
        if (ofQuorum.isPresent()) {
            return ofQuorum;
        }
        long newest = quorum.image().offset();
        Set<Integer> running = new HashSet<>();
        for (Seat seat : seats) {
            Node node = seat.node();
            if (node == null || seat.state() != NodeState.RUNNING) {
                continue;
            }
            running.add(seat.id());
            if (quorum.fenced(seat.id()) || !node.ready().isDone()) {
                return Optional.of("broker " + seat.id() + " is not let in");
            }
            if (node.brain().feed().cache().currentImage().offset() < newest) {
                return Optional.of("broker " + seat.id() + " does not know the newest metadata");
            }
        }
        return quorum.partitions().stream()
                .map(partition -> missing(partition, running))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> missing(PartitionView partition, Set<Integer> running) {
        if (partition.leader().isEmpty()) {
            return Optional.of(partition.partition() + " has no leader");
        }
        List<Integer> behind = new ArrayList<>(partition.replicas());
        behind.retainAll(running);
        behind.removeAll(partition.isr());
        return behind.isEmpty()
                ? Optional.empty()
                : Optional.of("replicas " + behind + " of " + partition.partition() + " are not in sync");
    }
}
