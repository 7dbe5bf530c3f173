/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What is odd about a history itself: identities given twice, a clock that goes back, sends without an end. What
 * makes verdicts doubtful is a doubt, the rest a remark. Confined to one judgement.
 */
final class Oddities {

    /** Threads read the clock before they record: so far they may come out of order. */
    private static final long TOLERATED_NANOS = 1_000_000_000L;

    private final Ledger ledger;
    private long latest = Long.MIN_VALUE;
    private long farthestBack;
    private int jumps;

    Oddities(Ledger ledger) {
        this.ledger = ledger;
    }

    /** When an event happened that is not kept as it is. */
    void time(Cursor at) {
        long nanos = at.nanos();
        if (nanos >= latest) {
            latest = nanos;
        } else if (latest - nanos > TOLERATED_NANOS) {
            farthestBack = Math.max(farthestBack, latest - nanos);
            jumps++;
            latest = nanos;
        }
    }

    /** What keeps a claim from being proved, one sentence each. */
    List<String> doubts(Claim claim) {
        List<String> doubts = new ArrayList<>();
        twice(ledger.records.sentTwice(), "sent", doubts);
        twice(ledger.records.ackedTwice(), "acknowledged at two offsets", doubts);
        if (jumps > 0 && !claim.limits().equals(Limits.NONE)) {
            doubts.add(clock() + ": cannot tell how long anything took");
        }
        return doubts;
    }

    private void twice(BitSet records, String what, List<String> doubts) {
        if (!records.isEmpty()) {
            String others = records.cardinality() == 1 ? "" : " and " + (records.cardinality() - 1) + " more";
            doubts.add("the identity " + ledger.history.id(records.nextSetBit(0)) + others + " was " + what
                    + (what.equals("sent") ? " more than once" : "") + ": cannot tell its records apart");
        }
    }

    /** What else is worth knowing, one sentence each. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        Records records = ledger.records;
        int open = 0;
        int first = Positions.NONE;
        for (int record = 0; record < records.size(); record++) {
            if (!records.isWhole(record) && records.sent(record) && !records.ended(record)) {
                first = open++ == 0 ? record : first;
            }
        }
        if (open > 0) {
            String others = open == 1 ? " has" : " and " + (open - 1) + " more have";
            remarks.add("the send of " + ledger.history.id(first) + others + " no end: counted as unknown");
        }
        if (jumps > 0) {
            remarks.add(clock());
        }
        return remarks;
    }

    private String clock() {
        return "the clock went back " + jumps + (jumps == 1 ? " time" : " times") + ", by "
                + Duration.ofNanos(farthestBack).toMillis() + " ms at most";
    }
}
