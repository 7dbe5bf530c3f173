/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A finished, immutable list of events in the order they were recorded.
 *
 * <p>Kept in columns of a few bytes an event. Go through {@link #events()} where objects do no harm; a
 * check that has to get through millions takes a {@link #cursor()}. Safe for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class History {

    private final Columns columns;
    private final EventList events;
    private final Optional<String> damage;

    /** A history of these events. */
    public History(List<Event> events) {
        this(encoded(events), Optional.empty());
    }

    History(Columns columns, Optional<String> damage) {
        this.columns = columns;
        this.damage = damage;
        this.events = new EventList(columns);
    }

    private static Columns encoded(List<Event> events) {
        Encoder encoder = new Encoder();
        events.forEach(encoder::add);
        return encoder.columns();
    }

    /** The events, made when they are asked for; unmodifiable. */
    public List<Event> events() {
        return events;
    }

    /** What is missing at its end, in a sentence: the file it was read from was damaged or cut there. */
    public Optional<String> damage() {
        return damage;
    }

    /** How many events there are. */
    public int size() {
        return events.size();
    }

    /** Stand before the first event. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public Cursor cursor() {
        return cursor(0);
    }

    /** Stand before the event at a position. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public Cursor cursor(int position) {
        return new Cursor(columns, position, size());
    }

    /** Who and what has a name in it. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public Names names() {
        return columns.names();
    }

    /** Its lanes, each at its index. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public List<Lane> lanes() {
        return List.of(columns.lanes());
    }

    /** The numbers of records are smaller than this. Some may belong to records the history never mentions. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public int records() {
        return columns.records();
    }

    /** The identity of the record of this number. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public RecordId id(int record) {
        return new RecordId(
                columns.names().producers().name(producer(record)),
                columns.numbering().sequence(record));
    }

    /** The number of the producer of the record of this number. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public int producer(int record) {
        return columns.numbering().producer(record);
    }

    /** The sequence of the record of this number. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public long sequence(int record) {
        return columns.numbering().sequence(record);
    }

    /** The number of a record; {@link Lane#NONE} if the history does not mention it. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public int number(RecordId id) {
        int producer = columns.names().producers().number(id.producer());
        int number = producer == Lane.NONE ? Lane.NONE : columns.numbering().number(producer, id.sequence());
        return number < columns.records() ? number : Lane.NONE;
    }

    /** The key of this number. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public String key(int key) {
        return columns.keys().name(key);
    }

    /** How many different keys there are; their numbers are smaller. */
    @API(status = Status.INTERNAL, since = "0.1.0")
    public int keys() {
        return columns.keys().size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof History history && events.equals(history.events);
    }

    @Override
    public int hashCode() {
        return events.hashCode();
    }

    @Override
    public String toString() {
        return "History[" + size() + " events]";
    }
}
