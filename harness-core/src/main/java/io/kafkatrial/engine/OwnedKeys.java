/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Set;
import java.util.TreeSet;

/** The broker configuration keys that the harness sets itself and a test must not set. */
public final class OwnedKeys {

    private static final Set<String> KEYS = Set.of(
            "node.id",
            "broker.id",
            "process.roles",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "controller.listener.names",
            "log.dir",
            "log.dirs",
            "metadata.log.dir",
            "early.start.listeners",
            "initial.broker.registration.timeout.ms");

    private static final String QUORUM_PREFIX = "controller.quorum.";

    private OwnedKeys() {}

    /** Whether the harness owns this key. */
    public static boolean contains(String key) {
        return KEYS.contains(key) || key.startsWith(QUORUM_PREFIX);
    }

    /** Every owned key; of {@code controller.quorum.*} the prefix stands for all. */
    public static Set<String> all() {
        Set<String> all = new TreeSet<>(KEYS);
        all.add(QUORUM_PREFIX + "*");
        return all;
    }
}
