/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener of the cluster; one that throws does no harm. Safe for use by several threads. */
final class EventHub implements ClusterListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventHub.class);

    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();

    void add(ClusterListener listener) {
        listeners.add(listener);
    }

    /** What happens on every request is in the history, not in the log. */
    private static boolean isRare(ClusterEvent event) {
        return !(event instanceof ClusterEvent.Acked || event instanceof ClusterEvent.OffsetCommitted);
    }

    @Override
    public void on(ClusterEvent event) {
        if (isRare(event)) {
            LOGGER.debug("{}", event);
        }
        for (ClusterListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException failed) {
                LOGGER.error("A cluster listener failed on {}.", event, failed);
            }
        }
    }
}
