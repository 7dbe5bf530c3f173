/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which controllers believe to lead. A leader that is cut off believes so for a while after another was
 * elected; the one of the newest epoch is the active controller. Fires {@code ControllerChanged}; the first
 * controller of a cluster is no change.
 *
 * <p>Safe for use by several threads; guarded by its monitor, the listener is called under it to keep the
 * order.
 */
final class Leaderships {

    private static final Logger LOGGER = LoggerFactory.getLogger(Leaderships.class);

    private final LoopClock clock;
    private final ClusterListener listener;
    private final Map<Integer, Integer> epochs = new HashMap<>();
    private boolean everLed;
    private volatile LeaderAndEpoch active = LeaderAndEpoch.UNKNOWN;

    Leaderships(LoopClock clock, ClusterListener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** The active controller if there is one, and the newest epoch of which one has led or told. */
    LeaderAndEpoch active() {
        return active;
    }

    /** A controller was told who leads. */
    synchronized void told(int controller, LeaderAndEpoch leader) {
        if (leader.isLeader(controller)) {
            epochs.put(controller, leader.epoch());
        } else {
            epochs.remove(controller);
        }
        update(leader.epoch());
    }

    /** A controller's process is gone. */
    synchronized void gone(int controller) {
        epochs.remove(controller);
        update(active.epoch());
    }

    private void update(int epochHeardOf) {
        OptionalInt before = active.leaderId();
        LeaderAndEpoch newest = new LeaderAndEpoch(OptionalInt.empty(), Math.max(active.epoch(), epochHeardOf));
        for (Map.Entry<Integer, Integer> each : epochs.entrySet()) {
            if (newest.leaderId().isEmpty() || each.getValue() > newest.epoch()) {
                newest = new LeaderAndEpoch(OptionalInt.of(each.getKey()), each.getValue());
            }
        }
        active = newest;
        if (newest.leaderId().equals(before)) {
            return;
        }
        if (everLed) {
            tell(new ClusterEvent.ControllerChanged(
                    Instant.ofEpochMilli(clock.wallMs()), newest.leaderId(), newest.epoch()));
        }
        everLed = true;
    }

    private void tell(ClusterEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException failed) {
            LOGGER.error("A listener failed at {}; the cluster goes on.", event, failed);
        }
    }
}
