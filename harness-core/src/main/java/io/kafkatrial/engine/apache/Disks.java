/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.apache.process.Workplace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Does to a broker's files what the disk levers say, while its process is gone. Safe for use by several threads. */
final class Disks {

    static final String QUORUM_LOG = "__cluster_metadata-0";

    private final Processes processes;
    private final Format format;
    private final PowerLoss.Flushing flushing;

    Disks(Processes processes, Format format, PowerLoss.Flushing flushing) {
        this.processes = processes;
        this.format = format;
        this.flushing = flushing;
    }

    /** Kill the broker if it runs; of every log a seeded part of what was not forced to the disk is gone. */
    void losePower(NodeSeat seat, long clusterSeed) {
        synchronized (seat) {
            if (seat.state() == NodeState.STOPPED) {
                throw Complaints.wrongState("cut the power of", seat.endpoint(), seat.state());
            }
            processes.down(seat);
            long seed = clusterSeed * 31 + seat.id() + 1_000_003L * seat.nextPowerLoss();
            try {
                new PowerLoss(seat.data(), seed, flushing).strike();
            } catch (IOException failed) {
                throw ApacheComplaints.workplace(seat.data().toString(), failed);
            }
        }
    }

    /**
     * Kill the broker if it runs; it gets an empty disk with a directory id of its own. What a controller in the same
     * process wrote stays, or the quorum could forget what it has promised.
     */
    void wipe(NodeSeat seat) {
        synchronized (seat) {
            processes.down(seat);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(seat.data())) {
                for (Path entry : entries) {
                    boolean ofController = seat.isController()
                            && entry.getFileName().toString().equals(QUORUM_LOG);
                    if (!ofController) {
                        Workplace.delete(entry);
                    }
                }
                format.write(seat);
            } catch (IOException failed) {
                throw ApacheComplaints.workplace(seat.data().toString(), failed);
            }
        }
    }
}
