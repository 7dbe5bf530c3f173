/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.outside.Member;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node's place in the cluster: one container, which stays when its processes die. What changes is changed under this
 * object's lock and may be read by any thread.
 */
final class ContainerSeat implements Member {

    /** Where the broker listens for clients, in its container. */
    static final int CLIENTS = 9092;

    /** Where it listens for the harness, past every fault. */
    static final int HARNESS = 9094;

    /** What never changes of a node, and what its container is called. */
    record Place(int id, boolean broker, boolean controller, Docker.Name name) {}

    private final Place place;
    private final Reach reach;
    private int peersPort;
    private int controllerPort;
    private volatile String container = "";
    private volatile NodeState state = NodeState.STOPPED;
    private volatile Docker.@Nullable Condition condition;

    ContainerSeat(Place place, Reach reach) {
        this.place = place;
        this.reach = reach;
    }

    @Override
    public int id() {
        return place.id();
    }

    @Override
    public boolean isBroker() {
        return place.broker();
    }

    @Override
    public boolean isController() {
        return place.controller();
    }

    @Override
    public NodeState state() {
        return state;
    }

    void state(NodeState next) {
        state = next;
    }

    Docker.Name name() {
        return place.name();
    }

    String roles() {
        return isBroker() ? (isController() ? "broker,controller" : "broker") : "controller";
    }

    /** What users call it: by its first role. */
    Endpoint endpoint() {
        return isBroker() ? Endpoint.broker(id()) : Endpoint.controller(id());
    }

    /** Where it listens for other brokers and for the quorum: the ports of the doors that lead there. */
    void listens(int peers, int quorum) {
        peersPort = peers;
        controllerPort = quorum;
    }

    int peersPort() {
        return peersPort;
    }

    int controllerPort() {
        return controllerPort;
    }

    /** The id of its container; empty before there is one. */
    String container() {
        return container;
    }

    void container(String made) {
        container = made;
    }

    /** What Docker says of it now. */
    void is(Optional<Docker.Condition> now) {
        condition = now.orElse(null);
    }

    /** Whether this is where connections come from that have this address. */
    boolean isAt(InetAddress address) {
        Docker.Condition now = condition;
        return now != null && now.address().filter(address::equals).isPresent();
    }

    /** Where this process finds a port of it; null while it is not there. */
    @Nullable
    InetSocketAddress address(int port) {
        Docker.Condition now = condition;
        boolean gone = state == NodeState.CRASHED || state == NodeState.STOPPED;
        return now == null || gone ? null : reach.address(now, port);
    }
}
