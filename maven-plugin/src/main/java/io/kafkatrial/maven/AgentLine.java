/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The option that starts a JVM with the agent.
 *
 * @param core the jar that is the agent
 * @param byteman the jar it puts rules into code with; empty lets it look for one
 */
record AgentLine(Path core, Optional<Path> byteman) {

    private static final List<String> READERS = List.of("maven-surefire-plugin", "maven-failsafe-plugin");

    /** The option, in quotes if there are spaces in it. */
    String option() {
        String option =
                "-javaagent:" + core + byteman.map(jar -> "=byteman=" + jar).orElse("");
        return option.contains(" ") ? '"' + option.replace("\\", "\\\\") + '"' : option;
    }

    /** The option, and behind it what is there already; once, however often it is asked for. */
    String before(String line) {
        String others = line.strip();
        if (others.contains(option())) {
            return others;
        }
        return others.isEmpty() ? option() : option() + " " + others;
    }

    /** The plugins whose own {@code argLine} would hide the property, each with its execution. */
    static List<String> overriding(MavenProject project, String property) {
        List<String> found = new ArrayList<>();
        for (Plugin plugin : project.getBuildPlugins()) {
            if (READERS.contains(plugin.getArtifactId())) {
                if (hides(plugin.getConfiguration(), property)) {
                    found.add(plugin.getArtifactId());
                }
                for (PluginExecution execution : plugin.getExecutions()) {
                    if (hides(execution.getConfiguration(), property) && !found.contains(plugin.getArtifactId())) {
                        found.add(plugin.getArtifactId() + ", execution " + execution.getId());
                    }
                }
            }
        }
        return found;
    }

    private static boolean hides(Object configuration, String property) {
        return Stream.ofNullable(configuration)
                .map(Xpp3Dom.class::cast)
                .flatMap(dom -> Stream.ofNullable(dom.getChild("argLine")))
                .flatMap(dom -> Stream.ofNullable(dom.getValue()))
                .anyMatch(line -> !line.contains("@{" + property + "}"));
    }
}
