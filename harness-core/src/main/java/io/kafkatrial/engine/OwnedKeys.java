/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Broker configuration keys the harness sets itself, each with what to use instead. A user who sets one
 * would take the cluster apart: its ports, ids, places and the way its nodes find each other.
 */
public final class OwnedKeys {

    private static final String IDS = "brokers are numbered 1 to N; choose N with brokers";
    private static final String PORTS = "ports are free ones, or consecutive from port; choose with port";
    private static final String QUORUM = "the harness wires brokers and controllers together";
    private static final String PLACES = "the harness places and removes the data of every broker";

    private static final Map<String, String> KEYS = new TreeMap<>(Map.ofEntries(
            Map.entry("node.id", IDS),
            Map.entry("broker.id", IDS),
            Map.entry("process.roles", QUORUM),
            Map.entry("listeners", PORTS),
            Map.entry("advertised.listeners", PORTS),
            Map.entry("port", PORTS),
            Map.entry("host.name", PORTS),
            Map.entry("listener.security.protocol.map", PORTS),
            Map.entry("inter.broker.listener.name", QUORUM),
            Map.entry("security.inter.broker.protocol", QUORUM),
            Map.entry("controller.listener.names", QUORUM),
            Map.entry("early.start.listeners", QUORUM),
            Map.entry("initial.broker.registration.timeout.ms", QUORUM),
            Map.entry("zookeeper.connect", QUORUM),
            Map.entry("log.dir", PLACES),
            Map.entry("log.dirs", PLACES),
            Map.entry("metadata.log.dir", PLACES)));

    private static final String QUORUM_PREFIX = "controller.quorum.";

    /** The times of the quorum are the user's: how fast controllers fail over. */
    private static final Set<String> QUORUM_TIMES =
            Set.of("controller.quorum.fetch.timeout.ms", "controller.quorum.election.timeout.ms");

    private OwnedKeys() {}

    /** Whether the harness owns {@code key}. */
    public static boolean contains(String key) {
        return reason(key).isPresent();
    }

    /** Every owned key, in order; of {@code controller.quorum.*} the prefix stands for all but two timeouts. */
    public static Set<String> all() {
        Set<String> all = new TreeSet<>(KEYS.keySet());
        all.add(QUORUM_PREFIX + "*");
        return all;
    }

    /** Why the harness owns {@code key}; empty if it does not. */
    public static Optional<String> reason(String key) {
        boolean wiring = key.startsWith(QUORUM_PREFIX) && !QUORUM_TIMES.contains(key);
        return wiring ? Optional.of(QUORUM) : Optional.ofNullable(KEYS.get(key));
    }
}
