/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two producers with transactions that read each other's records: what they commit is there, in part, or not; offsets
 * come with it, or not.
 */
final class TransactionWorld extends Chance {

    private final Map<String, Long> numbers = new HashMap<>();

    private TransactionWorld(long seed) {
        super(seed);
    }

    static List<Event> of(long seed) {
        return new TransactionWorld(seed).draw();
    }

    @Override
    List<Event> draw() {
        opened("c", "read_committed");
        opened("d", "read_uncommitted");
        for (int i = 20 + random.nextInt(30); i > 0; i--) {
            pass(1);
            step();
        }
        List<Long> free = new ArrayList<>(List.of(0L, 1L, 2L, 3L, 4L, 5L));
        for (RecordId id : sent()) {
            if (!oneIn(4) && !free.isEmpty()) {
                long offset = free.remove(random.nextInt(free.size()));
                find(id, 0, offset);
                if (oneIn(3)) {
                    add(new Event.Hidden(now(), TOPIC, 0, offset, id));
                }
            }
        }
        if (!oneIn(6)) {
            drained(0, 0);
        }
        if (!oneIn(6)) {
            add(new Event.CommittedDrained(now(), TOPIC, 0, 0, OFFSETS));
        }
        return events;
    }

    private void step() {
        switch (random.nextInt(15)) {
            case 0, 1 -> send();
            case 2, 3 -> oneOf(sent()).ifPresent(id -> poll(consumer(), Optional.of("g"), id, 0, offset()));
            case 4, 5, 6, 7 -> transact(producer());
            case 8, 9 -> offsets(producer());
            case 10, 11, 12, 13 -> oneOf(sent()).ifPresent(id -> add(new Event.Derived(now(), id, TOPIC, 0, offset())));
            default -> ask();
        }
    }

    private void send() {
        RecordId id = send(producer(), OptionalInt.empty(), Optional.empty());
        if (!oneIn(4)) {
            ack(id, 0, offset());
        }
    }

    private void transact(String producer) {
        long number = numbers.getOrDefault(producer, -1L);
        switch (number < 0 ? 0 : random.nextInt(5)) {
            case 0 -> {
                numbers.put(producer, number + 1);
                add(new Event.TransactionBegun(now(), producer, number + 1));
            }
            case 1 -> add(new Event.TransactionCommitInvoked(now(), producer, number));
            case 2, 3 -> add(new Event.TransactionCommitted(now(), producer, number));
            default -> add(new Event.TransactionAborted(now(), producer, number));
        }
    }

    private void offsets(String producer) {
        long number = numbers.getOrDefault(producer, -1L);
        if (number >= 0) {
            add(new Event.OffsetsSent(now(), producer, number, "g", TOPIC, 0, 1 + offset()));
        }
    }

    private void ask() {
        OptionalLong answer = oneIn(3) ? OptionalLong.empty() : OptionalLong.of(1 + offset());
        add(new Event.OffsetFetched(now(), now(), consumer(), "g", TOPIC, 0, answer));
    }

    /** What the definitions say of such a history. */
    static final class Witness extends Definitions {

        private final List<At<Event.TransactionBegun>> begun = all(Event.TransactionBegun.class);

        private Witness(History history) {
            super(history);
        }

        static Set<String> of(History history) {
            Witness witness = new Witness(history);
            witness.begun.forEach(witness::torn);
            witness.tornOffsets();
            witness.inputsTwice();
            witness.circles();
            return witness.found;
        }

        private static String name(At<Event.TransactionBegun> its) {
            return its.event().producer() + "/" + its.event().transaction();
        }

        /** The transaction its producer had open when it was sent. */
        private Optional<At<Event.TransactionBegun>> transaction(RecordId id) {
            int sent = invoked(id).orElseThrow().position();
            return last(before(
                            sent,
                            begun.stream()
                                    .filter(at -> at.event().producer().equals(id.producer()))
                                    .toList()))
                    .filter(its -> !endsBetween(its, sent));
        }

        private boolean endsBetween(At<Event.TransactionBegun> its, int until) {
            return committed(its).stream().anyMatch(at -> at < until)
                    || aborted(its).stream().anyMatch(at -> at < until);
        }

        private List<Integer> committed(At<Event.TransactionBegun> its) {
            return all(Event.TransactionCommitted.class, e -> isOf(its, e.producer(), e.transaction())).stream()
                    .map(At::position)
                    .toList();
        }

        private List<Integer> aborted(At<Event.TransactionBegun> its) {
            return all(Event.TransactionAborted.class, e -> isOf(its, e.producer(), e.transaction())).stream()
                    .map(At::position)
                    .toList();
        }

        private static boolean isOf(At<Event.TransactionBegun> its, String producer, long number) {
            return its.event().producer().equals(producer) && its.event().transaction() == number;
        }

        private List<RecordId> recordsOf(At<Event.TransactionBegun> its) {
            return sent().stream()
                    .filter(id -> transaction(id).filter(its::equals).isPresent())
                    .toList();
        }

        /** Handed to a reader of committed records, or found where those may read. */
        private boolean isVisible(RecordId id) {
            boolean handed = all(
                            Event.Polled.class,
                            e -> is(e.id(), id) && e.consumer().equals("c"))
                    .stream()
                    .anyMatch(at -> at.position() > invoked(id).orElseThrow().position());
            boolean hidden = any(Event.Hidden.class, e -> e.id().equals(id));
            return handed || (any(Event.CommittedDrained.class, e -> true) && isFound(id) && !hidden);
        }

        private boolean isMissing(RecordId id) {
            return acked(id).isPresent()
                    && isRead(0, 0)
                    && any(Event.CommittedDrained.class, e -> true)
                    && !isVisible(id);
        }

        private boolean isCommitted(At<Event.TransactionBegun> its) {
            return !committed(its).isEmpty();
        }

        /** Aborted, or nobody asked for its commit. */
        private boolean cannotTakeEffect(At<Event.TransactionBegun> its) {
            boolean asked = any(Event.TransactionCommitInvoked.class, e -> isOf(its, e.producer(), e.transaction()));
            return !isCommitted(its) && (!aborted(its).isEmpty() || !asked);
        }

        private boolean tookEffect(At<Event.TransactionBegun> its) {
            return isCommitted(its)
                    || (!cannotTakeEffect(its) && recordsOf(its).stream().anyMatch(this::isVisible));
        }

        private void torn(At<Event.TransactionBegun> its) {
            boolean visible = recordsOf(its).stream().anyMatch(this::isVisible);
            boolean missing = recordsOf(its).stream().anyMatch(this::isMissing);
            boolean liesHidden = recordsOf(its).stream().anyMatch(id -> isMissing(id) && isFound(id));
            if (visible && missing) {
                found.add("TORN_TRANSACTION " + name(its));
            } else if (isCommitted(its) && liesHidden) {
                found.add("LOST_COMMIT " + name(its));
            }
        }

        private List<At<Event.OffsetsSent>> sentWith(At<Event.TransactionBegun> its) {
            return all(Event.OffsetsSent.class, e -> isOf(its, e.producer(), e.transaction()));
        }

        /** What was committed last before a position; its transaction, and the offset. */
        private Optional<At<Event.OffsetsSent>> committedBefore(int position) {
            Optional<At<Event.OffsetsSent>> latest = Optional.empty();
            for (int i = 0; i < position; i++) {
                if (events.get(i) instanceof Event.TransactionCommitted end) {
                    Optional<At<Event.OffsetsSent>> its = last(before(
                            i,
                            all(
                                    Event.OffsetsSent.class,
                                    e -> e.producer().equals(end.producer()) && e.transaction() == end.transaction())));
                    latest = its.isPresent() ? its : latest;
                }
            }
            return latest;
        }

        private int endOf(At<Event.OffsetsSent> offsets, int before) {
            return last(before(
                            before,
                            all(
                                    Event.TransactionCommitted.class,
                                    e -> e.producer().equals(offsets.event().producer())
                                            && e.transaction()
                                                    == offsets.event().transaction())))
                    .orElseThrow()
                    .position();
        }

        private void tornOffsets() {
            for (At<Event.OffsetFetched> question : all(Event.OffsetFetched.class)) {
                long told = question.event().offset().orElse(-1);
                Optional<At<Event.OffsetsSent>> committed = committedBefore(question.position());
                long sure = committed.map(at -> at.event().offset()).orElse(-1L);
                boolean knownInTime = committed.isPresent()
                        && timeOf(endOf(committed.get(), question.position()))
                                .isBefore(question.event().asked());
                if (knownInTime && told < sure) {
                    Event.OffsetsSent lost = committed.get().event();
                    found.add("TORN_OFFSETS " + lost.producer() + "/" + lost.transaction() + " g t-0 " + sure);
                } else if (told > sure) {
                    unexplained(question.position(), told);
                }
            }
        }

        /** An offset that only transactions have sent of which none took effect; the last of them is named. */
        private void unexplained(int position, long told) {
            List<At<Event.TransactionBegun>> candidates = begun.stream()
                    .filter(its -> sentWith(its).stream()
                            .anyMatch(
                                    at -> at.position() < position && at.event().offset() == told))
                    .toList();
            boolean none = candidates.stream().allMatch(its -> {
                boolean visible = recordsOf(its).stream().anyMatch(this::isVisible);
                boolean missing = recordsOf(its).stream().anyMatch(this::isMissing);
                return cannotTakeEffect(its) || (!visible && missing);
            });
            if (none) {
                last(candidates).ifPresent(its -> found.add("TORN_OFFSETS " + name(its) + " g t-0 " + told));
            }
        }

        private void inputsTwice() {
            for (At<Event.Derived> later : all(Event.Derived.class)) {
                Optional<At<Event.TransactionBegun>> its =
                        transaction(later.event().output()).filter(this::tookEffect);
                Optional<At<Event.TransactionBegun>> first = before(later.position(), all(Event.Derived.class)).stream()
                        .filter(at -> at.event().offset() == later.event().offset())
                        .flatMap(at -> transaction(at.event().output()).stream())
                        .filter(this::tookEffect)
                        .findFirst();
                if (its.isPresent() && first.isPresent() && !first.equals(its)) {
                    found.add("TORN_OFFSETS " + name(its.get()) + " of " + name(first.get()) + " t-0 "
                            + later.event().offset());
                }
            }
        }

        /** The record that readers saw first at an offset. */
        private Optional<RecordId> seenAt(long offset) {
            return events.stream()
                    .flatMap(event -> {
                        if (event instanceof Event.Polled poll && poll.offset() == offset) {
                            return poll.id().stream();
                        }
                        return event instanceof Event.Found find && find.offset() == offset
                                ? find.id().stream()
                                : Optional.<RecordId>empty().stream();
                    })
                    .findFirst();
        }

        private void circles() {
            Map<String, Set<String>> readBy = new HashMap<>();
            for (At<Event.TransactionBegun> reader : begun) {
                if (tookEffect(reader)) {
                    for (long offset : readBy(reader)) {
                        seenAt(offset)
                                .flatMap(this::transaction)
                                .filter(this::tookEffect)
                                .filter(writer -> !writer.equals(reader))
                                .ifPresent(writer -> readBy.computeIfAbsent(name(writer), any -> new TreeSet<>())
                                        .add(name(reader)));
                    }
                }
            }
            for (String one : readBy.keySet()) {
                TreeSet<String> circle = new TreeSet<>();
                reach(one, readBy).stream()
                        .filter(other -> reach(other, readBy).contains(one))
                        .forEach(circle::add);
                if (circle.size() > 1) {
                    found.add("TRANSACTION_CYCLE " + Told.sorted(circle));
                }
            }
        }

        /** The offsets it read: between what was committed for the group before and what it committed, as far as handed out; and what its records were made of. */
        private Set<Long> readBy(At<Event.TransactionBegun> reader) {
            Set<Long> offsets = new TreeSet<>();
            for (At<Event.OffsetsSent> sent : sentWith(reader)) {
                long from = before(sent.position(), all(Event.OffsetsSent.class)).stream()
                        .filter(at -> begun.stream()
                                .anyMatch(its -> isOf(
                                                its,
                                                at.event().producer(),
                                                at.event().transaction())
                                        && tookEffect(its)))
                        .mapToLong(at -> at.event().offset())
                        .max()
                        .orElse(0);
                for (long offset = from; offset < sent.event().offset(); offset++) {
                    boolean handed = seenAt(offset)
                            .filter(id -> all(Event.Polled.class, e -> is(e.id(), id)).stream()
                                    .anyMatch(at -> at.position() < sent.position()))
                            .isPresent();
                    if (handed) {
                        offsets.add(offset);
                    }
                }
            }
            all(Event.Derived.class).stream()
                    .filter(at -> transaction(at.event().output())
                            .filter(reader::equals)
                            .isPresent())
                    .forEach(at -> offsets.add(at.event().offset()));
            return offsets;
        }

        private static Set<String> reach(String from, Map<String, Set<String>> edges) {
            Set<String> reached = new TreeSet<>();
            List<String> next = new ArrayList<>(edges.getOrDefault(from, Set.of()));
            while (!next.isEmpty()) {
                String one = next.remove(0);
                if (reached.add(one)) {
                    next.addAll(edges.getOrDefault(one, Set.of()));
                }
            }
            return reached;
        }
    }
}
