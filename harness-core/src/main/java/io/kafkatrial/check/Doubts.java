/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why a history may prove nothing, one sentence each. */
final class Doubts {

    private Doubts() {}

    static List<String> in(Ledger ledger, Checked checked) {
        List<String> doubts = new ArrayList<>(ledger.faults.doubts());
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
        return doubts;
    }

    /** Acknowledged records of which the final reads could show neither presence nor absence. */
    private static void unread(Ledger ledger, List<String> doubts) {
        Map<String, Integer> unread = new TreeMap<>();
        Map<String, Integer> expired = new TreeMap<>();
        Map<String, Integer> compacted = new TreeMap<>();
        for (Fate fate : ledger.fates) {
            if (fate.compacted) {
                if (fate.firstSeen() == Positions.NONE) {
                    Event.SendAcked ack = ledger.ack(fate);
                    compacted.merge(ack.topic() + "-" + ack.partition(), 1, Integer::sum);
                }
            } else if (fate.acked() && fate.found.size() == 0 && !fate.lost) {
                Event.SendAcked ack = ledger.ack(fate);
                boolean read = ledger.tape(ack.topic(), ack.partition()).drained != null;
                (read ? expired : unread).merge(ack.topic() + "-" + ack.partition(), 1, Integer::sum);
            }
        }
        unread.forEach((partition, count) -> doubts.add(
                partition + " was never read to its end: cannot tell about its " + count + " acked records"));
        compacted.forEach((partition, count) -> doubts.add("compaction took " + count + " acked records of " + partition
                + " before anybody read them: cannot tell about them"));
        expired.forEach((partition, count) -> doubts.add("the final read of " + partition + " began after " + count
                + " acked records (retention, or offsets unknown under acks=0): cannot tell about them"));
    }
}
