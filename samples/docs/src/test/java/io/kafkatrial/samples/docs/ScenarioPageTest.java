/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.report.ReportIndex;
import io.kafkatrial.scenarios.app.Variable;
import io.kafkatrial.scenarios.files.RunFiles;
import io.kafkatrial.scenarios.run.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/scenarios.md says of the command line is what the command says. */
class ScenarioPageTest {

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
    private static final Pattern DEFAULT = Pattern.compile("Default: ([^\\s,]+)\\.");
    private static final Pattern ENTRY = Pattern.compile("^\\s+(?:-\\w, )?(--[a-z-]+)");

    private final Page page = Page.doc("scenarios.md");

    @Test
    void theOptionsOfThePageAreThoseOfTheCommand() throws IOException {
        Set<String> said =
                page.section("Options of run").table("option", "default").keySet();

        assertThat(new TreeSet<>(said)).isEqualTo(new TreeSet<>(help().keySet()));
    }

    @Test
    void defaultsAreThoseOfTheCommand() throws IOException {
        Map<String, String> said = page.section("Options of run").table("option", "default");

        help().forEach((option, text) -> {
            Matcher found = DEFAULT.matcher(text.replace("- ", "-"));
            if (found.find() && !said.get(option).isEmpty()) {
                assertThat(said.get(option)).as(option).isEqualTo(found.group(1));
            }
        });
        assertThat(said).containsEntry("--parallel", "0").containsEntry("--timeout", "3m");
    }

    @Test
    void exitCodesAreThoseOfTheCode() {
        Map<String, String> codes = Arrays.stream(ExitCode.values())
                .collect(Collectors.toMap(exit -> String.valueOf(exit.code()), ExitCode::meaning));

        assertThat(page.section("Exit codes").table("code", "meaning")).isEqualTo(codes);
    }

    @Test
    void variablesOfACommandAreThoseOfTheCode() {
        Map<String, String> variables = Arrays.stream(Variable.values())
                .collect(Collectors.toMap(
                        Variable::name, variable -> variable.meaning().replace("`", "")));

        assertThat(Page.doc("own-application.md").section("A command").table("variable", "what"))
                .isEqualTo(variables);
    }

    @Test
    void filesAreThoseOfTheCode() {
        assertThat(page.section("Files of run").table("file", "what").keySet())
                .contains(ReportIndex.PAGE, ReportIndex.SUMMARY, ReportIndex.LINES, RunFiles.JUNIT, RunFiles.RESULTS)
                .hasSize(6);
    }

    @Test
    void everyOptionThatIsGivenToTheJarAnywhereExists() throws IOException {
        Set<String> known = help().keySet();

        for (Page each : Page.all()) {
            for (String code : each.code()) {
                Matcher option = OPTION.matcher(code);
                while (code.contains("kafka-trial-scenarios-") && option.find()) {
                    assertThat(known).as("%s: %s", each, code).contains(option.group());
                }
            }
        }
    }

    /** The options by name, each with the text of its entry. */
    private static Map<String, String> help() throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        String current = "";
        for (String line : run("run", "--help").lines().toList()) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.find()) {
                current = entry.group(1);
            }
            if (!current.isEmpty()) {
                options.merge(current, line.trim(), (one, other) -> one + " " + other);
            }
        }
        return options;
    }

    private static String run(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.kafkatrial.scenarios.cli.Main"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
