/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where intercepted clients of this process write: to the trial that is on at their cluster, or to files for a trial of
 * another process. Safe for use by several threads.
 */
final class LiveTrails {

    private static final Map<Set<String>, Trail> BY_CLUSTER = new ConcurrentHashMap<>();
    private static final Map<Path, Trail> BY_DIRECTORY = new ConcurrentHashMap<>();

    private LiveTrails() {}

    /** From now on this trial is on at the cluster with these addresses. */
    static void begin(String bootstrapServers, Trail trail) {
        BY_CLUSTER.put(addresses(bootstrapServers), trail);
    }

    /** This trial is over. */
    static void end(Trail trail) {
        BY_CLUSTER.values().removeIf(known -> known.equals(trail));
    }

    /** Where a client of this configuration writes now; empty if nobody listens. */
    static Optional<Trail> find(ClientSettings settings) {
        String history = settings.history();
        if (!history.equals(Interception.LIVE)) {
            return Optional.of(BY_DIRECTORY.computeIfAbsent(Path.of(history), SourceFiles::open));
        }
        return settings.bootstrapServers().map(servers -> BY_CLUSTER.get(addresses(servers)));
    }

    /** Brokers may be named in any order; one of them is as good as all. */
    private static Set<String> addresses(String bootstrapServers) {
        Set<String> all = new TreeSet<>();
        for (String address : bootstrapServers.replaceAll("[\\[\\]\\s]", "").split(",", -1)) {
            all.add(address);
        }
        return all;
    }
}
