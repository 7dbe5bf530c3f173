/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Collects events from any thread; the order of recording is the order of the history. Costs a few bytes
 * for an event of a frequent kind, and a short lock.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Recorder {

    private final Encoder encoder = new Encoder();
    private final Consumer<Event> sink;
    private volatile Consumer<Event> listener = event -> {};

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

    /** Let this one also know of every event from now on, after it is appended; it replaces the one before. */
    public void tell(Consumer<Event> listener) {
        this.listener = listener;
    }

    /** Append an event. Safe from any thread. */
    public void record(Event event) {
        synchronized (this) {
            encoder.add(event);
            sink.accept(event);
        }
        listener.accept(event);
    }

    /** Everything recorded so far. */
    public synchronized History history() {
        return new History(encoder.columns());
    }
}
