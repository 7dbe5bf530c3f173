/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the definitions of gaps, of recovery and of transactions that hang say of a history of {@link TimeWorld}. */
final class TimeWitness extends Definitions {

    static final Duration LIMIT = Duration.ofMillis(20);
    static final Claim CLAIM = Claim.available(LIMIT).and(Claim.recovers(LIMIT));

    private TimeWitness(History history) {
        super(history);
    }

    static Set<String> of(History history) {
        TimeWitness witness = new TimeWitness(history);
        for (String producer : List.of("p", "q")) {
            witness.gapsOfProducer(producer);
        }
        for (String group : List.of("g", "h")) {
            witness.gapsOfGroup(group, 0);
            witness.gapsOfGroup(group, 1);
            witness.starvationOf(group, 0);
            witness.starvationOf(group, 1);
        }
        witness.hanging(0);
        witness.hanging(1);
        witness.recovery();
        return witness.found;
    }

    private static boolean isLonger(Instant from, Instant to) {
        return Duration.between(from, to).compareTo(LIMIT) > 0;
    }

    private void gap(String who, Instant from, Instant to) {
        if (isLonger(from, to)) {
            String duration = Stretches.words(Duration.between(from, to).toNanos());
            found.add("AVAILABILITY_GAP " + who + " " + from + " " + duration);
        }
    }

    private boolean isOpen(RecordId id, int position) {
        return invoked(id).orElseThrow().position() <= position
                && events.subList(0, position + 1).stream().noneMatch(event -> TimeWorld.isEnd(event, id));
    }

    private boolean hasOpen(String producer, int position) {
        return before(position + 1, all(Event.SendInvoked.class, e -> e.id().producer()
                        .equals(producer)))
                .stream()
                .anyMatch(at -> isOpen(at.event().id(), position));
    }

    /** Since when a producer works on what its next success after this position ends; empty if it does not. */
    private Optional<Integer> workSince(String producer, int success) {
        if (success >= 0 && hasOpen(producer, success)) {
            return Optional.of(success);
        }
        return all(Event.SendInvoked.class, e -> e.id().producer().equals(producer)).stream()
                .map(At::position)
                .filter(position -> position > success)
                .findFirst();
    }

    private void gapsOfProducer(String producer) {
        int success = -1;
        for (At<Event.SendAcked> ack :
                all(Event.SendAcked.class, e -> e.id().producer().equals(producer))) {
            Optional<Integer> since = workSince(producer, success);
            success = ack.position();
            since.filter(position -> position < ack.position())
                    .ifPresent(position ->
                            gap(producer, timeOf(position), ack.event().at()));
        }
        int last = events.size() - 1;
        workSince(producer, success)
                .ifPresent(position ->
                        gap(producer, timeOf(position), hasOpen(producer, last) ? timeOf(last) : lastTry(producer)));
    }

    /** When its last send began or failed. */
    private Instant lastTry(String producer) {
        Instant last = Instant.MIN;
        for (Event event : events) {
            boolean its = (event instanceof Event.SendInvoked sent
                            && sent.id().producer().equals(producer))
                    || (event instanceof Event.SendFailed failed
                            && failed.id().producer().equals(producer))
                    || (event instanceof Event.SendUnknown unknown
                            && unknown.id().producer().equals(producer));
            last = its ? event.at() : last;
        }
        return last;
    }

    /** The transaction of a record is open at its send: what it brings is not there before its end. */
    private boolean isInTransaction(RecordId id) {
        int sent = invoked(id).orElseThrow().position();
        Optional<At<Event.TransactionBegun>> begun = last(
                before(sent, all(Event.TransactionBegun.class, e -> e.producer().equals(id.producer()))));
        return begun.filter(its -> {
                    long number = its.event().transaction();
                    return before(
                                            sent,
                                            all(
                                                    Event.TransactionCommitted.class,
                                                    e -> e.producer().equals(id.producer())
                                                            && e.transaction() == number))
                                    .isEmpty()
                            && before(
                                            sent,
                                            all(
                                                    Event.TransactionAborted.class,
                                                    e -> e.producer().equals(id.producer())
                                                            && e.transaction() == number))
                                    .isEmpty();
                })
                .isPresent();
    }

    private List<At<Event.SendAcked>> readable(int partition) {
        return all(Event.SendAcked.class, e -> e.partition() == partition && !isInTransaction(e.id()));
    }

    private long highest(int partition, int position) {
        return before(position, readable(partition)).stream()
                .mapToLong(at -> at.event().offset())
                .max()
                .orElse(-1);
    }

    private void gapsOfGroup(String group, int partition) {
        List<At<Event.Polled>> reads = all(
                Event.Polled.class,
                e -> e.partition() == partition && e.group().orElse("").equals(group));
        for (int i = 1; i < reads.size(); i++) {
            int before = reads.get(i - 1).position();
            long reach = reads.subList(0, i).stream()
                            .mapToLong(at -> at.event().offset())
                            .max()
                            .orElse(-1)
                    + 1;
            Instant now = reads.get(i).event().at();
            int position = reads.get(i).position();
            if (highest(partition, before) >= reach) {
                gap("group " + group, timeOf(before), now);
            } else {
                readable(partition).stream()
                        .filter(ack -> before < ack.position() && ack.position() < position)
                        .filter(ack -> ack.event().offset() >= reach)
                        .findFirst()
                        .ifPresent(ack -> gap("group " + group, ack.event().at(), now));
            }
        }
    }

    /** What is there and was not read, from when it could be until a member last came back from a poll. */
    private void starvationOf(String group, int partition) {
        List<At<Event.Polled>> reads = all(
                Event.Polled.class,
                e -> e.partition() == partition && e.group().orElse("").equals(group));
        if (reads.isEmpty()) {
            return;
        }
        int before = reads.get(reads.size() - 1).position();
        long reach = reads.stream().mapToLong(at -> at.event().offset()).max().orElse(-1) + 1;
        boolean isThere = any(Event.Found.class, e -> e.partition() == partition && e.offset() >= reach);
        Optional<Instant> since = highest(partition, before) >= reach
                ? Optional.of(timeOf(before))
                : readable(partition).stream()
                        .filter(ack -> ack.position() > before && ack.event().offset() >= reach)
                        .map(ack -> ack.event().at())
                        .findFirst();
        Optional<Instant> until = all(Event.PollReturned.class, e -> asks(e.consumer(), group)).stream()
                .map(at -> at.event().at())
                .reduce((one, next) -> next);
        if (isThere && since.isPresent() && until.isPresent()) {
            gap("group " + group, since.get(), until.get());
        }
    }

    /** There is one topic only: who was handed some of it by the group asks for it, or who is new there. */
    private boolean asks(String consumer, String group) {
        List<At<Event.Polled>> handed =
                all(Event.Polled.class, e -> e.consumer().equals(consumer));
        return handed.isEmpty()
                ? any(
                        Event.ConsumerOpened.class,
                        e -> e.consumer().equals(consumer)
                                && e.group().orElse("").equals(group))
                : handed.stream().anyMatch(at -> at.event().group().orElse("").equals(group));
    }

    private boolean isAnyTransactionOpen(int position) {
        Set<String> open = new HashSet<>();
        for (Event event : events.subList(0, position)) {
            if (event instanceof Event.TransactionBegun begun) {
                open.add(begun.producer());
            } else if (event instanceof Event.TransactionCommitted end) {
                open.remove(end.producer());
            } else if (event instanceof Event.TransactionAborted end) {
                open.remove(end.producer());
            } else if (event instanceof Event.TransactionUnknown end) {
                open.remove(end.producer());
            } else if (event instanceof Event.ClientChanged change) {
                open.remove(change.client());
            }
        }
        return !open.isEmpty();
    }

    private void hanging(int partition) {
        List<At<Event.PartitionEnds>> samples = all(Event.PartitionEnds.class, e -> e.partition() == partition);
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size() && standsStill(samples.get(i), samples.get(j)); j++) {
                Event.PartitionEnds early = samples.get(i).event();
                Event.PartitionEnds late = samples.get(j).event();
                boolean grew =
                        late.highWatermark().getAsLong() > early.highWatermark().getAsLong();
                if (isLonger(early.asked(), late.asked()) && grew) {
                    found.add("HANGING_TRANSACTION " + place(partition) + " "
                            + early.lastStable().getAsLong());
                }
            }
        }
    }

    /** The same last stable offset below what is there, and nobody has a transaction open in between. */
    private boolean standsStill(At<Event.PartitionEnds> one, At<Event.PartitionEnds> next) {
        return one.event().lastStable().isPresent()
                && one.event().lastStable().equals(next.event().lastStable())
                && next.event().highWatermark().getAsLong()
                        > next.event().lastStable().getAsLong()
                && !isAnyTransactionOpen(one.position())
                && !isAnyTransactionOpen(next.position())
                && events.subList(one.position(), next.position()).stream()
                        .noneMatch(Event.TransactionBegun.class::isInstance);
    }

    /** Where the last fault was lifted, or, of one of which that is not told, healed; -1 if none was. */
    private int lifted() {
        int last = -1;
        Set<String> lifted = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.FaultLifted fault) {
                lifted.add(fault.fault());
                last = i;
            } else if (events.get(i) instanceof Event.FaultHealed fault && !lifted.remove(fault.fault())) {
                last = i;
            }
        }
        return last;
    }

    private void recovery() {
        int lifted = lifted();
        if (lifted < 0) {
            return;
        }
        for (int partition = 0; partition < 2; partition++) {
            recoveryOf(partition, lifted);
            for (String group : List.of("g", "h")) {
                recoveryOf(group, partition, lifted);
            }
        }
        for (String producer : List.of("p", "q")) {
            recoveryOf(producer, lifted);
        }
    }

    /** A leader, and as many replicas in sync as there ever were. */
    private boolean isWell(int partition, int position) {
        boolean leaderless = false;
        int inSync = -1;
        int most = 0;
        for (Event event : events.subList(0, position + 1)) {
            if (event instanceof Event.LeaderChanged change && change.partition() == partition) {
                leaderless = change.leader().isEmpty();
            } else if (event instanceof Event.IsrChanged change && change.partition() == partition) {
                inSync = change.isr().size();
                most = Math.max(most, inSync);
            }
        }
        return !leaderless && (inSync < 0 || inSync >= most);
    }

    /** Of what was going on; the final read comes after that, and a poll in vain does not tell of anything new. */
    private int lastOfWork() {
        int last = events.size() - 1;
        while (last > 0
                && (events.get(last) instanceof Event.Found || events.get(last) instanceof Event.PollReturned)) {
            last--;
        }
        return last;
    }

    private void recoveryOf(int partition, int lifted) {
        int last = lastOfWork();
        Instant from = timeOf(lifted);
        Instant wellSince = from;
        for (int i = last; i > lifted; i--) {
            if (isWell(partition, i) && !isWell(partition, i - 1)) {
                wellSince = timeOf(i);
                break;
            }
        }
        boolean wellAtLast = isWell(partition, last);
        if (wellAtLast ? isLonger(from, wellSince) : isLonger(from, timeOf(last))) {
            found.add("NOT_RECOVERED " + place(partition));
        }
    }

    private void recoveryOf(String producer, int lifted) {
        List<Integer> successes = all(
                        Event.SendAcked.class, e -> e.id().producer().equals(producer))
                .stream()
                .map(At::position)
                .toList();
        int before = -1;
        for (int success : successes) {
            if (success > lifted) {
                Optional<Integer> since = workSince(producer, before).filter(position -> position < success);
                if (since.isPresent()) {
                    Instant from = timeOf(Math.max(since.get(), lifted));
                    if (isLonger(from, timeOf(success))) {
                        found.add("NOT_RECOVERED producer " + producer);
                    }
                    return;
                }
            }
            before = success;
        }
    }

    /** What was there when the fault was lifted, and was not read yet. */
    private void recoveryOf(String group, int partition, int lifted) {
        List<At<Event.Polled>> reads = new ArrayList<>(all(
                Event.Polled.class,
                e -> e.partition() == partition && e.group().orElse("").equals(group)));
        boolean readsTheTopic =
                any(Event.Polled.class, e -> e.group().orElse("").equals(group));
        long target = highest(partition, lifted);
        long reached = before(lifted, reads).stream()
                .mapToLong(at -> at.event().offset())
                .max()
                .orElse(-1);
        if (!readsTheTopic || target < 0 || reached >= target) {
            return;
        }
        Instant done = reads.stream()
                .filter(at -> at.position() > lifted && at.event().offset() >= target)
                .map(at -> at.event().at())
                .findFirst()
                .orElse(timeOf(lastOfWork()));
        if (isLonger(timeOf(lifted), done)) {
            found.add("NOT_RECOVERED group " + group + " in " + place(partition));
        }
    }
}
