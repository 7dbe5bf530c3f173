/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.Collection;
import java.util.List;

/**
 * What a broker does again and again whatever happens: checkpoints, flushes, retention, compaction,
 * forgetting idle producers, shrinking in-sync sets. Confined to the loop.
 */
final class Upkeep {
    private static final long NEVER = Long.MAX_VALUE;

    private final ReplicationSettings settings;
    private final Disk disk;
    private final Replicas replicas;
    private final Turn turn;
    private boolean started;
    private long cleanerBackoffMs;

    Upkeep(ReplicationSettings settings, Disk disk, Replicas replicas, Turn turn) {
        this.settings = settings;
        this.disk = disk;
        this.replicas = replicas;
        this.turn = turn;
        this.cleanerBackoffMs = settings.logUpkeep().cleanerBackoffMs();
    }

    /** Compact after so long from the next time on. */
    void cleanEvery(long backoffMs) {
        cleanerBackoffMs = backoffMs;
    }

    /** Begin with the first step, which brings the first time. */
    void start() {
        if (started) {
            return;
        }
        started = true;
        LogUpkeep every = settings.logUpkeep();
        repeat(settings.hwCheckpointIntervalMs(), disk::checkpoint);
        repeat(every.startOffsetCheckpointIntervalMs(), disk::checkpointStartOffsets);
        repeat(Math.max(1, settings.replicaLagTimeMaxMs() / 2), this::shrinkIsrs);
        repeat(every.flushCheckIntervalMs(), this::flush);
        repeat(every.retentionCheckIntervalMs(), () -> expire(replicas.all()));
        repeat(every.setRetentionCheckIntervalMs(), () -> expire(withSetRetention()));
        clean();
        repeat(every.producerIdExpirationCheckIntervalMs(), this::expireProducers);
    }

    private void repeat(long everyMs, Runnable action) {
        if (everyMs == NEVER) {
            return;
        }
        turn.deadlines().at(turn.elapsedMs() + everyMs, () -> {
            action.run();
            repeat(everyMs, action);
        });
    }

    private void clean() {
        turn.deadlines().at(turn.elapsedMs() + Math.max(1, cleanerBackoffMs), () -> {
            compact();
            clean();
        });
    }

    private void shrinkIsrs() {
        for (Hosted replica : replicas.all()) {
            Leadership leadership = replica.leadership();
            if (leadership != null) {
                leadership.shrinkIsr();
            }
        }
    }

    private void flush() {
        for (PartitionLog log : disk.logs()) {
            log.flushIfDue(turn.wallMs());
        }
    }

    private List<Hosted> withSetRetention() {
        return replicas.all().stream()
                .filter(replica -> replica.log().isRetentionSet())
                .toList();
    }

    private void expire(Collection<Hosted> logs) {
        for (Hosted replica : logs) {
            if (replica.log().deleteOldSegments(turn.wallMs())) {
                turn.touch(replica);
            }
        }
    }

    private void compact() {
        for (Hosted replica : replicas.all()) {
            replica.log().compact(turn.wallMs());
        }
    }

    private void expireProducers() {
        for (Hosted replica : replicas.all()) {
            replica.log().expireProducers(turn.wallMs());
        }
    }
}
