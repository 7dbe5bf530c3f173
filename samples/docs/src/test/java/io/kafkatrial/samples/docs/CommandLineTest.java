/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/command-line.md says is what {@code --help} says. */
class CommandLineTest {

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
    private static final Pattern DEFAULT = Pattern.compile("Default: ([^\\s.]+)\\.");
    private static final Pattern ENTRY = Pattern.compile("^\\s+(?:-\\w, )?(--[a-z-]+)");

    @Test
    void theOptionsOfThePageAreThoseOfTheCommand() throws IOException {
        Set<String> said = Page.doc("command-line.md")
                .section("Options")
                .table("option", "default")
                .keySet();

        assertThat(new TreeSet<>(said)).isEqualTo(new TreeSet<>(help().keySet()));
    }

    @Test
    void numbersGivenAsDefaultsAreThoseOfTheCommand() throws IOException {
        Map<String, String> said =
                Page.doc("command-line.md").section("Options").table("option", "default");

        help().forEach((option, text) -> {
            Matcher found = DEFAULT.matcher(text);
            if (found.find() && found.group(1).matches("\\d+")) {
                assertThat(said.get(option)).as(option).isEqualTo(found.group(1));
            }
        });
    }

    @Test
    void exitCodesAreThoseOfTheCommand() throws IOException {
        Map<String, String> said =
                Page.doc("command-line.md").section("Exit codes").table("code", "meaning");
        String help = run("run", "--help");

        assertThat(said).hasSize(4);
        said.forEach((code, meaning) -> assertThat(help).containsPattern("(?m)^\\s+" + code + "\\s+" + meaning + "$"));
    }

    @Test
    void everyOptionThatIsGivenToTheJarAnywhereExists() throws IOException {
        Set<String> known = help().keySet();

        for (Page page : Page.all()) {
            for (String code : page.code()) {
                if (code.contains("kafka-trial-core") || page.toString().endsWith("command-line.md")) {
                    Matcher option = OPTION.matcher(code);
                    while (option.find()) {
                        assertThat(known).as("%s: %s", page, code).contains(option.group());
                    }
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
            } else if (line.startsWith("Exit codes")) {
                break;
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
                "io.kafkatrial.cli.Main"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
