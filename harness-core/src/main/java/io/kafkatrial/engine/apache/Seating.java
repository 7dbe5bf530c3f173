/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.net.HeldPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives every node of a spec its place: ports of its own and a directory. Stateless. */
final class Seating {

    private Seating() {}

    /**
     * The seats by node id.
     *
     * @param directory where the nodes' directories go
     */
    static Map<Integer, NodeSeat> of(ClusterSpec spec, Path directory) {
        TreeSet<Integer> ids = new TreeSet<>(spec.controllerIds());
        for (int broker = 1; broker <= spec.brokers(); broker++) {
            ids.add(broker);
        }
        Map<Integer, NodeSeat> seats = new TreeMap<>();
        int node = 0;
        try {
            for (int id : ids) {
                node = id;
                Optional<BrokerPorts> ofBroker =
                        id <= spec.brokers() ? Optional.of(BrokerPorts.take()) : Optional.empty();
                Optional<HeldPort> ofController =
                        spec.controllerIds().contains(id) ? Optional.of(HeldPort.take(0)) : Optional.empty();
                seats.put(
                        id,
                        new NodeSeat(new NodeSeat.Place(id, ofBroker, ofController, directory.resolve("node-" + id))));
            }
            return seats;
        } catch (IOException taken) {
            seats.values().forEach(NodeSeat::closePorts);
            throw Complaints.portInUse(0, node, taken);
        }
    }
}
