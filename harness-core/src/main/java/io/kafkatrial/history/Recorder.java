/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Collects events from any thread; the order of recording is the order of the history. Costs a
 * reference per event beyond the event itself, and a short lock.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Recorder {

    private final List<Event> events = new ArrayList<>();
    private final Consumer<Event> sink;

    /** A recorder that keeps its events in memory only. */
    public Recorder() {
        this(event -> {});
    }

    /**
     * A recorder that also hands every event to {@code sink}, one at a time, in order, on the thread
     * that records it.
     */
    public Recorder(Consumer<Event> sink) {
        this.sink = sink;
    }

    /** Append an event. Safe from any thread. */
    public synchronized void record(Event event) {
        events.add(event);
        sink.accept(event);
    }

    /** Everything recorded so far. */
    public synchronized History history() {
        return new History(events);
    }
}
