/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Now;
import io.kafkatrial.engine.embedded.replication.Replication;
import java.util.ArrayDeque;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One broker: its disk stays, its process comes and goes, its clock is its own. */
@NullUnmarked // looks things up that are there
final class Machine {
    private static final long EPOCH_MS = 1_700_000_000_000L;

    final int id;
    final Disk disk;
    final ArrayDeque<Input> deferred = new ArrayDeque<>();

    @Nullable
    Replication process;

    /** Counts processes, so that what was meant for a former one does not reach the next. */
    int life;

    /** The broker epoch of this process, 0 before it is registered. */
    long brokerEpoch;

    int metadataSeen;
    boolean paused;
    boolean clean = true;
    boolean stopping;

    /** Whether the tail of its logs may be gone and the controller does not know yet. */
    boolean lostPower;

    double clockRate = 1;
    long wallSkewMs;
    long tickAtMs = Long.MAX_VALUE;

    Machine(int id, Disk disk) {
        this.id = id;
        this.disk = disk;
    }

    boolean runs() {
        return process != null && !paused;
    }

    long elapsedMs(long schedulerMs) {
        return (long) (schedulerMs * clockRate);
    }

    Now now(long schedulerMs) {
        return new Now(EPOCH_MS + schedulerMs + wallSkewMs, elapsedMs(schedulerMs));
    }

    /** How long the scheduler has to wait for a time on this machine's clock. */
    long waitFor(long deadlineMs, long schedulerMs) {
        long left = deadlineMs - elapsedMs(schedulerMs);
        return left <= 0 ? 0 : Math.max(1, (long) Math.ceil(left / clockRate));
    }
}
