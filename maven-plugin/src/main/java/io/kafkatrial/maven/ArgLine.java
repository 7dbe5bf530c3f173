/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The options that surefire and failsafe start their JVMs with, and who decides on them. */
final class ArgLine {
    /** The property both read, unless they are configured otherwise. */
    static final String PROPERTY = "argLine";

    static final List<String> READERS = List.of("maven-surefire-plugin", Handover.FAILSAFE);

    private ArgLine() {}

    /** An option as one word of the line. */
    static String word(String option) {
        return option.contains(" ") ? '"' + option.replace("\\", "\\\\") + '"' : option;
    }

    /** Those of the plugins whose own configuration hides the property, each with its execution. */
    static List<String> hiding(MavenProject project, List<String> readers, String property) {
        List<String> found = new ArrayList<>();
        for (Plugin plugin : project.getBuildPlugins()) {
            if (readers.contains(plugin.getArtifactId())) {
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
