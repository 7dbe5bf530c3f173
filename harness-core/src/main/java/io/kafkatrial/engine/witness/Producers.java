/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.history.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who sends: an idempotent producer is known by its producer id, from one initialization to the next; any other by its
 * connection, for within a connection there is an order of sends, and no order beyond. Guarded by the {@link Witness}.
 */
final class Producers {

    /** The sends of one producer, in the order in which they came. */
    static final class Lane {
        private final String producer;
        private long next;

        Lane(String producer) {
            this.producer = producer;
        }

        String producer() {
            return producer;
        }

        /** The number of its next record. */
        long next() {
            return next;
        }

        void took(int count) {
            next += count;
        }
    }

    private final Notes notes;
    private final Names names = new Names();
    private final Map<Wire, Lane> byWire = new HashMap<>();
    private final Map<Long, TreeMap<Short, Lane>> byId = new HashMap<>();
    private final Set<String> fenced = new HashSet<>();
    private Optional<String> transactionalId = Optional.empty();
    private String acks = "all";

    Producers(Notes notes) {
        this.notes = notes;
    }

    /** What the request says that is worked on. */
    void asks(Optional<String> transactional, short wantedAcks) {
        transactionalId = transactional;
        acks = wantedAcks == -1 ? "all" : Short.toString(wantedAcks);
    }

    /** The lane of a sender; it begins with its first send if nobody saw it begin. */
    Lane lane(Sent.Origin origin) {
        return origin.producerId() < 0
                ? byWire.computeIfAbsent(origin.wire(), wire -> open(origin.client()))
                : lane(origin.producerId(), origin.epoch(), origin.client());
    }

    /** The lane of an idempotent producer. */
    Lane lane(long producerId, short epoch, String client) {
        TreeMap<Short, Lane> epochs = byId.computeIfAbsent(producerId, id -> new TreeMap<>());
        Map.Entry<Short, Lane> current = epochs.floorEntry(epoch);
        if (current != null) {
            return current.getValue();
        }
        Lane lane = open(client);
        epochs.put(epochs.isEmpty() ? 0 : epoch, lane);
        return lane;
    }

    /** A producer got this id and epoch, and those before it are of the past. */
    Lane initialized(long producerId, short epoch, String client) {
        Lane lane = open(client);
        byId.computeIfAbsent(producerId, id -> new TreeMap<>()).put(epoch, lane);
        transactionalId.ifPresent(id -> notes.write(at -> new Event.TransactionsInitialized(at, lane.producer(), id)));
        return lane;
    }

    private Lane open(String client) {
        Lane lane = new Lane(names.next(client));
        Optional<String> id = transactionalId;
        String wanted = acks;
        notes.write(at -> new Event.ProducerOpened(at, lane.producer(), id, wanted));
        return lane;
    }

    /** A producer was told that there is a newer one. */
    void fenced(String producer, String error) {
        if (fenced.add(producer)) {
            notes.write(at -> new Event.ProducerFenced(at, producer, error));
        }
    }
}
