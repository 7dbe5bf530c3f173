/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the witnesses of the definitions have in common: they look at the plain list of events again and again, with no
 * thought for cost, and name what they find as {@link Told} names what the checks find.
 */
abstract class Definitions {

    final List<Event> events;
    final Set<String> found = new TreeSet<>();

    Definitions(History history) {
        events = new ArrayList<>(history.events());
    }

    /** An event and where it stands. */
    record At<E>(int position, E event) {}

    /** All events of a type, in order. */
    <E> List<At<E>> all(Class<E> type, Predicate<E> which) {
        List<At<E>> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (type.isInstance(events.get(i)) && which.test(type.cast(events.get(i)))) {
                all.add(new At<>(i, type.cast(events.get(i))));
            }
        }
        return all;
    }

    <E> List<At<E>> all(Class<E> type) {
        return all(type, any -> true);
    }

    <E> boolean any(Class<E> type, Predicate<E> which) {
        return !all(type, which).isEmpty();
    }

    /** Those of them before a position. */
    static <E> List<At<E>> before(int position, List<At<E>> all) {
        return all.stream().filter(at -> at.position < position).toList();
    }

    static <E> Optional<At<E>> last(List<At<E>> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    Instant timeOf(int position) {
        return events.get(position).at();
    }

    Optional<At<Event.SendInvoked>> invoked(RecordId id) {
        return all(Event.SendInvoked.class, e -> e.id().equals(id)).stream().findFirst();
    }

    Optional<At<Event.SendAcked>> acked(RecordId id) {
        return last(all(Event.SendAcked.class, e -> e.id().equals(id)));
    }

    Optional<String> key(RecordId id) {
        return invoked(id).flatMap(sent -> sent.event.key());
    }

    /** What the final read found first at an offset. */
    Optional<RecordId> foundAt(int partition, long offset) {
        return all(Event.Found.class, e -> e.partition() == partition && e.offset() == offset).stream()
                .findFirst()
                .flatMap(at -> at.event.id());
    }

    boolean isFound(RecordId id) {
        return any(Event.Found.class, e -> is(e.id(), id));
    }

    /** Whether the final read of a partition is complete from this offset on. */
    boolean isRead(int partition, long offset) {
        return any(Event.Drained.class, e -> e.partition() == partition && e.from() <= offset);
    }

    /** All at which this record was handed out to a group, or to anybody. */
    List<At<Event.Polled>> deliveries(Predicate<Event.Polled> which) {
        return all(Event.Polled.class, which);
    }

    static boolean is(Optional<RecordId> one, RecordId other) {
        return one.filter(other::equals).isPresent();
    }

    static String place(int partition) {
        return "t-" + partition;
    }

    Set<RecordId> sent() {
        Set<RecordId> ids = new TreeSet<>();
        all(Event.SendInvoked.class).forEach(at -> ids.add(at.event.id()));
        return ids;
    }
}
