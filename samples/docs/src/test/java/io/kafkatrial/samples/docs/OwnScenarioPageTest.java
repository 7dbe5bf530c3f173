/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.yaml.ScenarioFile;
import io.kafkatrial.scenarios.yaml.Step;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/own-scenarios.md says of the form is what the code reads, and its example runs. */
class OwnScenarioPageTest {

    private static final Path EXAMPLE = Path.of("src", "test", "scenarios", "orders-survive.yaml");

    private final Page page = Page.doc("own-scenarios.md");

    @Test
    void theExampleEndsAsItDeclares() throws Exception {
        ScenarioResult result = new ScenarioRunner().run(ScenarioFile.read(EXAMPLE), Side.GUARDED);

        assertThat(result.differences()).isEmpty();
    }

    static Stream<Fence> yamlFences() {
        return Page.all().stream()
                .flatMap(each -> each.fences().stream())
                .filter(fence ->
                        fence.language().equals("yaml") && fence.before().startsWith("<!-- file: "));
    }

    @ParameterizedTest
    @MethodSource("yamlFences")
    void yamlIsTheWholeOfAFileThatATestReads(Fence fence) throws Exception {
        String file = fence.before().replaceAll("<!-- file: (\\S+) -->", "$1");

        assertThat(fence.text())
                .as("%s", fence)
                .isEqualTo(Files.readString(Page.ROOT.resolve(file)).stripTrailing());
    }

    @Test
    void fieldsAreTheComponentsOfTheRecords() {
        Map<String, String> said = page.section("Fields").table("object", "fields");

        assertThat(said)
                .isEqualTo(Map.of(
                        "the document", "version (1), " + fields(ScenarioFile.class),
                        "cluster", fields(ScenarioFile.Cluster.class),
                        "one of topics", fields(ScenarioFile.Topic.class),
                        "dangerous, guarded", fields(ScenarioFile.HalfOf.class),
                        "one of expected", fields(ScenarioFile.Expectation.class),
                        "one of faults", fields(PlannedFault.class),
                        "an application, producer or consumer of a step", fields(Step.Program.class)));
    }

    @Test
    void stepsAreThoseOfTheCode() {
        Map<String, String> steps = new LinkedHashMap<>();
        for (Class<?> step : Step.class.getPermittedSubclasses()) {
            steps.put(step.getSimpleName(), fields(step));
        }

        assertThat(page.section("Steps of a workload").table("kind", "fields"))
                .containsExactlyInAnyOrderEntriesOf(steps);
    }

    private static String fields(Class<?> type) {
        List<String> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional =
                    component.getType().getSimpleName().startsWith("Optional") || component.getType() == Map.class;
            fields.add(component.getName() + (optional ? "?" : ""));
        }
        return String.join(", ", fields);
    }
}
