/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.apache.process.NodeLog;
import io.kafkatrial.engine.apache.process.NodeProcess;
import io.kafkatrial.engine.net.HeldPort;
import io.kafkatrial.engine.outside.Member;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node's place in the cluster: what stays when its process dies. The process in it is changed under this object's
 * lock; the state may be read by any thread.
 */
final class NodeSeat implements Member {

    /**
     * What never changes of a node.
     *
     * @param brokerPorts the ports for clients and brokers; empty for a node that is a controller only
     * @param controllerPort the port of the quorum; empty for a node that is a broker only
     * @param home the directory with its configuration, its log file and its data
     */
    record Place(int id, Optional<BrokerPorts> brokerPorts, Optional<HeldPort> controllerPort, Path home) {}

    private static final int VISIT_MS = 500;

    private final Place place;
    private final NodeLog log;
    private @Nullable NodeProcess process;
    private volatile NodeState state = NodeState.STOPPED;
    private int lives;
    private int powerLosses;
    private int disks;

    NodeSeat(Place place) {
        this.place = place;
        this.log = new NodeLog(place.home().resolve("node.log"));
    }

    @Override
    public int id() {
        return place.id();
    }

    Optional<BrokerPorts> brokerPorts() {
        return place.brokerPorts();
    }

    /** Where the harness finds the broker, past every fault. */
    Optional<HeldPort> harnessPort() {
        return place.brokerPorts().map(BrokerPorts::harness);
    }

    Optional<HeldPort> controllerPort() {
        return place.controllerPort();
    }

    /** Give the ports back. */
    void closePorts() {
        place.brokerPorts().ifPresent(BrokerPorts::close);
        place.controllerPort().ifPresent(HeldPort::close);
    }

    Path home() {
        return place.home();
    }

    Path data() {
        return place.home().resolve("data");
    }

    NodeLog log() {
        return log;
    }

    @Override
    public boolean isBroker() {
        return place.brokerPorts().isPresent();
    }

    @Override
    public boolean isController() {
        return place.controllerPort().isPresent();
    }

    String roles() {
        return isBroker() ? (isController() ? "broker,controller" : "broker") : "controller";
    }

    /** Whether its ports are open: Kafka lets a broker in a moment before it opens them. */
    boolean isOpen() {
        return place.brokerPorts().stream()
                .flatMap(ports -> Stream.of(ports.clients(), ports.peers(), ports.harness()))
                .allMatch(NodeSeat::answers);
    }

    private static boolean answers(HeldPort port) {
        try (Socket visit = new Socket()) {
            visit.connect(port.address(), VISIT_MS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** What users call it: by its first role. */
    Endpoint endpoint() {
        return isBroker() ? Endpoint.broker(id()) : Endpoint.controller(id());
    }

    @Override
    public NodeState state() {
        return state;
    }

    void state(NodeState next) {
        state = next;
    }

    @Nullable
    NodeProcess process() {
        return process;
    }

    void take(NodeProcess started) {
        process = started;
        state = NodeState.RUNNING;
        lives++;
    }

    void leave(NodeState how) {
        process = null;
        state = how;
    }

    /** How many processes were in it. */
    int lives() {
        return lives;
    }

    /** The how-many-eth power loss this is. */
    int nextPowerLoss() {
        return ++powerLosses;
    }

    /** The how-many-eth disk this is. */
    int nextDisk() {
        return ++disks;
    }
}
