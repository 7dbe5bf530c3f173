/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.CertificateFiles;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.net.HeldPort;
import io.kafkatrial.engine.proxy.AckTap;
import io.kafkatrial.engine.proxy.Door;
import io.kafkatrial.engine.proxy.GroupTap;
import io.kafkatrial.engine.proxy.Proxy;
import io.kafkatrial.engine.proxy.StandIns;
import io.kafkatrial.engine.proxy.Tap;
import io.kafkatrial.engine.proxy.Taps;
import io.kafkatrial.engine.proxy.TlsTerms;
import io.kafkatrial.engine.wire.WireTable;
import io.kafkatrial.engine.witness.WitnessStand;
import io.kafkatrial.history.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The proxy's doors of one cluster: one for the clients of each broker, and one for each directed pair of nodes and
 * each port they use. They stay open while nodes die and come back, so addresses are stable. Doors of clients also
 * tell which records were acknowledged, to clients in any language. Safe for use by several threads.
 *
 * <p>Where a broker and a controller are one process they share their connections to other controllers: a link
 * between such a process and a controller is one link, whichever of the two is named.
 */
final class Doors implements AutoCloseable {

    private final Neighbourhood names;
    private final Optional<ClusterSecurity> security;
    private final Map<Integer, NodeSeat> seats = new TreeMap<>();
    private final Map<Integer, InetSocketAddress> forClients = new TreeMap<>();
    private final Outlook outlook;
    private final ClusterSpec spec;
    private final Links links;
    private final WireTable table;

    /** The rules as they were armed: they are equal by their names. */
    private final Map<WireRule, WireRule> asArmed = new ConcurrentHashMap<>();

    private final Proxy proxy;
    private final GroupTap.Groups groups;
    private final WitnessStand witnesses;

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
        this.outlook = outlook;
        this.links = new Links(spec.seed());
        this.table = new WireTable(outlook.view()::topicName);
        this.groups = new GroupTap.Groups(outlook.events());
        table.tell(this::seen);
        this.proxy = new Proxy(links, table);
        this.witnesses = new WitnessStand(outlook.view()::topicName, InstantSource.system());
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
        ClusterListener acks = event -> {
            if (event instanceof ClusterEvent.Acked) { // what groups commit is read from their log
                outlook.events().on(event);
            }
        };
        AckTap.Observation observation =
                new AckTap.Observation(to.id(), outlook.view()::topicName, acks, InstantSource.system());
        InetSocketAddress listen = security.map(
                        secured -> new InetSocketAddress(secured.spec().place().bindHost(), port))
                .orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return open(
                new Door(
                        Endpoint.clients(),
                        Endpoint.broker(to.id()),
                        listen,
                        ports.clients().address(),
                        () -> new Taps(Tap.both(new AckTap(observation), new GroupTap(groups)), witnesses.tap()),
                        new Door.Terms(NodeConfig.frameBytesMax(spec, to.id()), tls(to.id()))),
                to.id());
    }

    /** What clients say is read on the way, so the proxy speaks TLS with both sides. */
    private Optional<TlsTerms> tls(int broker) {
        return security.filter(secured -> secured.spec().protocol().hasTls())
                .map(secured -> new TlsTerms(
                        NodeConfig.clientListener(spec, broker, secured),
                        new StandIns(secured.certificates()::standIn, CertificateFiles.PASSWORD)));
    }

    private void openBetween(NodeSeat from, NodeSeat to) {
        if (from.isBroker()) {
            to.brokerPorts().ifPresent(ports -> openBetween(from, Endpoint.broker(to.id()), ports.peers()));
        }
        to.controllerPort().ifPresent(port -> openBetween(from, Endpoint.controller(to.id()), port));
    }

    private void openBetween(NodeSeat from, Endpoint to, HeldPort port) {
        int target = id(to);
        InetSocketAddress listen = names.door(from.id(), target, port.address().getPort());
        Door.Terms terms = new Door.Terms(NodeConfig.frameBytesMax(spec, target), Optional.empty());
        Endpoint source = meant(from.endpoint(), to);
        open(new Door(source, to, listen, port.address(), () -> Tap.BLIND, terms), target);
    }

    private InetSocketAddress open(Door door, int node) {
        try {
            return proxy.open(door);
        } catch (IOException taken) {
            throw Complaints.portInUse(door.listen().getPort(), node, taken);
        }
    }

    /** Where clients find a broker. */
    InetSocketAddress forClients(int broker) {
        return Objects.requireNonNull(forClients.get(broker));
    }

    /** Write what clients do, as it passes their doors. */
    WireRecording record(Consumer<Event> history) {
        return witnesses.begin(history);
    }

    void cut(Endpoint from, Endpoint to) {
        requireDoor(from, to);
        links.cut(meant(from, to), meant(to, from));
    }

    void delay(Endpoint from, Endpoint to, Duration latency, Duration jitter) {
        requireDoor(from, to);
        links.delay(meant(from, to), meant(to, from), latency, jitter);
    }

    void throttle(Endpoint from, Endpoint to, long bytesPerSecond) {
        requireDoor(from, to);
        links.throttle(meant(from, to), meant(to, from), bytesPerSecond);
    }

    void reset(Endpoint from, Endpoint to) {
        requireDoor(from, to);
        proxy.reset(meant(from, to), meant(to, from));
    }

    private void seen(WireRule rule, Endpoint from, Endpoint to) {
        WireRule armed = asArmed.getOrDefault(rule, rule);
        WireRule.Match match = armed.match();
        outlook.events()
                .on(new ClusterEvent.RequestSeen(InstantSource.system().instant(), armed, match.from(), match.to()));
    }

    void mend(Endpoint from, Endpoint to) {
        links.mend(meant(from, to), meant(to, from));
    }

    void intercept(WireRule rule) {
        requireDoor(rule.match().from(), rule.match().to());
        asArmed.put(rule, rule);
        table.arm(meant(rule));
    }

    void release(WireRule rule) {
        table.release(meant(rule));
    }

    long touchedBy(WireRule rule) {
        return table.touchedBy(meant(rule));
    }

    LinkCount count(Endpoint from, Endpoint to) {
        return links.count(meant(from, to), meant(to, from));
    }

    /** Let everything pass. */
    void mendAll() {
        links.mendAll();
        table.releaseAll();
    }

    private static void requireDoor(Endpoint from, Endpoint to) {
        if (!isOutside(from) && !isOutside(to) && !Neighbourhood.isApart()) {
            throw ApacheComplaints.noLinksOfNodes(from, to);
        }
    }

    /** Whether it is no node. */
    static boolean isOutside(Endpoint end) {
        return end instanceof Endpoint.Clients || end instanceof Endpoint.Client;
    }

    private WireRule meant(WireRule rule) {
        WireRule.Match match = rule.match();
        WireRule.Match meant = new WireRule.Match(
                meant(match.from(), match.to()),
                meant(match.to(), match.from()),
                match.api(),
                match.clientId(),
                match.topic());
        return rule.about(meant);
    }

    /** One end as its link knows it: what a process says to a controller it says as a controller, if it is one. */
    private Endpoint meant(Endpoint one, Endpoint other) {
        boolean shared = one instanceof Endpoint.Broker broker
                && other instanceof Endpoint.Controller
                && seats.containsKey(broker.id())
                && Objects.requireNonNull(seats.get(broker.id())).isController();
        return shared ? Endpoint.controller(id(one)) : one;
    }

    private static int id(Endpoint node) {
        return node instanceof Endpoint.Broker broker ? broker.id() : ((Endpoint.Controller) node).id();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
