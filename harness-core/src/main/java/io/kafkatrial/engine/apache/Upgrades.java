/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.metadata.FeatureDoor;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Lets nodes run another version on what they have on their disks. Safe for use by several threads. */
final class Upgrades {

    private final Programs programs;
    private final Processes processes;
    private final String bootstrapServers;

    Upgrades(Programs programs, Processes processes, String bootstrapServers) {
        this.programs = programs;
        this.processes = processes;
        this.bootstrapServers = bootstrapServers;
    }

    /** The node serves again when this returns. One that does not start with the new version gets the old one back. */
    void upgrade(NodeSeat seat, String version) {
        Installation before = programs.of(seat);
        if (before.version().equals(version)) {
            return;
        }
        Installation next = Installation.of(version);
        if (!Programs.isAtLeast(version, before.version())) {
            refuseIfFinalized(seat, version);
        }
        Preparation.archive(next);
        if (seat.state() != NodeState.STOPPED && seat.state() != NodeState.CRASHED) {
            processes.stop(seat);
        }
        programs.change(seat, next);
        try {
            processes.restart(seat);
        } catch (RuntimeException failed) {
            processes.down(seat);
            programs.change(seat, before);
            throw failed;
        }
    }

    private void refuseIfFinalized(NodeSeat seat, String version) {
        Map<String, Integer> most = FeatureDoor.ofVersion(version);
        try (FeatureDoor door = new FeatureDoor(bootstrapServers)) {
            Map<String, Integer> now = door.finalized();
            List<String> tooHigh = most.entrySet().stream()
                    .filter(known -> now.getOrDefault(known.getKey(), 0) > known.getValue())
                    .map(known -> known.getKey() + " is at " + now.get(known.getKey()) + " and it has up to "
                            + known.getValue())
                    .toList();
            if (!tooHigh.isEmpty()) {
                throw CodeComplaints.downgrade(seat.endpoint().toString(), version, String.join(", ", tooHigh));
            }
        }
    }

    void raiseFeatures(Collection<NodeSeat> seats, String version) {
        for (NodeSeat seat : seats) {
            if (!Programs.isAtLeast(programs.version(seat), version)) {
                throw CodeComplaints.notFinalized(
                        version, seat.endpoint() + " still runs " + programs.version(seat), null);
            }
        }
        try (FeatureDoor door = new FeatureDoor(bootstrapServers)) {
            door.raise(version);
        }
    }
}
