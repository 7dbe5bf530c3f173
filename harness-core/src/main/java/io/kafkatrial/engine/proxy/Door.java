/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.Endpoint;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * A door of the proxy: who comes in by it, where it leads, and what it takes for a message.
 *
 * @param from who connects here; by this the proxy knows the source
 * @param to who is behind it
 * @param listen where to listen; port 0 takes any free one
 * @param target where {@code to} listens
 * @param framing what counts as one message
 * @param tap a new one for every connection
 */
public record Door(
        Endpoint from,
        Endpoint to,
        InetSocketAddress listen,
        InetSocketAddress target,
        Framing framing,
        Supplier<Tap> tap) {

    /** A door for Kafka's protocol that nobody looks at. */
    public Door(Endpoint from, Endpoint to, InetSocketAddress listen, InetSocketAddress target) {
        this(from, to, listen, target, Framing.KAFKA, () -> Tap.BLIND);
    }
}
