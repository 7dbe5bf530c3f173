/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * The clusters that run for one module of a build, by the id of the execution that started each.
 *
 * <p>Lives in the plugin context, which Maven keeps from {@code start} to {@code stop}. Confined to the thread that
 * builds the module.
 */
final class Clusters {
    private static final String KEY = Clusters.class.getName();

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(ForkedServer server, Map<String, String> properties) {}

    /** The clusters of this module. */
    static Clusters of(Map<Object, Object> pluginContext) {
        return (Clusters) pluginContext.computeIfAbsent(KEY, key -> new Clusters());
    }

    /** Complain if this execution runs already, or another one hands over the same properties. */
    void checkFree(String execution, String prefix) throws MojoExecutionException {
        if (entries.containsKey(execution)) {
            throw Complaints.alreadyRuns(execution);
        }
        for (var entry : entries.entrySet()) {
            if (entry.getValue().properties().containsKey(prefix + ".bootstrap.servers")) {
                throw Complaints.samePrefix(prefix, entry.getKey(), execution);
            }
        }
    }

    void add(String execution, ForkedServer server, Map<String, String> properties) {
        entries.put(execution, new Entry(server, Map.copyOf(properties)));
    }

    /** What the tests are told: the properties of all clusters that run. */
    Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        entries.values().forEach(entry -> all.putAll(entry.properties()));
        return all;
    }

    /**
     * Take out what a {@code stop} of this execution stops: the cluster this very execution started; if it started
     * none, all of them.
     */
    List<ForkedServer> takeFor(String execution) {
        Entry own = entries.remove(execution);
        if (own != null) {
            return List.of(own.server());
        }
        return takeAll();
    }

    /** Take out all of them. */
    List<ForkedServer> takeAll() {
        List<ForkedServer> all = new ArrayList<>();
        entries.values().forEach(entry -> all.add(entry.server()));
        entries.clear();
        return all;
    }
}
