/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Journal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The identities one thread gives by one producer: only within a thread is there an order of sends to judge.
 * Confined to that thread, but for its destinations and what never changes.
 */
final class Lane {

    private final Thread thread = Thread.currentThread();
    private final ProducerEvents events;
    private final String producer;
    private final long mark;
    private final Journal journal;
    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private volatile @Nullable Destination latest;
    private long next;

    Lane(ProducerEvents events, String producer) {
        this.events = events;
        this.producer = producer;
        this.mark = events.trail().marks().give(producer);
        this.journal = events.trail().recorder().journal();
    }

    boolean isMine() {
        return thread == Thread.currentThread();
    }

    ProducerEvents events() {
        return events;
    }

    /** The producer part of the identities it gives. */
    String producer() {
        return producer;
    }

    /** Its number in the marks of its records. */
    long mark() {
        return mark;
    }

    /** The sequence of the next send. */
    long next() {
        return next++;
    }

    /** Where it writes down its sends. */
    Journal journal() {
        return journal;
    }

    /** The topic a send goes to; for any thread. */
    Destination destination(String topic) {
        Destination known = latest;
        if (known == null || !known.topic().equals(topic)) {
            known = destinations.computeIfAbsent(topic, this::open);
            latest = known;
        }
        return known;
    }

    private Destination open(String topic) {
        events.trail().sendsTo(topic);
        return new Destination(this, topic, events.trail().recorder());
    }
}
