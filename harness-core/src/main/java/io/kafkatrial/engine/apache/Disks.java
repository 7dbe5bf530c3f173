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
    private final Ailments ailments;

    Disks(Processes processes, Format format, PowerLoss.Flushing flushing, Ailments ailments) {
        this.ailments = ailments;
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
            bringBack(seat);
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
            bringBack(seat);
            ailments.newDisk(seat);
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

    /** Let the whole directory fail, or be whole again: while the process runs by its code, else by what it finds. */
    void fail(NodeSeat seat, boolean failed) {
        synchronized (seat) {
            if (!failed) {
                bringBack(seat);
            }
            ailments.failDisk(seat, failed);
        }
    }

    /** Kafka starts on a disk whose files it cannot read, but not where a directory is none. */
    static void beforeStart(NodeSeat seat, boolean failed) {
        if (!failed || Files.exists(away(seat))) {
            return;
        }
        try {
            Files.move(seat.data(), away(seat));
            Files.createFile(seat.data());
        } catch (IOException impossible) {
            throw ApacheComplaints.workplace(seat.data().toString(), impossible);
        }
    }

    private static void bringBack(NodeSeat seat) {
        if (!Files.exists(away(seat))) {
            return;
        }
        try {
            Files.delete(seat.data());
            Files.move(away(seat), seat.data());
        } catch (IOException impossible) {
            throw ApacheComplaints.workplace(seat.data().toString(), impossible);
        }
    }

    private static Path away(NodeSeat seat) {
        return seat.home().resolve("data.failed");
    }
}
