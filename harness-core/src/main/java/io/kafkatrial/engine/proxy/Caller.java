/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Links;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the near end of one connection: known from its first request on, if it is a client. Written by the event
 * loop of the connection, read by any thread.
 */
final class Caller {

    private final Door door;
    private final Links links;
    private volatile @Nullable Endpoint self;

    Caller(Door door, Links links) {
        this.door = door;
        this.links = links;
    }

    /** It has said what it calls itself; what it says later does not count. */
    void isCalled(String clientId) {
        if (self == null && door.from() instanceof Endpoint.Clients) {
            self = Endpoint.client(clientId);
        }
    }

    /** Whether the connection is one of those between the two. */
    boolean isBetween(Endpoint one, Endpoint other) {
        return (isMe(one) && door.to().equals(other))
                || (isMe(other) && door.to().equals(one));
    }

    private boolean isMe(Endpoint end) {
        return door.from().equals(end) || end.equals(self);
    }

    /** The link there of this client alone; null as long as it is not known, or no fault is about single clients. */
    @Nullable
    Link there() {
        Endpoint known = links.knowsClients() ? self : null;
        return known == null ? null : links.link(known, door.to());
    }

    /** The same for the way back. */
    @Nullable
    Link back() {
        Endpoint known = links.knowsClients() ? self : null;
        return known == null ? null : links.link(door.to(), known);
    }
}
