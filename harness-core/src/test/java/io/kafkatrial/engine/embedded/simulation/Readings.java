/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.replication.FetchResult;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.NullUnmarked;

/** Judges what consumers are given. */
@NullUnmarked // looks things up that are there
final class Readings {
    private final Ledger ledger;

    Readings(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Whatever is read is committed, as it is, without a gap. */
    void check(History history, long from, FetchResult result) {
        long expected = -1;
        for (RecordBatch batch : result.records().batches()) {
            for (Record record : batch) {
                long offset = record.offset();
                Violation.unless(
                        expected == -1 ? offset <= from : offset == expected,
                        "consumers miss nothing",
                        history.partition,
                        offset,
                        expected);
                expected = offset + 1;
                Violation.unless(
                        offset < history.end && history.id(offset) == Ids.of(batch, record),
                        "consumers read what is committed and nothing else",
                        history.partition,
                        "offset",
                        offset,
                        "committed up to",
                        history.end);
            }
        }
    }

    /** Sort out as a consumer does: it must be left with what is committed, all of it. */
    void checkCommitted(History history, long from, FetchResult result) {
        ArrayDeque<AbortedTransaction> aborted = new ArrayDeque<>(result.abortedTransactions().stream()
                .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
                .toList());
        Set<Long> skipped = new HashSet<>();
        for (RecordBatch batch : result.records().batches()) {
            while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
                skipped.add(aborted.poll().producerId());
            }
            for (Record record : batch) {
                long id = Ids.of(batch, record);
                if (Ids.isMarker(id)) {
                    skipped.remove(Ids.isCommit(id) ? -1 : batch.producerId());
                } else if (batch.isTransactional() && record.offset() >= from) {
                    Ledger.Txn txn = ledger.of(id);
                    Violation.unless(
                            txn.committed != null && txn.committed != skipped.contains(batch.producerId()),
                            "read_committed shows committed records and no others",
                            history.partition,
                            "offset",
                            record.offset(),
                            "committed",
                            txn.committed);
                }
            }
        }
    }

    /** What comes first is the first open transaction, wherever the replica stands. */
    void checkLastStable(Machine machine, History history, Mirror mirror) {
        long undecided = history.firstUndecided();
        if (!history.excused && undecided >= mirror.start) {
            Violation.unless(
                    mirror.lastStable <= undecided,
                    "the last stable offset is not beyond an open transaction",
                    history.partition,
                    "on",
                    machine.id,
                    mirror.lastStable,
                    "open since",
                    undecided);
        }
    }
}
