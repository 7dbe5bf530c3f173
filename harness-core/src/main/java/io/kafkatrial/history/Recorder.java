/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Collects events from any thread; the order of recording is the order of the history. Costs a few bytes
 * for an event of a frequent kind, and a short lock. Threads that send and are answered write {@link Journal}s,
 * without any lock.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Recorder {

    private final Encoder encoder = new Encoder();
    private final Journals journals = new Journals();
    private volatile Consumer<Event> listener = event -> {};

    /** A recorder of a new history. */
    public Recorder() {}

    /**
     * Let this one also know of every event that is recorded from now on, after it is appended; it replaces the one
     * before. Of what is written into journals it is told what is {@link #journaled}.
     */
    public void tell(Consumer<Event> listener) {
        this.listener = listener;
    }

    /** Append an event. Safe from any thread. */
    public void record(Event event) {
        synchronized (this) {
            journals.takeInto(encoder);
            encoder.add(event);
        }
        listener.accept(event);
    }

    /** A journal took this event: who listens is told of it. Safe from any thread. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public void journaled(Event event) {
        listener.accept(event);
    }

    /** Everything recorded so far. */
    public synchronized History history() {
        journals.takeInto(encoder);
        return new History(encoder.columns(), Optional.empty());
    }

    /** The journal of the thread that asks. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public synchronized Journal journal() {
        return journals.mine(this);
    }

    /**
     * What sends, or answers to them, have in common that have this in common.
     *
     * @param kind {@link Kind#SEND_INVOKED} or {@link Kind#SEND_ACKED}
     * @param partition {@link Lane#NONE} for a send that left it to the partitioner
     */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public synchronized Lane lane(Kind kind, String producer, String topic, int partition) {
        Parts parts = new Parts();
        parts.kind = kind;
        parts.producer = producer;
        parts.topic = topic;
        parts.partition = partition;
        return encoder.lane(parts);
    }

    /**
     * What events that differ from this one in time, sequence and offset only have in common with it.
     *
     * @param like of a frequent kind
     */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public synchronized Lane lane(Event like) {
        Parts parts = new Parts();
        if (!parts.take(like)) {
            throw new IllegalArgumentException("no event of a frequent kind: " + like);
        }
        return encoder.lane(parts);
    }

    /** How many sends were written into journals so far. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public synchronized long sent() {
        return journals.sent();
    }

    /** How many acknowledgements were written into journals so far. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public synchronized long acked() {
        return journals.acked();
    }

    /** A send with a key that no journal takes. */
    void record(Lane lane, long sequence, String key) {
        Parts parts = new Parts();
        lane.putInto(parts);
        parts.nanos = RecorderClock.wallNanos();
        parts.sequence = sequence;
        parts.key = key;
        record(parts.event());
    }

    /** A journal is full; called by its thread. */
    synchronized void takeIn(Journal full) {
        journals.takeInto(encoder);
        full.clear();
    }
}
