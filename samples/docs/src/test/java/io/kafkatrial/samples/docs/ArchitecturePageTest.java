/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes that docs/architecture.md sends its reader to are there. */
class ArchitecturePageTest {

    private static final Pattern CLASS = Pattern.compile("(?<![\\w.])([a-z][a-z.]*)\\.([A-Z]\\w+)");

    @Test
    void everyClassThatIsNamedWithItsPackageExists() throws IOException {
        List<String> sources = sources();

        String text = String.join("\n", Page.doc("architecture.md").prose());
        Matcher named = CLASS.matcher(text);
        while (named.find()) {
            String file = "/" + named.group(1).replace('.', '/') + "/" + named.group(2) + ".java";
            assertThat(sources).as(named.group()).anyMatch(source -> source.endsWith(file));
        }
    }

    @Test
    void everyPackageOfTheCoreAndTheScenariosIsInAPlan() throws IOException {
        Set<String> named = Page.doc("architecture.md").fences().stream()
                .flatMap(fence -> fence.text().lines())
                .flatMap(line -> Stream.of(line.strip().split(" {2,}", 2)[0].split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> packages = sources().stream()
                .filter(file -> file.endsWith("/package-info.java"))
                .filter(file -> file.contains("/harness-core/") || file.contains("/fault-scenarios/"))
                .map(file -> file.replaceFirst(".*/src/main/java/(.*)/package-info.java", "$1"))
                .map(folder -> folder.matches("io/kafkatrial(/scenarios)?") ? folder.replace('/', '.') : last(folder))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).hasSizeGreaterThan(40);
        assertThat(named).containsAll(packages);
    }

    private static String last(String folder) {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : List.of("harness-core", "fault-scenarios", "junit-extension", "maven-plugin")) {
            try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src/main/java"))) {
                files.map(file -> file.toString().replace('\\', '/')).forEach(sources::add);
            }
        }
        return sources;
    }
}
