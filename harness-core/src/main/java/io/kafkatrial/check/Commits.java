/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.check.CommitLog.Done;
import io.kafkatrial.check.CommitLog.Open;
import io.kafkatrial.check.Transactions.Transaction;
import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the committed offsets of all groups: who committed what, what the coordinator took, what those who
 * asked were told. Confined to one judgement.
 */
final class Commits extends Watcher {

    /** A group and a partition. */
    record Key(String group, String topic, int partition) {}

    /** An answer that knows nothing of a commit that had succeeded. */
    record Forgotten(CommitLog log, Done commit, @Nullable Transaction by, String asker, int position, String answer) {}

    /** An answer that names an offset which only these transactions sent. */
    record Unexplained(CommitLog log, List<Transaction> transactions, long offset, int position) {}

    /** A commit that succeeded although another member owned the partition when it was asked for. */
    record Usurped(CommitLog log, Done commit, String owner) {}

    /** Offsets sent with a transaction. */
    record Sent(Transaction transaction, CommitLog log, long offset, int position) {}

    private final Ledger ledger;
    private final Map<Key, CommitLog> logs = new LinkedHashMap<>();
    private final @Nullable CommitLog[] byLane;
    private final Map<Transaction, List<Sent>> sent = new LinkedHashMap<>();
    final List<Forgotten> forgotten = new ArrayList<>();
    final List<Unexplained> unexplained = new ArrayList<>();
    final List<Usurped> usurped = new ArrayList<>();

    Commits(Ledger ledger) {
        super(Kind.COMMIT_INVOKED, Kind.COMMITTED, Kind.GROUP_OFFSET, Kind.OTHER);
        this.ledger = ledger;
        this.byLane = new @Nullable CommitLog[ledger.history.lanes().size()];
    }

    @Override
    void see(Cursor at, Lane lane) {
        if (lane.kind() == Kind.OTHER) {
            other(at.position(), at.event());
            return;
        }
        CommitLog log = of(lane);
        if (lane.kind() == Kind.GROUP_OFFSET) {
            log.taken(new Done("the coordinator", at.offset(), at.position(), at.position(), at.nanos()));
            return;
        }
        String by = ledger.names.readers().name(lane.reader());
        if (lane.kind() == Kind.COMMIT_INVOKED) {
            String owner = ledger.ownership.newerOwner(by, log.group, log.topic + "-" + log.partition);
            log.invoked(new Open(by, at.offset(), at.position(), owner));
            return;
        }
        Open asked = log.close(by, at.offset());
        int invokedAt = asked == null ? at.position() : asked.position();
        Done done = new Done(by, at.offset(), invokedAt, at.position(), at.nanos());
        log.committed(done, null);
        if (asked != null && asked.newerOwner() != null) {
            usurped.add(new Usurped(log, done, asked.newerOwner()));
        }
    }

    private CommitLog of(Lane lane) {
        CommitLog log = byLane[lane.index()];
        if (log == null) {
            var place = ledger.names.places().name(lane.place());
            log = log(ledger.names.groups().name(lane.group()), place.topic(), place.partition());
            byLane[lane.index()] = log;
        }
        return log;
    }

    /** What is known of the offset of a group in a partition. */
    CommitLog log(String group, String topic, int partition) {
        return logs.computeIfAbsent(new Key(group, topic, partition), key -> new CommitLog(group, topic, partition));
    }

    private void other(int position, Event event) {
        if (event instanceof Event.CommitFailed failure) {
            log(failure.group(), failure.topic(), failure.partition()).close(failure.consumer(), failure.offset());
        } else if (event instanceof Event.OffsetFetched answer) {
            answered(position, answer);
        } else if (event instanceof Event.GroupOffsetReset reset) {
            log(reset.group(), reset.topic(), reset.partition())
                    .reset(reset.offset().orElse(-1), position, nanos(reset.at()));
        } else if (event instanceof Event.Seeked seek) {
            sought(position, seek);
        } else {
            transactional(position, event);
        }
    }

    private void transactional(int position, Event event) {
        if (event instanceof Event.OffsetsSent offsets) {
            Transaction its = ledger.transactions.find(offsets.producer(), offsets.transaction());
            if (its != null) {
                CommitLog log = log(offsets.group(), offsets.topic(), offsets.partition());
                sent.computeIfAbsent(its, any -> new ArrayList<>()).add(new Sent(its, log, offsets.offset(), position));
            }
        } else if (event instanceof Event.TransactionCommitted end) {
            Transaction its = ledger.transactions.find(end.producer(), end.transaction());
            for (Sent offsets : its == null ? List.<Sent>of() : sent.getOrDefault(its, List.of())) {
                int asked = Objects.requireNonNull(its).commitInvokedAt;
                int invokedAt = asked == Positions.NONE ? position : asked;
                offsets.log.committed(
                        new Done(end.producer(), offsets.offset, invokedAt, position, nanos(end.at())), its);
            }
        }
    }

    /** A consumer that was not announced may be of any group: then the seek excuses all. */
    private void sought(int position, Event.Seeked seek) {
        Event.ConsumerOpened consumer = ledger.clients.consumer(seek.consumer());
        for (CommitLog log : logs.values()) {
            if (log.topic.equals(seek.topic())
                    && log.partition == seek.partition()
                    && (consumer == null
                            || consumer.group().filter(log.group::equals).isPresent())) {
                log.sought(seek.offset(), position);
            }
        }
    }

    private void answered(int position, Event.OffsetFetched answer) {
        CommitLog log = log(answer.group(), answer.topic(), answer.partition());
        long told = answer.offset().orElse(-1);
        Done sure = log.sure;
        if (sure != null
                && sure.nanos() < nanos(answer.asked())
                && told < sure.offset()
                && !log.perhaps.contains(told)
                && (log.taken == null || log.taken.offset() != told)) {
            String words = told < 0 ? "was told that nothing is committed" : "was told " + told;
            forgotten.add(new Forgotten(log, sure, log.sureBy, answer.consumer(), position, words));
        } else if (told >= 0 && (sure == null || told > sure.offset()) && !log.perhaps.contains(told)) {
            unexplained(position, log, told);
        }
    }

    /** Nobody's commit explains this offset: it may have come with a transaction that should not count. */
    private void unexplained(int position, CommitLog log, long told) {
        List<Transaction> only = new ArrayList<>();
        for (List<Sent> offsets : sent.values()) {
            for (Sent one : offsets) {
                if (one.log == log && one.offset == told) {
                    only.add(one.transaction);
                }
            }
        }
        if (!only.isEmpty()) {
            unexplained.add(new Unexplained(log, only, told, position));
        }
    }

    static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }

    /** Whether nobody committed anything, alone or with a transaction. */
    boolean isEmpty() {
        return sent.isEmpty() && logs.values().stream().allMatch(log -> log.all.isEmpty() && log.taken == null);
    }

    Collection<CommitLog> logs() {
        return logs.values();
    }

    /** The offsets sent with each transaction, in the order of the history. */
    Map<Transaction, List<Sent>> sent() {
        return sent;
    }

    @Override
    void end(Consumer<Anomaly> report) {}
}
