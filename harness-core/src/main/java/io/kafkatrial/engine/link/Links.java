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

    /** Let nothing pass in this direction. */
    public void cut(Endpoint from, Endpoint to) {
        link(from, to).cut();
    }

    /** Deliver late in this direction: {@code latency} plus 0 to {@code jitter}, never out of order. */
    public void delay(Endpoint from, Endpoint to, Duration latency, Duration jitter) {
        link(from, to).delay(latency, jitter);
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
