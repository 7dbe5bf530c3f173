/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The definitions of docs/verdicts.md word by word, over the plain list of events, with no thought for cost: what
 * the real checks are compared with. Each answer is the kind and what it is about.
 */
final class SlowWitness {

    private final List<Event> events;
    private final Set<String> found = new TreeSet<>();

    private SlowWitness(History history) {
        events = new ArrayList<>(history.events());
    }

    static Set<String> of(History history) {
        SlowWitness witness = new SlowWitness(history);
        witness.earlyReads();
        witness.realTime();
        witness.regress();
        witness.scattered();
        witness.zombieWrites();
        witness.zombieTransactions();
        witness.replicas();
        witness.zombieCommits();
        witness.cursors();
        return witness.found;
    }

    private record At<E>(int position, E event) {}

    private <E> List<At<E>> all(Class<E> type, Predicate<E> which) {
        List<At<E>> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (type.isInstance(events.get(i)) && which.test(type.cast(events.get(i)))) {
                all.add(new At<>(i, type.cast(events.get(i))));
            }
        }
        return all;
    }

    private <E> Optional<At<E>> last(Class<E> type, int before, Predicate<E> which) {
        Optional<At<E>> last = Optional.empty();
        for (At<E> at : all(type, which)) {
            if (at.position < before) {
                last = Optional.of(at);
            }
        }
        return last;
    }

    private Optional<At<Event.SendInvoked>> invoked(RecordId id) {
        return all(Event.SendInvoked.class, e -> e.id().equals(id)).stream().findFirst();
    }

    /** The transaction a record belongs to: the last one begun before its send that had not ended by then. */
    private Optional<At<Event.TransactionBegun>> transaction(RecordId id) {
        Optional<At<Event.SendInvoked>> sent = invoked(id);
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        int position = sent.get().position;
        Optional<At<Event.TransactionBegun>> begun =
                last(Event.TransactionBegun.class, position, e -> e.producer().equals(id.producer()));
        return begun.filter(its ->
                        all(Event.TransactionCommitted.class, e -> isOf(its.event, e.producer(), e.transaction()))
                                .stream()
                                .noneMatch(end -> its.position < end.position && end.position < position))
                .filter(its ->
                        all(Event.TransactionAborted.class, e -> isOf(its.event, e.producer(), e.transaction()))
                                .stream()
                                .noneMatch(end -> its.position < end.position && end.position < position));
    }

    private static boolean isOf(Event.TransactionBegun begun, String producer, long transaction) {
        return begun.producer().equals(producer) && begun.transaction() == transaction;
    }

    private boolean readsCommitted(String consumer, int before) {
        return last(Event.ConsumerOpened.class, before, e -> e.consumer().equals(consumer))
                .filter(e -> e.event.isolation().equals("read_committed"))
                .isPresent();
    }

    /** A9 and A10. */
    private void earlyReads() {
        for (At<Event.Polled> poll : all(Event.Polled.class, e -> e.id().isPresent())) {
            RecordId id = poll.event.id().orElseThrow();
            Optional<At<Event.TransactionBegun>> its = transaction(id);
            if (its.isEmpty()
                    || !readsCommitted(poll.event.consumer(), poll.position)
                    || invoked(id).orElseThrow().position > poll.position) {
                continue;
            }
            Event.TransactionBegun begun = its.get().event;
            int start = its.get().position;
            boolean committed =
                    !all(Event.TransactionCommitted.class, e -> isOf(begun, e.producer(), e.transaction())).stream()
                            .filter(e -> e.position > start)
                            .toList()
                            .isEmpty();
            boolean aborted = !committed
                    && all(Event.TransactionAborted.class, e -> isOf(begun, e.producer(), e.transaction())).stream()
                            .anyMatch(e -> e.position > start);
            boolean asked =
                    all(Event.TransactionCommitInvoked.class, e -> isOf(begun, e.producer(), e.transaction())).stream()
                            .anyMatch(e -> start < e.position && e.position < poll.position);
            if (aborted) {
                found.add("ABORTED_READ " + id);
            } else if (!asked) {
                found.add("PRECOMMITTED_READ " + id);
            }
        }
    }

    /** A18. */
    private void realTime() {
        for (At<Event.SendAcked> late : all(Event.SendAcked.class, e -> true)) {
            Optional<At<Event.SendInvoked>> sent = invoked(late.event.id());
            for (At<Event.SendAcked> early : all(Event.SendAcked.class, e -> samePlace(e, late.event))) {
                if (sent.isPresent()
                        && invoked(early.event.id()).isPresent()
                        && early.position < sent.get().position
                        && early.event.offset() >= late.event.offset()) {
                    found.add("REALTIME_VIOLATION " + late.event.id());
                }
            }
        }
    }

    private static boolean samePlace(Event.SendAcked one, Event.SendAcked other) {
        return one.topic().equals(other.topic()) && one.partition() == other.partition();
    }

    /** A22: of two commits in a row. */
    private void regress() {
        for (At<Event.Committed> now : all(Event.Committed.class, e -> true)) {
            last(Event.Committed.class, now.position, e -> e.partition() == now.event.partition())
                    .filter(before -> before.event.offset() > now.event.offset())
                    .filter(before -> before.event.consumer().equals(now.event.consumer())
                            || invokedAt(now).filter(at -> at > before.position).isPresent())
                    .filter(before -> !soughtBack(before, now))
                    .ifPresent(before -> found.add("COMMIT_REGRESS t-" + now.event.partition() + " "
                            + before.event.offset() + " " + now.event.offset()));
        }
    }

    private boolean soughtBack(At<Event.Committed> before, At<Event.Committed> now) {
        return all(Event.Seeked.class, e -> e.partition() == now.event.partition()).stream()
                .anyMatch(e -> before.position < e.position
                        && e.position < now.position
                        && e.event.offset() <= now.event.offset());
    }

    /** Commits end in the order in which they were asked for, of one consumer, partition and offset. */
    private Optional<Integer> invokedAt(At<Event.Committed> commit) {
        Event.Committed its = commit.event;
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < commit.position; i++) {
            if (events.get(i) instanceof Event.CommitInvoked asked
                    && asked.consumer().equals(its.consumer())
                    && asked.partition() == its.partition()
                    && asked.offset() == its.offset()) {
                open.add(i);
            } else if (events.get(i) instanceof Event.Committed done
                    && done.consumer().equals(its.consumer())
                    && done.partition() == its.partition()
                    && done.offset() == its.offset()
                    && !open.isEmpty()) {
                open.remove(0);
            }
        }
        return open.stream().findFirst();
    }

    /** A8: keys of the partitioner's choice. */
    private void scattered() {
        for (At<Event.SendInvoked> one :
                all(Event.SendInvoked.class, e -> e.key().isPresent())) {
            for (At<Event.SendInvoked> other :
                    all(Event.SendInvoked.class, e -> e.key().equals(one.event.key()))) {
                Optional<Integer> there = partition(one.event.id());
                Optional<Integer> here = partition(other.event.id());
                if (there.isPresent() && here.isPresent() && !there.equals(here)) {
                    found.add("KEY_SCATTERED " + one.event.key().orElseThrow());
                }
            }
        }
    }

    private Optional<Integer> partition(RecordId id) {
        return all(Event.SendAcked.class, e -> e.id().equals(id)).stream()
                .findFirst()
                .map(e -> e.event.partition());
    }

    /** A25, producers: the transactional id of all is "tx". */
    private void zombieWrites() {
        for (At<Event.SendInvoked> sent : all(Event.SendInvoked.class, e -> true)) {
            RecordId id = sent.event.id();
            Optional<At<Event.TransactionsInitialized>> own =
                    last(Event.TransactionsInitialized.class, sent.position, e -> e.producer()
                            .equals(id.producer()));
            Optional<At<Event.TransactionsInitialized>> newest =
                    last(Event.TransactionsInitialized.class, sent.position, e -> true);
            if (own.isPresent()
                    && !newest.orElseThrow().event.producer().equals(id.producer())
                    && partition(id).isPresent()) {
                found.add("ZOMBIE_EFFECT wrote " + id);
            }
        }
    }

    /** A25, transactions: their commit was asked for when another producer had been initialized since. */
    private void zombieTransactions() {
        for (At<Event.TransactionBegun> begun : all(Event.TransactionBegun.class, e -> true)) {
            Event.TransactionBegun its = begun.event;
            Optional<At<Event.TransactionCommitInvoked>> asked =
                    all(Event.TransactionCommitInvoked.class, e -> isOf(its, e.producer(), e.transaction())).stream()
                            .filter(at -> at.position > begun.position)
                            .findFirst();
            boolean committed =
                    all(Event.TransactionCommitted.class, e -> isOf(its, e.producer(), e.transaction())).stream()
                            .anyMatch(at -> at.position > begun.position);
            if (asked.isPresent() && committed && isReplaced(its.producer(), asked.get().position)) {
                found.add("ZOMBIE_EFFECT committed transaction " + its.producer() + "/" + its.transaction());
            }
        }
    }

    private boolean isReplaced(String producer, int position) {
        return last(Event.TransactionsInitialized.class, position, e -> e.producer()
                        .equals(producer))
                .filter(own -> last(Event.TransactionsInitialized.class, position, e -> true)
                        .filter(newest -> !newest.event.producer().equals(producer))
                        .isPresent())
                .isPresent();
    }

    /** A6 between replicas. */
    private void replicas() {
        for (At<Event.ReplicaFound> one : all(Event.ReplicaFound.class, e -> true)) {
            for (At<Event.ReplicaFound> other : all(Event.ReplicaFound.class, e -> e.broker() != one.event.broker())) {
                if (one.event.partition() == other.event.partition()
                        && one.event.offset() == other.event.offset()
                        && isFirst(one)
                        && !one.event.id().equals(other.event.id())
                        && one.event.offset() < Math.min(highWatermark(one.event), highWatermark(other.event))) {
                    found.add("REPLICAS_DIVERGED t-" + one.event.partition() + "@" + one.event.offset());
                }
            }
        }
    }

    private boolean isFirst(At<Event.ReplicaFound> replica) {
        return all(
                                Event.ReplicaFound.class,
                                e -> e.partition() == replica.event.partition() && e.offset() == replica.event.offset())
                        .get(0)
                        .position
                == replica.position;
    }

    private long highWatermark(Event.ReplicaFound replica) {
        return last(
                        Event.ReplicaRead.class,
                        events.size(),
                        e -> e.broker() == replica.broker() && e.partition() == replica.partition())
                .map(e -> e.event.highWatermark().orElse(0))
                .orElse(0L);
    }

    /** A25, members: who committed had last been followed by another owner. */
    private void zombieCommits() {
        for (At<Event.Committed> commit : all(Event.Committed.class, e -> true)) {
            Optional<Integer> asked = invokedAt(commit);
            String partition = "t-" + commit.event.partition();
            asked.flatMap(at ->
                            last(Event.Assigned.class, at, e -> e.partitions().contains(partition)))
                    .filter(owner -> !owner.event.consumer().equals(commit.event.consumer()))
                    .ifPresent(owner ->
                            found.add("ZOMBIE_EFFECT committed offset " + commit.event.offset() + " of " + partition));
        }
    }

    /** A14 and A15: each delivery beside the one before it, of the same consumer and partition. */
    private void cursors() {
        for (At<Event.Polled> now : all(Event.Polled.class, e -> true)) {
            last(
                            Event.Polled.class,
                            now.position,
                            e -> e.consumer().equals(now.event.consumer()) && e.partition() == now.event.partition())
                    .filter(before -> before.event.offset() >= now.event.offset())
                    .filter(before -> readsCommittedOrNot(now))
                    .filter(before -> isUndisturbed(before.position, now))
                    .filter(before -> !isTruncated(now.event, before.event.offset()))
                    .ifPresent(before ->
                            found.add((isOnePoll(before.position, now) ? "REWIND_WITHIN_POLL " : "POLL_REWIND ")
                                    + now.event.consumer() + " t-" + now.event.partition() + "@" + before.event.offset()
                                    + " t-" + now.event.partition() + "@" + now.event.offset()));
        }
    }

    private boolean readsCommittedOrNot(At<Event.Polled> poll) {
        return last(Event.ConsumerOpened.class, poll.position, e -> e.consumer().equals(poll.event.consumer()))
                .isPresent();
    }

    private boolean isUndisturbed(int from, At<Event.Polled> to) {
        String partition = "t-" + to.event.partition();
        String consumer = to.event.consumer();
        return events.subList(from, to.position).stream()
                .noneMatch(e -> (e instanceof Event.Assigned a
                                && a.consumer().equals(consumer)
                                && a.partitions().contains(partition))
                        || (e instanceof Event.Revoked r
                                && r.consumer().equals(consumer)
                                && r.partitions().contains(partition))
                        || (e instanceof Event.Seeked s
                                && s.consumer().equals(consumer)
                                && s.partition() == to.event.partition()));
    }

    private boolean isOnePoll(int from, At<Event.Polled> to) {
        return events.subList(from, to.position).stream()
                .noneMatch(
                        e -> e instanceof Event.PollReturned p && p.consumer().equals(to.event.consumer()));
    }

    /** Whether another record lies now where one was seen, between the offsets; what was seen first counts. */
    private boolean isTruncated(Event.Polled to, long upTo) {
        Optional<At<Event.Drained>> drained = all(Event.Drained.class, e -> e.partition() == to.partition()).stream()
                .findFirst();
        for (long offset = to.offset(); drained.isPresent() && offset <= upTo; offset++) {
            Optional<RecordId> before = seen(to.partition(), offset, true);
            Optional<RecordId> now = seen(to.partition(), offset, false);
            if (before.isPresent() && now.isPresent() && !before.equals(now)) {
                return true;
            }
        }
        return false;
    }

    private Optional<RecordId> seen(int partition, long offset, boolean byAnybody) {
        for (Event event : events) {
            if (byAnybody
                    && event instanceof Event.Polled poll
                    && poll.partition() == partition
                    && poll.offset() == offset) {
                return poll.id();
            }
            if (event instanceof Event.Found found && found.partition() == partition && found.offset() == offset) {
                return found.id();
            }
        }
        return Optional.empty();
    }
}
