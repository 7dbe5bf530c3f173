/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.ArrayList;
import java.util.List;

/** Collects events from any thread; the order of recording is the order of the history. */
public final class Recorder {

    private final List<Event> events = new ArrayList<>();

    /** Append an event. Safe from any thread. */
    public synchronized void record(Event event) {
        events.add(event);
    }

    /** Everything recorded so far. */
    public synchronized History history() {
        return new History(events);
    }
}
