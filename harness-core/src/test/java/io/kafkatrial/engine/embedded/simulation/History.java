/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicIdPartition;

/** What is committed in one partition: it can only grow, whoever leads. */
final class History {
    final TopicIdPartition partition;
    final Map<Integer, Mirror> mirrors = new TreeMap<>();
    final Map<Integer, Integer> leaderOfEpoch = new HashMap<>();
    private final Map<Integer, Integer> lastSequence = new HashMap<>();
    private final Map<Integer, Open> open = new HashMap<>();
    private final Ledger ledger;
    private long[] ids = new long[64];
    private int[] epochs = new int[64];
    long end;

    /** Whether records were lost as the options allow; content is not judged any more then. */
    boolean excused;

    /** Whether producers may be forgotten, because records at the start of the log went. */
    boolean forgetful;

    private record Open(Ledger.Txn txn, long since) {}

    History(TopicIdPartition partition, Ledger ledger) {
        this.ledger = ledger;
        this.partition = partition;
    }

    long id(long offset) {
        return ids[(int) offset];
    }

    /** Take over what this leader has committed. */
    void extend(Mirror leader) {
        while (end < leader.highWatermark) {
            Violation.unless(end >= leader.base, "a leader has everything committed", partition, "lacks", end);
            append(leader.id(end), leader.epoch(end));
        }
    }

    private void append(long id, int epoch) {
        if (end == ids.length) {
            ids = Arrays.copyOf(ids, ids.length * 2);
            epochs = Arrays.copyOf(epochs, ids.length);
        }
        ids[(int) end] = id;
        epochs[(int) end] = epoch;
        int producer = Ids.producer(id);
        if (Ids.isMarker(id)) {
            close(id);
        } else if (producer >= Ids.FIRST_TRANSACTIONAL) {
            open(ledger.of(id));
        } else if (producer < Ids.FIRST_PLAIN && !forgetful) {
            Integer before = lastSequence.put(producer, Ids.sequence(id));
            Violation.unless(
                    Ids.sequence(id) == (before == null ? 0 : before + 1),
                    "idempotent records are committed once and in order",
                    partition,
                    "offset",
                    end,
                    "producer",
                    producer,
                    "after",
                    before,
                    "came",
                    Ids.sequence(id));
        }
        end++;
    }

    private void open(Ledger.Txn txn) {
        Open before = open.putIfAbsent(txn.producer, new Open(txn, end));
        Violation.unless(
                before == null || before.txn == txn,
                "a producer has one transaction at a time",
                partition,
                "offset",
                end,
                "producer",
                txn.producer);
    }

    private void close(long marker) {
        Open closed = open.remove(Ids.markersProducer(marker));
        if (closed != null) {
            Violation.unless(
                    Ids.markersEpoch(marker) > closed.txn.epoch && closed.txn.committed == Ids.isCommit(marker),
                    "a transaction is ended by its own marker",
                    partition,
                    "offset",
                    end,
                    "producer",
                    closed.txn.producer);
        }
    }

    /** The first offset whose fate is not committed yet. */
    long firstUndecided() {
        return open.values().stream().mapToLong(Open::since).min().orElse(end);
    }

    /** Compare a replica with what is committed, as far as both go. */
    void match(Mirror mirror) {
        long until = Math.min(end, mirror.end);
        while (mirror.matched < until
                && mirror.id(mirror.matched) == ids[(int) mirror.matched]
                && mirror.epoch(mirror.matched) == epochs[(int) mirror.matched]) {
            mirror.matched++;
        }
    }
}
