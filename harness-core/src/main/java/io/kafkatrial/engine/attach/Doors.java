/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import io.kafkatrial.engine.AttachComplaints;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.outside.Traffic;
import io.kafkatrial.engine.proxy.Door;
import io.kafkatrial.engine.proxy.Signpost;
import io.kafkatrial.engine.proxy.TlsBeyond;
import io.kafkatrial.engine.proxy.TlsTerms;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A door on this machine for each broker of a cluster that knows nothing of them: what brokers answer is changed so that
 * it leads there. A broker that nobody has heard of gets its door when an answer names it for the first time. Safe for use
 * by several threads.
 */
final class Doors implements Traffic.Ends, Signpost, AutoCloseable {

    private final Traffic traffic;
    private final Door.Terms terms;
    private final ConcurrentMap<Integer, InetSocketAddress> advertised = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, InetSocketAddress> doors = new ConcurrentHashMap<>();

    /**
     * No doors yet.
     *
     * @param topicNames the name of a topic by its id in Kafka's text form, if it is known
     * @param events told of what passes
     * @param seed jitter is drawn from it
     */
    Doors(Entrance entrance, Function<String, Optional<String>> topicNames, ClusterListener events, long seed) {
        this.traffic = new Traffic(topicNames, events, seed, this);
        Optional<TlsTerms> tls = entrance.hasTls() ? Optional.of(new TlsBeyond(entrance.own())) : Optional.empty();
        this.terms = Door.Terms.leading(this, tls);
    }

    /** Open those of these brokers; gives back where all of them are, as clients want it. */
    String open(Map<Integer, InetSocketAddress> brokers) {
        brokers.forEach(this::instead);
        return new TreeMap<>(doors)
                .values().stream()
                        .map(door -> door.getHostString() + ":" + door.getPort())
                        .collect(Collectors.joining(","));
    }

    @Override
    public InetSocketAddress instead(int broker, InetSocketAddress now) {
        advertised.put(broker, now);
        return doors.computeIfAbsent(broker, this::open);
    }

    private InetSocketAddress open(int broker) {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress door =
                traffic.openForClients(broker, anywhere, new Traffic.Way(() -> advertised.get(broker), terms));
        return new InetSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), door.getPort());
    }

    /** What passes these doors. */
    Traffic traffic() {
        return traffic;
    }

    @Override
    public boolean isShared(int node) {
        return false; // what is said to controllers does not come by here, whoever says it
    }

    @Override
    public void requireDoor(Endpoint from, Endpoint to) {
        throw AttachComplaints.noLinksOfNodes(from, to);
    }

    @Override
    public void close() {
        traffic.close();
    }
}
