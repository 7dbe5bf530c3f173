/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The option that starts a JVM with the agent.
 *
 * @param core the jar that is the agent
 * @param byteman the jar it puts rules into code with; empty lets it look for one
 */
record AgentLine(Path core, Optional<Path> byteman) {

    /** The option, in quotes if there are spaces in it. */
    String option() {
        String option =
                "-javaagent:" + core + byteman.map(jar -> "=byteman=" + jar).orElse("");
        return ArgLine.word(option);
    }

    /** The option, and behind it what is there already; once, however often it is asked for. */
    String before(String line) {
        String others = line.strip();
        if (others.contains(option())) {
            return others;
        }
        return others.isEmpty() ? option() : option() + " " + others;
    }
}
