/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.run.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The Maven commands in the workflows of docs/ci.md are those that the plugin's build {@code src/it/ci} runs; there it is
 * also seen that the files are there which the workflows keep. Those of the jar are run by {@code CiPageIT}.
 */
class CiPageTest {

    private static final Pattern MAVEN = Pattern.compile("(?:- |run: |sh ')mvn ([^'\\n]+)'?");

    private final Page page = Page.doc("ci.md");

    @Test
    void everyMavenCommandIsRunByABuildOfThePlugin() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Fence fence : page.fences()) {
            Matcher command = MAVEN.matcher(fence.text());
            while (command.find()) {
                shown.add(command.group(1).trim());
            }
        }

        Properties build = new Properties();
        try (Reader file = Files.newBufferedReader(Page.ROOT.resolve("maven-plugin/src/it/ci/invoker.properties"))) {
            build.load(file);
        }
        assertThat(build.stringPropertyNames()).noneMatch(name -> name.startsWith("invoker.buildResult"));
        Set<String> run = build.stringPropertyNames().stream()
                .filter(name -> name.startsWith("invoker.goals"))
                .map(build::getProperty)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).hasSize(3).isEqualTo(run);
    }

    @Test
    void thereIsAWorkflowForEachServer() {
        assertThat(page.section("GitHub Actions").fences()).hasSize(1);
        assertThat(page.section("GitLab CI").fences()).hasSize(1);
        assertThat(page.section("Jenkins").fences()).hasSize(1);
    }

    @Test
    void exitCodesAreThoseOfTheCode() {
        Map<String, String> codes = Arrays.stream(ExitCode.values())
                .collect(Collectors.toMap(exit -> String.valueOf(exit.code()), ExitCode::meaning));

        assertThat(page.section("Exit codes").table("code", "meaning")).isEqualTo(codes);
    }
}
