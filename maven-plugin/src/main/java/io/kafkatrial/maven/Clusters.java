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

    private final List<String> failures = new ArrayList<>();

    private record Entry(ForkedServer server, Map<String, String> properties, boolean onTrial) {}

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

    /**
     * A cluster runs.
     *
     * @param onTrial whether something is judged when it stops
     */
    void add(String execution, ForkedServer server, Map<String, String> properties, boolean onTrial) {
        entries.put(execution, new Entry(server, Map.copyOf(properties), onTrial));
    }

    /** The executions whose clusters run and will be judged. */
    List<String> onTrial() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().onTrial())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Something did not come out as it was claimed. */
    void failed(String what) {
        failures.add(what);
    }

    /** What did not come out as it was claimed, so far. */
    List<String> failures() {
        return List.copyOf(failures);
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
    List<Taken> takeFor(String execution) {
        Entry own = entries.remove(execution);
        return own != null ? List.of(new Taken(execution, own.server(), own.onTrial())) : takeAll();
    }

    /**
     * A cluster that runs, and is to be stopped.
     *
     * @param onTrial whether something is judged when it stops
     */
    record Taken(String execution, ForkedServer server, boolean onTrial) {}

    /** Take out all of them. */
    List<Taken> takeAll() {
        List<Taken> all = new ArrayList<>();
        entries.forEach((execution, entry) -> all.add(new Taken(execution, entry.server(), entry.onTrial())));
        entries.clear();
        return all;
    }
}
