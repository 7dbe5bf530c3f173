/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What an application's clients need in their configuration to be recorded, without a line of it changed. In a Spring
 * Boot test, for example:
 *
 * <pre>
 * Interception.live().forEach((name, value) -&gt; registry.add("spring.kafka.properties." + name, () -&gt; value));
 * </pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Interception {

    /** The setting that tells a {@link TrialInterceptor} where to write: {@value #LIVE}, or a directory. */
    public static final String HISTORY = "trial.history";

    /** Write to the trial of this process that is on at the cluster the client connects to. */
    public static final String LIVE = "live";

    private Interception() {}

    /** For an application in the same process as the trial. Between trials its clients are not recorded. */
    public static Map<String, String> live() {
        return properties(LIVE);
    }

    /**
     * For an application in a process of its own: it writes to files in {@code directory}, which the trial reads at its
     * end, see {@code Trial.alsoFrom}.
     */
    public static Map<String, String> into(Path directory) {
        return properties(directory.toAbsolutePath().toString());
    }

    /**
     * Add {@link #live} to the configuration of a client, behind interceptors it has already. Adding it twice is adding it
     * once.
     */
    public static void addTo(Map<String, Object> config) {
        List<Object> classes = Interceptors.in(config);
        if (!classes.contains(TrialInterceptor.class.getName())) {
            classes.add(TrialInterceptor.class.getName());
        }
        config.put(Interceptors.SETTING, classes);
        config.put(HISTORY, LIVE);
    }

    private static Map<String, String> properties(String history) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(Interceptors.SETTING, TrialInterceptor.class.getName());
        properties.put(HISTORY, history);
        return properties;
    }
}
