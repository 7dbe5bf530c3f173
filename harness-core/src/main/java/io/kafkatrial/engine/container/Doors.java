/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.CertificateFiles;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.outside.Outlook;
import io.kafkatrial.engine.outside.ServerProperties;
import io.kafkatrial.engine.outside.Traffic;
import io.kafkatrial.engine.proxy.Door;
import io.kafkatrial.engine.proxy.Proxy;
import io.kafkatrial.engine.proxy.StandIns;
import io.kafkatrial.engine.proxy.Tap;
import io.kafkatrial.engine.proxy.TlsTerms;
import io.kafkatrial.engine.proxy.TlsThroughout;
import io.kafkatrial.engine.wire.WireTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * The proxy's doors of one cluster. Clients come in by one for each broker. For what nodes say to each other there is one
 * place for each port of a node, on the address that this machine has in the containers' network, where the names of the
 * others lead: who comes in is known by the address. The harness has doors of its own, which no fault knows. Safe for use
 * by several threads once they are open.
 */
final class Doors implements AutoCloseable, Traffic.Ends {

    /**
     * What the doors are for.
     *
     * @param docker where it is, in words
     */
    record Setting(ClusterSpec spec, Optional<ClusterSecurity> security, String docker) {}

    private static final int PEERS = 9093;
    private static final int QUORUM = 9095;

    private final ClusterSpec spec;
    private final Optional<ClusterSecurity> security;
    private final String docker;
    private final Map<Integer, ContainerSeat> seats;
    private final Map<Integer, InetSocketAddress> forClients = new TreeMap<>();
    private final Map<Integer, InetSocketAddress> forHarness = new TreeMap<>();
    private final Map<Integer, InetSocketAddress> forQuorum = new TreeMap<>();
    private final Traffic traffic;
    private final Proxy pastFaults;
    private boolean apart;

    /** No doors yet. */
    Doors(Setting setting, Map<Integer, ContainerSeat> seats, Outlook outlook) {
        this.spec = setting.spec();
        this.security = setting.security();
        this.docker = setting.docker();
        this.seats = new TreeMap<>(seats);
        this.traffic = new Traffic(outlook, spec.seed(), this);
        this.pastFaults = new Proxy(new Links(spec.seed()), new WireTable(outlook.view()::topicName));
    }

    /**
     * Open all doors.
     *
     * @param gateway the address of this machine in the containers' network; empty if it has none
     */
    void open(Optional<InetAddress> gateway) {
        apart = gateway.isPresent();
        for (ContainerSeat to : seats.values()) {
            if (to.isBroker()) {
                forClients.put(to.id(), openForClients(to));
                forHarness.put(to.id(), openPastFaults(to, ContainerSeat.HARNESS));
            }
            to.listens(
                    gateway.map(address -> openForPeers(address, to)).orElse(PEERS),
                    gateway.map(address -> openForQuorum(address, to)).orElse(QUORUM));
            if (to.isController()) {
                forQuorum.put(to.id(), openPastFaults(to, to.controllerPort()));
            }
        }
    }

    private InetSocketAddress openForClients(ContainerSeat to) {
        int port = spec.firstPort().isPresent() ? spec.firstPort().getAsInt() + to.id() - 1 : 0;
        InetSocketAddress listen = security.map(
                        secured -> new InetSocketAddress(secured.spec().place().bindHost(), port))
                .orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Door.Terms terms = new Door.Terms(ServerProperties.frameBytesMax(spec, to.id()), tls(to.id()));
        return traffic.openForClients(to.id(), listen, new Traffic.Way(() -> to.address(ContainerSeat.CLIENTS), terms));
    }

    /** What clients say is read on the way, so the proxy speaks TLS with both sides. */
    private Optional<TlsTerms> tls(int broker) {
        return security.filter(secured -> secured.spec().protocol().hasTls())
                .map(secured -> new TlsThroughout(
                        ServerProperties.clientListener(spec, broker, secured),
                        new StandIns(secured.certificates()::standIn, CertificateFiles.PASSWORD)));
    }

    private InetSocketAddress openPastFaults(ContainerSeat to, int port) {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Door door = new Door(
                Endpoint.clients(), to.endpoint(), listen, () -> to.address(port), () -> Tap.BLIND, Door.Terms.PLAIN);
        try {
            return pastFaults.open(door);
        } catch (IOException taken) {
            throw Complaints.portInUse(0, to.id(), taken);
        }
    }

    private int openForPeers(InetAddress gateway, ContainerSeat to) {
        return to.isBroker() ? openForNodes(gateway, to, Endpoint.broker(to.id()), to::peersPort) : PEERS;
    }

    private int openForQuorum(InetAddress gateway, ContainerSeat to) {
        return to.isController() ? openForNodes(gateway, to, Endpoint.controller(to.id()), to::controllerPort) : QUORUM;
    }

    /** The node listens in its container on the port of its door: the others know one port of it, wherever they are. */
    private int openForNodes(InetAddress gateway, ContainerSeat to, Endpoint end, IntSupplier port) {
        InetSocketAddress listen = new InetSocketAddress(gateway, 0);
        Door.Terms terms = new Door.Terms(ServerProperties.frameBytesMax(spec, to.id()), Optional.empty());
        Traffic.Way way = new Traffic.Way(() -> to.address(port.getAsInt()), terms);
        Map<Integer, Door> doors = new HashMap<>();
        for (ContainerSeat from : seats.values()) {
            if (from != to) {
                doors.put(from.id(), traffic.between(from.endpoint(), end, listen, way));
            }
        }
        return traffic.open(listen, to.id(), source -> seats.values().stream()
                        .filter(seat -> seat.isAt(source))
                        .map(seat -> doors.get(seat.id()))
                        .filter(Objects::nonNull)
                        .findFirst())
                .getPort();
    }

    /** The ports that have to be published where there is no other way in. */
    Set<Integer> published(ContainerSeat seat) {
        Set<Integer> ports = new TreeSet<>();
        if (apart) {
            return ports;
        }
        if (seat.isBroker()) {
            ports.addAll(List.of(ContainerSeat.CLIENTS, ContainerSeat.HARNESS));
        }
        if (seat.isController()) {
            ports.add(seat.controllerPort());
        }
        return ports;
    }

    /** Where clients find the brokers. */
    Map<Integer, InetSocketAddress> forClients() {
        return forClients;
    }

    /** Where the harness finds the brokers. */
    Map<Integer, InetSocketAddress> forHarness() {
        return forHarness;
    }

    /** Where the harness finds the controllers. */
    Map<Integer, InetSocketAddress> forQuorum() {
        return forQuorum;
    }

    /** What passes these doors. */
    Traffic traffic() {
        return traffic;
    }

    @Override
    public void requireDoor(Endpoint from, Endpoint to) {
        if (!apart) {
            throw ContainerComplaints.noLinksOfNodes(from, to, docker);
        }
    }

    @Override
    public boolean isShared(int node) {
        ContainerSeat seat = seats.get(node);
        return seat != null && seat.isBroker() && seat.isController();
    }

    @Override
    public void close() {
        traffic.close();
        pastFaults.close();
    }
}
