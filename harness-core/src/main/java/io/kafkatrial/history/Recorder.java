/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.Optional;
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
    private volatile Consumer<Event> listener = event -> {};

    /** A recorder of a new history. */
    public Recorder() {}

    /** Let this one also know of every event from now on, after it is appended; it replaces the one before. */
    public void tell(Consumer<Event> listener) {
        this.listener = listener;
    }

    /** Append an event. Safe from any thread. */
    public void record(Event event) {
        synchronized (this) {
            encoder.add(event);
        }
        listener.accept(event);
    }

    /** Everything recorded so far. */
    public synchronized History history() {
        return new History(encoder.columns(), Optional.empty());
    }
}
