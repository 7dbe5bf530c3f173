/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The command line of a JVM that runs scenarios.
 *
 * @param java the java executable
 * @param jvmArgs options for the JVM
 * @param properties system properties
 * @param classPath the classes of the project and of this plugin
 * @param words the words of the command line, after {@code run}
 */
record ScenarioCommand(
        Path java, List<String> jvmArgs, Map<String, String> properties, List<String> classPath, List<String> words) {

    private static final String MAIN = "io.kafkatrial.scenarios.cli.Main";

    /** Collects options; those that are not given are left to the command. */
    static final class Words {
        private final List<String> words = new ArrayList<>();

        Words add(String option, Object value) {
            if (value != null) {
                words.add(option);
                words.add(value.toString().trim());
            }
            return this;
        }

        Words addAll(String option, List<String> values) {
            if (values != null) {
                values.forEach(value -> add(option, value));
            }
            return this;
        }

        Words addIf(boolean wanted, String option) {
            if (wanted) {
                words.add(option);
            }
            return this;
        }

        /** Words that are no options; they come last. */
        Words names(List<String> names) {
            if (names != null) {
                names.forEach(name -> words.add(name.trim()));
            }
            return this;
        }

        List<String> list() {
            return List.copyOf(words);
        }
    }

    /** All of it; the process ends when its standard input does. */
    List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(java.toString());
        line.addAll(jvmArgs);
        new TreeMap<>(properties).forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.add("-cp");
        line.add(classPath.stream().collect(Collectors.joining(File.pathSeparator)));
        line.add(MAIN);
        line.add("run");
        line.add("--leash");
        line.addAll(words);
        return line;
    }
}
