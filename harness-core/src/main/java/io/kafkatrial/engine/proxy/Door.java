/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.Endpoint;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A door of the proxy: who comes in by it, where it leads, and who looks on.
 *
 * @param from who connects here; by this the proxy knows the source
 * @param to who is behind it
 * @param listen where to listen; port 0 takes any free one
 * @param target where {@code to} listens now; null while it listens nowhere, and who comes in is reset
 * @param tap a new one for every connection
 * @param terms how both sides speak
 */
public record Door(
        Endpoint from,
        Endpoint to,
        InetSocketAddress listen,
        Supplier<@Nullable InetSocketAddress> target,
        Supplier<Tap> tap,
        Terms terms) {

    /**
     * How both sides of a door speak.
     *
     * @param frameBytesMax the longest request {@code to} takes, without its size; what is longer passes unseen, and
     *     {@code to} will end the connection
     * @param tls where it is spoken; empty is in the clear
     * @param signpost where the brokers that answers name are found; empty leaves answers as they are
     */
    public record Terms(int frameBytesMax, Optional<TlsTerms> tls, Optional<Signpost> signpost) {
        private static final int KAFKAS_BYTES_MAX = 100 * 1024 * 1024;

        /** In the clear, with Kafka's own limit: 100 MiB. */
        public static final Terms PLAIN = new Terms(KAFKAS_BYTES_MAX, Optional.empty());

        /** Answers stay as they are. */
        public Terms(int frameBytesMax, Optional<TlsTerms> tls) {
            this(frameBytesMax, tls, Optional.empty());
        }

        /** Of doors to a cluster that is not told of them, with Kafka's own limit. */
        public static Terms leading(Signpost signpost, Optional<TlsTerms> tls) {
            return new Terms(KAFKAS_BYTES_MAX, tls, Optional.of(signpost));
        }
    }

    /** A door in the clear that nobody looks at. */
    public Door(Endpoint from, Endpoint to, InetSocketAddress listen, InetSocketAddress target) {
        this(from, to, listen, () -> target, () -> Tap.BLIND, Terms.PLAIN);
    }
}
