/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.samples.docs.Descriptor.Parameter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/maven.md says of goals and parameters is what the plugin descriptor says. */
class MavenGoalsTest {

    private static final Pattern GOAL = Pattern.compile("kafka-trial:([a-z-]+)");

    private final Descriptor descriptor = Descriptor.read();
    private final Page page = Page.doc("maven.md");

    @Test
    void theGoalsOfThePageAreThoseOfThePlugin() {
        assertThat(page.section("Goals").table("goal", "what").keySet())
                .containsExactlyInAnyOrderElementsOf(descriptor.goals());
    }

    @ParameterizedTest
    @CsvSource({
        "start, Parameters of start",
        "run, Parameters of run",
        "scenarios, Parameters of scenarios",
        "stop, Parameters of stop",
        "verify, Parameters of verify",
        "report, Parameters of report",
        "prepare-agent, Parameters of prepare-agent"
    })
    void theParametersOfThePageAreThoseOfTheGoalWithTheirDefaults(String goal, String heading) {
        Map<String, Parameter> said = new TreeMap<>();
        for (var row : page.section(heading).table()) {
            said.put(row.get("parameter"), new Parameter(row.get("property"), row.get("default")));
        }

        assertThat(said).isEqualTo(new TreeMap<>(descriptor.parameters(goal)));
    }

    @Test
    void theElementsOfSecurityAreThoseOfThePlugin() throws ClassNotFoundException {
        Stream<Field> fields =
                Stream.of(Class.forName("io.kafkatrial.maven.Security", false, MavenGoalsTest.class.getClassLoader())
                        .getDeclaredFields());

        assertThat(page.section("Security").table("element", "what").keySet())
                .containsExactlyInAnyOrderElementsOf(fields.filter(field -> !field.isSynthetic())
                        .map(Field::getName)
                        .toList());
    }

    @Test
    void everyGoalThatIsNamedAnywhereExists() {
        for (Page each : Page.all()) {
            for (String code : each.code()) {
                Matcher goal = GOAL.matcher(code);
                while (goal.find()) {
                    assertThat(descriptor.goals())
                            .as("%s names kafka-trial:%s", each, goal.group(1))
                            .contains(goal.group(1));
                }
            }
        }
    }
}
