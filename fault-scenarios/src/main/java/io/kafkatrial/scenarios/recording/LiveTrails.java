/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where intercepted clients of this process write: to the trial that is on at their cluster, or to files for a trial of
 * another process. Safe for use by several threads.
 */
final class LiveTrails {

    private static final Map<Set<String>, Trail> BY_CLUSTER = new ConcurrentHashMap<>();
    private static final Map<Path, Trail> BY_DIRECTORY = new ConcurrentHashMap<>();

    private LiveTrails() {}

    /** How often any trial began or ended: until it does again, a client writes where it wrote before. */
    private static final AtomicInteger CHANGES = new AtomicInteger();

    /** From now on this trial is on at the cluster with these addresses. */
    static void begin(String bootstrapServers, Trail trail) {
        BY_CLUSTER.put(addresses(bootstrapServers), trail);
        CHANGES.incrementAndGet();
    }

    /** This trial is over. */
    static void end(Trail trail) {
        BY_CLUSTER.values().removeIf(known -> known.equals(trail));
        CHANGES.incrementAndGet();
    }

    /** Where one client writes: asked at each record, so it looks only after a change. Safe for use by several threads. */
    static final class Line {
        private final String history;
        private final Optional<Set<String>> servers;
        private volatile Found found = new Found(-1, null);

        private record Found(int change, @Nullable Trail trail) {}

        /** For a client of this configuration. */
        Line(ClientSettings settings) {
            history = settings.history();
            servers = settings.bootstrapServers().map(LiveTrails::addresses);
        }

        /** Where the client writes now; null if nobody listens. */
        @Nullable
        Trail trail() {
            int change = CHANGES.get();
            Found known = found;
            if (known.change != change) {
                known = new Found(change, find());
                found = known;
            }
            return known.trail;
        }

        private @Nullable Trail find() {
            if (!history.equals(Interception.LIVE)) {
                return BY_DIRECTORY.computeIfAbsent(Path.of(history), SourceFiles::open);
            }
            return servers.map(BY_CLUSTER::get).orElse(null);
        }
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
