/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.Anomaly.Kind;
import io.kafkatrial.check.Commits.Sent;
import io.kafkatrial.check.Transactions.Transaction;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Consume, transform, produce: whether the offsets sent with a transaction and its records took effect together,
 * whether an input was transformed twice, and whether transactions read each other in a circle. A transaction
 * read the records below the offsets it sent, down to what was sent for the group before, and those its records
 * were said to be derived from. Confined to one judgement.
 */
final class OffsetChecks extends Watcher {

    private record Origin(Event.Derived derived, int position) {}

    private final Ledger ledger;
    private final List<Origin> origins = new ArrayList<>();

    OffsetChecks(Ledger ledger) {
        super(io.kafkatrial.history.Kind.DERIVED);
        this.ledger = ledger;
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (at.event() instanceof Event.Derived derived) {
            origins.add(new Origin(derived, at.position()));
        }
    }

    @Override
    void end(Consumer<Anomaly> report) {
        ledger.transactions.settle();
        ledger.commits.forgotten.stream().filter(lost -> lost.by() != null).forEach(lost -> torn(
                        lost.log(), lost.by(), lost.commit().offset())
                .fact("did", "committed")
                .fact("offsetDid", "did not take effect: " + lost.asker() + " " + lost.answer())
                .evidence(CommitChecks.sighting(lost.log(), lost.commit()))
                .report(lost.position(), report));
        for (Commits.Unexplained offset : ledger.commits.unexplained) {
            Transaction its = offset.transactions().get(offset.transactions().size() - 1);
            if (offset.transactions().stream().allMatch(OffsetChecks::hadNoEffect)) {
                torn(offset.log(), its, offset.offset())
                        .fact("did", its.end == Transactions.End.ABORTED ? "aborted" : "did not take effect")
                        .fact("offsetDid", "is committed")
                        .report(offset.position(), report);
            }
        }
        twice(report);
        cycles(report);
    }

    private static boolean hadNoEffect(Transaction its) {
        return its.cannotBeSeen() || (its.seen == 0 && its.missing > 0);
    }

    private Case torn(CommitLog log, @Nullable Transaction transaction, long offset) {
        return new Case(ledger, Kind.TORN_OFFSETS)
                .place(new Names.Place(log.topic, log.partition))
                .fact("transaction", String.valueOf(transaction))
                .fact("group", log.group)
                .fact("offset", offset);
    }

    private @Nullable Transaction ofOutput(Event.Derived derived) {
        int output = ledger.history.number(derived.output());
        Transaction its = output == Lane.NONE ? null : ledger.transactions.of(output);
        return its != null && its.tookEffect() ? its : null;
    }

    /** One input, and records made from it in two transactions that took effect. */
    private void twice(Consumer<Anomaly> report) {
        Map<List<Object>, Transaction> first = new HashMap<>();
        for (Origin origin : origins) {
            Event.Derived derived = origin.derived;
            Transaction its = ofOutput(derived);
            if (its == null) {
                continue;
            }
            List<Object> input = List.of(derived.topic(), derived.partition(), derived.offset());
            Transaction before = first.putIfAbsent(input, its);
            if (before != null && before != its) {
                new Case(ledger, Kind.TORN_OFFSETS)
                        .place(new Names.Place(derived.topic(), derived.partition()))
                        .record(derived.output())
                        .fact("transaction", its)
                        .fact("did", "committed")
                        .fact("group", "of " + before)
                        .fact("offset", derived.offset())
                        .fact("offsetDid", "had been consumed by " + before)
                        .report(origin.position, report);
            }
        }
    }

    private void cycles(Consumer<Anomaly> report) {
        List<Transaction> all = ledger.transactions.all();
        if (ledger.commits.sent().isEmpty() && origins.isEmpty()) {
            return;
        }
        List<List<Integer>> edges = new ArrayList<>();
        all.forEach(any -> edges.add(new ArrayList<>()));
        readByOffsets(edges);
        for (Origin origin : origins) {
            Transaction reader = ofOutput(origin.derived);
            Tape tape = ledger.tapes.find(origin.derived.topic(), origin.derived.partition());
            if (reader != null && tape != null) {
                read(edges, tape, origin.derived.offset(), reader);
            }
        }
        for (List<Integer> cycle : Cycles.in(edges)) {
            String circle =
                    cycle.stream().map(all::get).map(Transaction::toString).collect(Collectors.joining(", "));
            new Case(ledger, Kind.TRANSACTION_CYCLE)
                    .fact("circle", circle)
                    .report(all.get(cycle.get(0)).begunAt, report);
        }
    }

    /** Every offset of a partition is gone through once for each group, as offsets go forward. */
    private void readByOffsets(List<List<Integer>> edges) {
        Map<CommitLog, Long> from = new HashMap<>();
        TreeSet<Sent> inOrder = new TreeSet<>((a, b) -> Integer.compare(a.position(), b.position()));
        ledger.commits.sent().values().forEach(inOrder::addAll);
        for (Sent sent : inOrder) {
            CommitLog log = sent.log();
            Tape tape = ledger.tapes.find(log.topic, log.partition);
            if (tape == null || !sent.transaction().tookEffect()) {
                continue;
            }
            long start = Math.max(from.getOrDefault(log, 0L), tape.firstSeen());
            for (long offset = start; offset < Math.min(sent.offset(), tape.endSeen()); offset++) {
                if (wasHanded(log.group, tape.seenAt(offset), sent.position())) {
                    read(edges, tape, offset, sent.transaction());
                }
            }
            from.merge(log, sent.offset(), Math::max);
        }
    }

    private boolean wasHanded(String group, int record, int before) {
        int number = ledger.names.groups().number(group);
        int handed = record < 0 || number < 0
                ? -1
                : ledger.readers.deliveriesTo(number).first(record);
        return handed >= 0 && handed < before;
    }

    private void read(List<List<Integer>> edges, Tape tape, long offset, Transaction reader) {
        int record = tape.seenAt(offset);
        Transaction writer = record < 0 ? null : ledger.transactions.of(record);
        if (writer != null && writer != reader && writer.tookEffect()) {
            List<Integer> its = edges.get(writer.index);
            if (its.isEmpty() || its.get(its.size() - 1) != reader.index) {
                its.add(reader.index);
            }
        }
    }
}
