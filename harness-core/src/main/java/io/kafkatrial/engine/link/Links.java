/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.link;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.LinkCount;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The links of one cluster, by direction; the one place where network faults live. Outlives the
 * brokers: a link that was cut stays cut when a broker comes back.
 *
 * <p>Safe for use by several threads.
 */
public final class Links {

    private record Direction(Endpoint from, Endpoint to) {}

    private final ConcurrentMap<Direction, Link> links = new ConcurrentHashMap<>();
    private final long seed;
    private volatile boolean knowsClients;

    /**
     * Links that are all open.
     *
     * @param seed jitter is drawn from it
     */
    public Links(long seed) {
        this.seed = seed;
    }

    /** The link in this direction; always the same object. */
    public Link link(Endpoint from, Endpoint to) {
        Direction direction = new Direction(from, to);
        Link known = links.get(direction);
        return known != null ? known : links.computeIfAbsent(direction, d -> new Link(seed ^ d.hashCode()));
    }

    /**
     * Whether a fault is or was about the links of single clients; if not, those who carry messages need not look for
     * them.
     */
    public boolean knowsClients() {
        return knowsClients;
    }

    private Link touched(Endpoint from, Endpoint to) {
        if (from instanceof Endpoint.Client || to instanceof Endpoint.Client) {
            knowsClients = true;
        }
        return link(from, to);
    }

    /** Let nothing pass in this direction. */
    public void cut(Endpoint from, Endpoint to) {
        touched(from, to).cut();
    }

    /** Let so many bytes a second pass in this direction, all connections together. */
    public void throttle(Endpoint from, Endpoint to, long bytesPerSecond) {
        touched(from, to).throttle(bytesPerSecond);
    }

    /** Deliver late in this direction: {@code latency} plus 0 to {@code jitter}, never out of order. */
    public void delay(Endpoint from, Endpoint to, Duration latency, Duration jitter) {
        touched(from, to).delay(latency, jitter);
    }

    /** Open this direction again. */
    public void mend(Endpoint from, Endpoint to) {
        link(from, to).mend();
    }

    /** Open every direction again. */
    public void mendAll() {
        links.values().forEach(Link::mend);
    }

    /** What this direction did to its traffic so far. */
    public LinkCount count(Endpoint from, Endpoint to) {
        Link known = links.get(new Direction(from, to));
        return known == null ? LinkCount.NONE : known.count();
    }
}
