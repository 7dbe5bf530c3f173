/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.CertificateFiles;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.net.HeldPort;
import io.kafkatrial.engine.outside.Outlook;
import io.kafkatrial.engine.outside.ServerProperties;
import io.kafkatrial.engine.outside.Traffic;
import io.kafkatrial.engine.proxy.Door;
import io.kafkatrial.engine.proxy.StandIns;
import io.kafkatrial.engine.proxy.TlsTerms;
import io.kafkatrial.engine.proxy.TlsThroughout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The proxy's doors of one cluster: one for the clients of each broker, and one for each directed pair of nodes and
 * each port they use. Safe for use by several threads once they are open.
 */
final class Doors implements AutoCloseable, Traffic.Ends {

    private final Neighbourhood names;
    private final Optional<ClusterSecurity> security;
    private final Map<Integer, NodeSeat> seats = new TreeMap<>();
    private final Map<Integer, InetSocketAddress> forClients = new TreeMap<>();
    private final ClusterSpec spec;
    private final Traffic traffic;

    /**
     * No doors yet.
     *
     * @param spec jitter is drawn from its seed
     * @param security says where clients come in, and how
     */
    Doors(Neighbourhood names, Outlook outlook, ClusterSpec spec, Optional<ClusterSecurity> security) {
        this.security = security;
        this.spec = spec;
        this.names = names;
        this.traffic = new Traffic(outlook, spec.seed(), this);
    }

    /**
     * Open all doors.
     *
     * @param firstPort of the clients' door of broker 1, the others follow; empty takes free ones
     * @throws io.kafkatrial.engine.TrialException if a port is in use
     */
    void open(Collection<NodeSeat> all, OptionalInt firstPort) {
        all.forEach(seat -> seats.put(seat.id(), seat));
        for (NodeSeat to : all) {
            to.brokerPorts().ifPresent(ports -> {
                int port = firstPort.isPresent() ? firstPort.getAsInt() + to.id() - 1 : 0;
                forClients.put(to.id(), openForClients(to, ports, port));
            });
            if (Neighbourhood.isApart()) {
                all.stream().filter(from -> from != to).forEach(from -> openBetween(from, to));
            }
        }
    }

    private InetSocketAddress openForClients(NodeSeat to, BrokerPorts ports, int port) {
        InetSocketAddress listen = security.map(
                        secured -> new InetSocketAddress(secured.spec().place().bindHost(), port))
                .orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Door.Terms terms = new Door.Terms(ServerProperties.frameBytesMax(spec, to.id()), tls(to.id()));
        return traffic.openForClients(
                to.id(), listen, new Traffic.Way(() -> ports.clients().address(), terms));
    }

    /** What clients say is read on the way, so the proxy speaks TLS with both sides. */
    private Optional<TlsTerms> tls(int broker) {
        return security.filter(secured -> secured.spec().protocol().hasTls())
                .map(secured -> new TlsThroughout(
                        ServerProperties.clientListener(spec, broker, secured),
                        new StandIns(secured.certificates()::standIn, CertificateFiles.PASSWORD)));
    }

    private void openBetween(NodeSeat from, NodeSeat to) {
        if (from.isBroker()) {
            to.brokerPorts().ifPresent(ports -> openBetween(from, Endpoint.broker(to.id()), ports.peers()));
        }
        to.controllerPort().ifPresent(port -> openBetween(from, Endpoint.controller(to.id()), port));
    }

    private void openBetween(NodeSeat from, Endpoint to, HeldPort port) {
        int target = to instanceof Endpoint.Broker broker ? broker.id() : ((Endpoint.Controller) to).id();
        InetSocketAddress listen = names.door(from.id(), target, port.address().getPort());
        Door.Terms terms = new Door.Terms(ServerProperties.frameBytesMax(spec, target), Optional.empty());
        traffic.open(traffic.between(from.endpoint(), to, listen, new Traffic.Way(port::address, terms)));
    }

    /** Where clients find a broker. */
    InetSocketAddress forClients(int broker) {
        return Objects.requireNonNull(forClients.get(broker));
    }

    /** What passes these doors. */
    Traffic traffic() {
        return traffic;
    }

    @Override
    public void requireDoor(Endpoint from, Endpoint to) {
        if (!Neighbourhood.isApart()) {
            throw ApacheComplaints.noLinksOfNodes(from, to);
        }
    }

    @Override
    public boolean isShared(int node) {
        NodeSeat seat = seats.get(node);
        return seat != null && seat.isBroker() && seat.isController();
    }

    @Override
    public void close() {
        traffic.close();
    }
}
