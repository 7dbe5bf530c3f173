/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why a history may prove nothing, one sentence each. */
final class Doubts {

    private Doubts() {}

    static List<String> in(Ledger ledger, Checked checked, Claim claim, Bitten faults) {
        List<String> doubts = new ArrayList<>();
        ledger.history.damage().ifPresent(doubts::add);
        doubts.addAll(ledger.oddities.doubts(claim));
        doubts.addAll(ledger.faults.doubts(faults));
        if (checked.sent() == 0) {
            doubts.add("nothing was sent through a recording producer");
        } else if (checked.acked() == 0) {
            doubts.add("none of the " + checked.sent() + " sends was acknowledged");
        }
        if (checked.partitions() == 0) {
            doubts.add("no partition was read to its end after the faults had healed");
        } else {
            unread(ledger, doubts);
        }
        if (claim.forbids(Anomaly.Kind.COMMIT_BEYOND_PROCESSED) && ledger.commits.isEmpty()) {
            doubts.add("no group committed anything");
        }
        ledger.watchers.doubts(doubts::add);
        return doubts;
    }

    /** Acknowledged records of which the final reads could show neither presence nor absence. */
    private static void unread(Ledger ledger, List<String> doubts) {
        Map<String, Integer> unread = new TreeMap<>();
        Map<String, Integer> expired = new TreeMap<>();
        Map<String, Integer> compacted = new TreeMap<>();
        Records records = ledger.records;
        for (int record = 0; record < records.size(); record++) {
            if (records.compacted(record)) {
                if (ledger.readers.firstSeen(record) == Positions.NONE) {
                    compacted.merge(ackPlace(ledger, record), 1, Integer::sum);
                }
            } else if (records.isMissing(record) && !records.lost(record) && ledger.transactions.isExpected(record)) {
                Tape tape = ledger.ackTape(record);
                boolean read = tape != null && tape.drained != null;
                (read ? expired : unread).merge(ackPlace(ledger, record), 1, Integer::sum);
            }
        }
        unread.forEach((partition, count) -> doubts.add(
                partition + " was never read to its end: cannot tell about its " + count + " acked records"));
        compacted.forEach((partition, count) -> doubts.add("compaction took " + count + " acked records of " + partition
                + " before anybody read them: cannot tell about them"));
        expired.forEach((partition, count) -> doubts.add("the final read of " + partition + " began after " + count
                + " acked records (retention, or offsets unknown under acks=0): cannot tell about them"));
    }

    private static String ackPlace(Ledger ledger, int record) {
        return ledger.names.places().name(ledger.records.ackPlace(record)).toString();
    }
}
