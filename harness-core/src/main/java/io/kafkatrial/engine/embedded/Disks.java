/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.quorum.Quorum;

/** Does to the brokers' disks what the disk levers say; what a controller wrote is not on them and stays. Safe for use by several threads. */
final class Disks {

    private final Processes processes;
    private final Quorum quorum;

    Disks(Processes processes, Quorum quorum) {
        this.processes = processes;
        this.quorum = quorum;
    }

    /** Crash the broker if it runs; its disk loses a seeded part of what was not forced to it. */
    void losePower(Roles roles) {
        Seat seat = roles.broker().orElseThrow();
        synchronized (seat) {
            if (seat.state() == NodeState.STOPPED) {
                throw Complaints.wrongState("cut the power of", seat.id(), seat.state());
            }
            processes.down(roles);
            seat.disk().losePower(quorum.settings().seed() * 31 + seat.id() + 1_000_003L * seat.nextPowerLoss());
        }
    }

    /** Crash the broker if it runs; it gets an empty disk with a directory id of its own. */
    void wipe(Roles roles) {
        Seat seat = roles.broker().orElseThrow();
        synchronized (seat) {
            processes.down(roles);
            seat.replaceDisk(new Disk(quorum.nextUuid()));
        }
    }

    void full(Seat seat, Lever.FullDisk lever) {
        synchronized (seat) {
            seat.disk().device().full(lever.full());
        }
    }

    void slow(Seat seat, Lever.SlowDisk lever) {
        synchronized (seat) {
            seat.disk().device().latency(lever.latency());
        }
    }

    void fail(Seat seat, Lever.FailedLogDir lever) {
        synchronized (seat) {
            seat.disk().device().broken(lever.failed());
        }
    }
}
