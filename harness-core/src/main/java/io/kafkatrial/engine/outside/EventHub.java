/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands every event to all listeners. Safe for use by several threads. */
public final class EventHub implements ClusterListener {

    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();

    /** Tells nobody yet. */
    public EventHub() {}

    /** Tell this one, too. */
    public void add(ClusterListener listener) {
        listeners.add(listener);
    }

    /** Tell nobody any more of those that listened until now. */
    public void clear() {
        listeners.clear();
    }

    @Override
    public void on(ClusterEvent event) {
        listeners.forEach(listener -> listener.on(event));
    }
}
