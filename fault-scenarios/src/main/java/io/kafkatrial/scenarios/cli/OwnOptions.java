/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.own.OwnScenarios;
import io.kafkatrial.scenarios.run.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scenarios of the user's own beside those of the library. Set once, by picocli. */
final class OwnOptions {

    @Option(
            names = "--file",
            paramLabel = "PATH",
            description = "A scenario of your own in YAML, or a directory of them; may be repeated. If no others are"
                    + " selected, only those of your own are.")
    private List<Path> files = List.of();

    @Option(
            names = "--scenario-class",
            paramLabel = "CLASS",
            split = ",",
            description =
                    "A scenario of your own in Java, by its full name; may be repeated. Those in META-INF/services of"
                            + " the class path are found by themselves.")
    private List<String> classes = List.of();

    @Mixin
    private ClassPathOptions classPath = new ClassPathOptions();

    /** What is selected of all there are; of those that are named here, if nothing else is said. */
    List<Scenario> select(Selection selection) {
        classPath.use();
        List<Scenario> named = new ArrayList<>();
        files.forEach(file -> named.addAll(OwnScenarios.in(file)));
        classes.forEach(name -> named.add(OwnScenarios.ofClass(name)));
        return OwnScenarios.select(selection, named);
    }
}
