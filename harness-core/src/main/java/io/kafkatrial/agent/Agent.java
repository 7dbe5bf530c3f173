/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -javaagent:kafka-trial-core.jar} starts: keeps the JVM's instrumentation for {@link AgentCode}. Only at the
 * start of a JVM: attaching later is on its way out (JEP 451). Safe for use by several threads.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Agent {

    /** The option that names Byteman's jar: {@code -javaagent:kafka-trial-core.jar=byteman=PATH}. */
    public static final String BYTEMAN = "byteman=";

    private static volatile @Nullable Instrumentation instrumentation;
    private static volatile String options = "";

    private Agent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(@Nullable String given, Instrumentation instrumentation) {
        Agent.instrumentation = instrumentation;
        Agent.options = given == null ? "" : given;
    }

    /** The JVM's instrumentation; null if this is no agent here. Called by reflection, over class loaders. */
    public static @Nullable Instrumentation instrumentation() {
        return instrumentation;
    }

    /** The options behind the agent's jar. */
    public static String options() {
        return options;
    }

    static Optional<Path> byteman(String options) {
        return Arrays.stream(options.split(",", -1))
                .filter(option -> option.startsWith(BYTEMAN))
                .map(option -> Path.of(option.substring(BYTEMAN.length())))
                .findFirst();
    }
}
