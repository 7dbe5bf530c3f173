/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.proxy.AckTap;
import io.kafkatrial.engine.proxy.Door;
import io.kafkatrial.engine.proxy.GroupTap;
import io.kafkatrial.engine.proxy.Proxy;
import io.kafkatrial.engine.proxy.Tap;
import io.kafkatrial.engine.proxy.Taps;
import io.kafkatrial.engine.wire.WireTable;
import io.kafkatrial.engine.witness.WitnessStand;
import io.kafkatrial.history.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What passes between the ends of one cluster: the proxy's doors, and the faults on links and on single requests. Doors
 * stay open while nodes die and come back, so addresses are stable. Doors of clients also tell which records were
 * acknowledged, to clients in any language. Safe for use by several threads.
 *
 * <p>Where a broker and a controller are one process they share their connections to other controllers: a link
 * between such a process and a controller is one link, whichever of the two is named.
 */
public final class Traffic implements AutoCloseable {

    /** What the traffic has to know of its ends. */
    public interface Ends {

        /** Whether the node with this id is a broker and a controller in one process. */
        boolean isShared(int node);

        /**
         * Make sure that what these two nodes say to each other comes by here.
         *
         * @throws io.kafkatrial.engine.TrialException if it does not
         */
        void requireDoor(Endpoint from, Endpoint to);
    }

    /**
     * Where a door leads.
     *
     * @param target where the node listens now; null while there is no such place, and who comes in is reset
     * @param terms how both sides speak
     */
    public record Way(Supplier<@Nullable InetSocketAddress> target, Door.Terms terms) {}

    private final Function<String, Optional<String>> topicNames;
    private final ClusterListener events;
    private final Ends ends;
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
     * @param seed jitter is drawn from it
     */
    public Traffic(Outlook outlook, long seed, Ends ends) {
        this(outlook.view()::topicName, outlook.events(), seed, ends);
    }

    /**
     * No doors yet.
     *
     * @param topicNames the name of a topic by its id in Kafka's text form, if it is known
     * @param events told of what passes
     * @param seed jitter is drawn from it
     */
    public Traffic(Function<String, Optional<String>> topicNames, ClusterListener events, long seed, Ends ends) {
        this.topicNames = topicNames;
        this.events = events;
        this.ends = ends;
        this.links = new Links(seed);
        this.table = new WireTable(topicNames);
        this.groups = new GroupTap.Groups(events);
        table.tell(this::seen);
        this.proxy = new Proxy(links, table);
        this.witnesses = new WitnessStand(topicNames, InstantSource.system());
    }

    /**
     * Open the door of a broker for clients.
     *
     * @param listen port 0 takes any free one
     * @return where it listens
     * @throws io.kafkatrial.engine.TrialException if the port is in use
     */
    public InetSocketAddress openForClients(int broker, InetSocketAddress listen, Way way) {
        ClusterListener acks = event -> {
            if (event instanceof ClusterEvent.Acked) { // what groups commit is read from their log
                events.on(event);
            }
        };
        AckTap.Observation observation = new AckTap.Observation(broker, topicNames, acks, InstantSource.system());
        Door door = new Door(
                Endpoint.clients(),
                Endpoint.broker(broker),
                listen,
                way.target(),
                () -> new Taps(Tap.both(new AckTap(observation), new GroupTap(groups)), witnesses.tap()),
                way.terms());
        try {
            return proxy.open(door);
        } catch (IOException taken) {
            throw Complaints.portInUse(listen.getPort(), broker, taken);
        }
    }

    /** The door by which what {@code from} says to {@code to} passes. */
    public Door between(Endpoint from, Endpoint to, InetSocketAddress listen, Way way) {
        return new Door(meant(from, to), to, listen, way.target(), () -> Tap.BLIND, way.terms());
    }

    /**
     * Open a door between two nodes.
     *
     * @throws io.kafkatrial.engine.TrialException if its port is in use
     */
    public void open(Door door) {
        try {
            proxy.open(door);
        } catch (IOException taken) {
            throw Complaints.portInUse(door.listen().getPort(), id(door.to()), taken);
        }
    }

    /**
     * Open one place for several doors, which are told apart by who comes in.
     *
     * @param node who is behind them
     * @param bySource the door for who comes from this address; empty resets
     * @return where it listens
     * @throws io.kafkatrial.engine.TrialException if its port is in use
     */
    public InetSocketAddress open(InetSocketAddress listen, int node, Function<InetAddress, Optional<Door>> bySource) {
        try {
            return proxy.open(listen, bySource);
        } catch (IOException taken) {
            throw Complaints.portInUse(listen.getPort(), node, taken);
        }
    }

    /** Write what clients do, as it passes their doors. */
    public WireRecording record(Consumer<Event> history) {
        return witnesses.begin(history);
    }

    /**
     * Pull a lever of links and requests.
     *
     * @param known gives back the end, or throws if there is no such node
     * @return whether it was such a lever
     */
    public boolean pull(Lever lever, UnaryOperator<Endpoint> known) {
        if (lever instanceof Lever.Cut cut) {
            requireDoor(known.apply(cut.from()), known.apply(cut.to()));
            links.cut(meant(cut.from(), cut.to()), meant(cut.to(), cut.from()));
        } else if (lever instanceof Lever.Delay late) {
            requireDoor(known.apply(late.from()), known.apply(late.to()));
            links.delay(meant(late.from(), late.to()), meant(late.to(), late.from()), late.latency(), late.jitter());
        } else if (lever instanceof Lever.Throttle narrow) {
            requireDoor(known.apply(narrow.from()), known.apply(narrow.to()));
            links.throttle(
                    meant(narrow.from(), narrow.to()), meant(narrow.to(), narrow.from()), narrow.bytesPerSecond());
        } else if (lever instanceof Lever.Reset reset) {
            requireDoor(known.apply(reset.from()), known.apply(reset.to()));
            proxy.reset(meant(reset.from(), reset.to()), meant(reset.to(), reset.from()));
        } else if (lever instanceof Lever.Mend mend) {
            links.mend(meant(known.apply(mend.from()), mend.to()), meant(known.apply(mend.to()), mend.from()));
        } else if (lever instanceof Lever.Intercept intercept) {
            intercept(intercept.rule(), known);
        } else if (lever instanceof Lever.Release release) {
            table.release(meant(release.rule()));
        } else {
            return false;
        }
        return true;
    }

    private void intercept(WireRule rule, UnaryOperator<Endpoint> known) {
        requireDoor(known.apply(rule.match().from()), known.apply(rule.match().to()));
        asArmed.put(rule, rule);
        table.arm(meant(rule));
    }

    private void requireDoor(Endpoint from, Endpoint to) {
        if (!isOutside(from) && !isOutside(to)) {
            ends.requireDoor(from, to);
        }
    }

    private void seen(WireRule rule, Endpoint from, Endpoint to) {
        WireRule armed = asArmed.getOrDefault(rule, rule);
        WireRule.Match match = armed.match();
        events.on(new ClusterEvent.RequestSeen(InstantSource.system().instant(), armed, match.from(), match.to()));
    }

    /** How many requests this rule has touched so far. */
    public long touchedBy(WireRule rule) {
        return table.touchedBy(meant(rule));
    }

    /** What this direction did to its traffic so far. */
    public LinkCount count(Endpoint from, Endpoint to) {
        return links.count(meant(from, to), meant(to, from));
    }

    /** Let everything pass. */
    public void mendAll() {
        links.mendAll();
        table.releaseAll();
    }

    /** Whether it is no node. */
    public static boolean isOutside(Endpoint end) {
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
                && ends.isShared(broker.id());
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
