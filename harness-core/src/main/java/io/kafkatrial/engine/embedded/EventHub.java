/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener of the cluster; one that throws does no harm. Safe for use by several threads. */
final class EventHub implements ClusterListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventHub.class);

    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, GroupState> groups = new ConcurrentHashMap<>();

    private record GroupState(String state, int generation) {}

    private final boolean tellsAcks;

    /**
     * A hub nobody listens at.
     *
     * @param tellsAcks false leaves out what is told of every request, so that its cost can be measured
     */
    EventHub(boolean tellsAcks) {
        this.tellsAcks = tellsAcks;
    }

    void add(ClusterListener listener) {
        listeners.add(listener);
    }

    /**
     * A line for each change of the cluster; what happens on every request is in the history, not in the log.
     * In words rather than by {@code toString()}, which in a fresh JVM costs 40 ms before the first ack.
     */
    private static void log(ClusterEvent event) {
        if (event instanceof ClusterEvent.NodeChanged node) {
            LOGGER.debug("broker {} is {}", node.broker(), node.state());
        } else if (event instanceof ClusterEvent.ControllerNodeChanged node) {
            LOGGER.debug("controller {} is {}", node.controller(), node.state());
        } else if (event instanceof ClusterEvent.LeaderChanged change) {
            Object leader = change.leader().isPresent() ? change.leader().getAsInt() : "nobody";
            LOGGER.debug("{} is led by {} in epoch {}", change.partition(), leader, change.leaderEpoch());
        } else if (event instanceof ClusterEvent.IsrChanged change) {
            LOGGER.debug("{} is in sync on {} in epoch {}", change.partition(), change.isr(), change.leaderEpoch());
        } else if (event instanceof ClusterEvent.ControllerChanged change) {
            Object leader =
                    change.controller().isPresent() ? change.controller().getAsInt() : "nobody";
            LOGGER.debug("controller {} is active in epoch {}", leader, change.epoch());
        } else if (event instanceof ClusterEvent.GroupChanged change) {
            LOGGER.debug("group {} is {} in generation {}", change.group(), change.state(), change.generation());
        }
    }

    /** A coordinator that takes over tells the states it finds, which nobody has to hear twice. */
    private boolean isKnown(ClusterEvent event) {
        if (!(event instanceof ClusterEvent.GroupChanged change)) {
            return false;
        }
        GroupState now = new GroupState(change.state(), change.generation());
        return now.equals(groups.put(change.group(), now));
    }

    @Override
    public void on(ClusterEvent event) {
        if (isKnown(event) || (!tellsAcks && event instanceof ClusterEvent.Acked)) {
            return;
        }
        log(event);
        for (ClusterListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException failed) {
                LOGGER.error("A cluster listener failed on {}.", event, failed);
            }
        }
    }
}
