/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.PartitionId;
import java.util.HashMap;
import java.util.Map;

/** Counts by how much a group's committed offsets move on, from where they stood when it began. */
final class CommitsStep implements Step {

    private final Trigger.Commits trigger;
    private final Past past;
    private final Map<PartitionId, Long> committed = new HashMap<>();
    private long counted;

    CommitsStep(Trigger.Commits trigger, Past past) {
        this.trigger = trigger;
        this.past = past;
    }

    @Override
    public void begin() {
        counted = 0;
        committed.clear();
        committed.putAll(past.committed(trigger.group()));
    }

    @Override
    public boolean met(Signal signal) {
        if (signal instanceof Signal.OfCluster of
                && of.event() instanceof ClusterEvent.OffsetCommitted commit
                && commit.group().equals(trigger.group())) {
            count(commit);
        }
        return counted >= trigger.offsets();
    }

    private void count(ClusterEvent.OffsetCommitted commit) {
        long before = committed.getOrDefault(commit.partition(), 0L);
        if (commit.offset() > before) {
            counted += commit.offset() - before;
            committed.put(commit.partition(), commit.offset());
        }
    }

    @Override
    public String progress() {
        return " (counted " + counted + ")";
    }
}
