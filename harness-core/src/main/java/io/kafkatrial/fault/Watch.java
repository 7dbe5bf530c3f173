/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.PartitionId;
import java.util.HashMap;
import java.util.Map;

/** Counts events towards one trigger. Safe for use by several threads; called on the engine's. */
final class Watch {

    private final Trigger trigger;
    private final Map<PartitionId, Long> committed;
    private long counted;

    /**
     * Watch for {@code trigger}.
     *
     * @param committed what the trigger's group had committed when the plan began
     */
    Watch(Trigger trigger, Map<PartitionId, Long> committed) {
        this.trigger = trigger;
        this.committed = new HashMap<>(committed);
    }

    /** Take an event into account; true if the trigger has come, by this or an earlier one. */
    synchronized boolean met(ClusterEvent event) {
        if (trigger instanceof Trigger.Acks acks && event instanceof ClusterEvent.Acked acked) {
            if (acks.topic().map(acked.partition().topic()::equals).orElse(true)) {
                counted += acked.count();
            }
            return counted >= acks.count();
        }
        if (trigger instanceof Trigger.Commits commits && event instanceof ClusterEvent.OffsetCommitted commit) {
            if (commits.group().equals(commit.group())) {
                count(commit);
            }
            return counted >= commits.offsets();
        }
        return trigger instanceof Trigger.IsrSize isr
                && event instanceof ClusterEvent.IsrChanged change
                && isr.partition().equals(change.partition())
                && isr.size() == change.isr().size();
    }

    private void count(ClusterEvent.OffsetCommitted commit) {
        long before = committed.getOrDefault(commit.partition(), 0L);
        if (commit.offset() > before) {
            counted += commit.offset() - before;
            committed.put(commit.partition(), commit.offset());
        }
    }

    /** How far it came, in words. */
    synchronized String progress() {
        boolean counts = trigger instanceof Trigger.Acks || trigger instanceof Trigger.Commits;
        return trigger + (counts ? " (counted " + counted + ")" : "");
    }
}
