/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The definitions of the anomalies read off word by word, with no care for time: quadratic and worse. The
 * reference for the property test.
 */
final class SlowJudge {

    private final List<Event> events;
    private final Set<RecordId> ids;

    SlowJudge(History history) {
        events = history.events();
        ids = Stream.of(
                        of(Event.SendInvoked.class).map(Event.SendInvoked::id),
                        of(Event.Found.class).flatMap(found -> found.id().stream()),
                        of(Event.Polled.class).flatMap(polled -> polled.id().stream()),
                        of(Event.Processed.class).flatMap(done -> done.id().stream()))
                .flatMap(stream -> stream)
                .filter(this::known)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every anomaly as KIND and who it happened to. */
    Set<String> anomalies() {
        Set<String> all = new TreeSet<>();
        for (RecordId id : ids) {
            if (!sent(id)) {
                all.add("PHANTOM " + id);
            }
            if (lost(id)) {
                all.add("LOST_WRITE " + id);
            }
            if (places(id).size() > 1) {
                all.add("DUPLICATE_APPEND " + id);
            }
            if (failed(id) && !acked(id) && seen(id)) {
                all.add("FALSE_FAILURE " + id);
            }
            reads(id, all);
            order(id, all);
        }
        return all;
    }

    private void reads(RecordId id, Set<String> all) {
        for (String by : values(of(Event.Processed.class).map(Event.Processed::by))) {
            long times = of(Event.Processed.class)
                    .filter(done -> is(done.id(), id) && done.by().equals(by))
                    .count();
            if (times > 1) {
                all.add("DUPLICATE_EFFECT " + id + " " + by);
            }
            if (times == 0
                    && acked(id)
                    && !lost(id)
                    && any(
                            Event.Processed.class,
                            done -> done.by().equals(by) && done.topic().equals(topic(id)))) {
                all.add("MISSED_EFFECT " + id + " " + by);
            }
        }
        for (String group : values(of(Event.Polled.class).flatMap(polled -> polled.group().stream()))) {
            long times = of(Event.Polled.class)
                    .filter(polled -> is(polled.id(), id) && is(polled.group(), group))
                    .count();
            if (times > 1) {
                all.add("DUPLICATE_DELIVERY " + id + " " + group);
            }
            if (times == 0
                    && acked(id)
                    && !lost(id)
                    && any(
                            Event.Polled.class,
                            polled ->
                                    is(polled.group(), group) && polled.topic().equals(topic(id)))
                    && !any(Event.Processed.class, done -> done.topic().equals(topic(id)))) {
                all.add("MISSED_DELIVERY " + id + " " + group);
            }
        }
    }

    private void order(RecordId id, Set<String> all) {
        for (Event.Found mine : finds(id)) {
            boolean overtaken = acked(id)
                    && of(Event.Found.class)
                            .anyMatch(other -> other.topic().equals(mine.topic())
                                    && other.partition() == mine.partition()
                                    && other.offset() < firstOffset(id, mine)
                                    && other.id().isPresent()
                                    && acked(other.id().get())
                                    && other.id().get().producer().equals(id.producer())
                                    && other.id().get().sequence() > id.sequence());
            if (overtaken) {
                all.add("REORDERED_APPEND " + id);
            }
        }
    }

    private long firstOffset(RecordId id, Event.Found where) {
        return finds(id).stream()
                .filter(found -> found.topic().equals(where.topic()) && found.partition() == where.partition())
                .mapToLong(Event.Found::offset)
                .min()
                .orElseThrow();
    }

    private List<Event.Found> finds(RecordId id) {
        return of(Event.Found.class).filter(found -> is(found.id(), id)).toList();
    }

    private Set<String> places(RecordId id) {
        return values(finds(id).stream().map(found -> found.topic() + found.partition() + "@" + found.offset()));
    }

    private boolean lost(RecordId id) {
        return finds(id).isEmpty()
                && any(
                        Event.SendAcked.class,
                        ack -> ack.id().equals(id)
                                && any(
                                        Event.Drained.class,
                                        read -> read.topic().equals(ack.topic())
                                                && read.partition() == ack.partition()
                                                && read.from() <= Math.max(0, ack.offset())));
    }

    private String topic(RecordId id) {
        return of(Event.SendAcked.class)
                .filter(ack -> ack.id().equals(id))
                .map(Event.SendAcked::topic)
                .findFirst()
                .orElseThrow();
    }

    private boolean sent(RecordId id) {
        return any(Event.SendInvoked.class, sent -> sent.id().equals(id));
    }

    private boolean acked(RecordId id) {
        return any(Event.SendAcked.class, ack -> ack.id().equals(id));
    }

    private boolean failed(RecordId id) {
        return any(Event.SendFailed.class, failure -> failure.id().equals(id));
    }

    private boolean seen(RecordId id) {
        return !finds(id).isEmpty()
                || any(Event.Polled.class, polled -> is(polled.id(), id))
                || any(Event.Processed.class, done -> is(done.id(), id));
    }

    private boolean known(RecordId id) {
        return any(Event.SendInvoked.class, sent -> sent.id().producer().equals(id.producer()));
    }

    private static boolean is(java.util.Optional<?> optional, Object value) {
        return Objects.equals(optional.orElse(null), value);
    }

    private static Set<String> values(Stream<String> stream) {
        return stream.collect(Collectors.toCollection(TreeSet::new));
    }

    private <E extends Event> boolean any(Class<E> type, Predicate<E> test) {
        return of(type).anyMatch(test);
    }

    private <E extends Event> Stream<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }
}
