/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Plan;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents in YAML: the same records as in JSON, and mistakes with their lines. */
class YamlTreeTest {

    private static final String PLAN =
            """
            # a comment
            version: 1
            seed: 42
            faults:
              - name: crash
                fault: {kind: CrashBroker, target: leader:orders-0, restartAfter: 1s}
                trigger:
                  kind: Acks
                  count: 200
                  topic: "orders"
            """;

    @Test
    void planInYamlIsThatInJson() {
        Plan plan = RecordJson.readYaml(Plan.class, "plan.yaml", PLAN);

        assertThat(plan.faults()).hasSize(1);
        assertThat(plan).isEqualTo(PlanJson.read("plan.json", PlanJson.write(plan)));
        assertThat(plan).isEqualTo(RecordJson.readYaml(Plan.class, "plan.yaml", PlanJson.write(plan)));
    }

    /** Something with settings. */
    record Thing(String name, Map<String, String> config, Optional<Boolean> on) {}

    @Test
    void whatStandsWithoutQuotesIsWhateverIsWanted() {
        Thing thing = RecordJson.readYaml(
                Thing.class, "t", "version: 1\nname: 007\nconfig: {a: 2, b: true, c: x, d: '3'}\non: true\n");

        assertThat(thing.name()).isEqualTo("007");
        assertThat(thing.config()).isEqualTo(Map.of("a", "2", "b", "true", "c", "x", "d", "3"));
        assertThat(thing.on()).contains(true);
        assertThat(RecordJson.readYaml(Thing.class, "t", "{version: 1, name: x}"))
                .isEqualTo(new Thing("x", Map.of(), Optional.empty()));
        assertThat(RecordJson.readYaml(Thing.class, "t", RecordJson.write(thing)))
                .isEqualTo(thing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    seed: 42            | sed: 42               | 3  | Plan has no field "sed"; it has seed, faults. Perhaps "seed" is meant
                    kind: CrashBroker   | kind: CrashBrocker    | 6  | there is no kind "CrashBrocker"; perhaps CrashBroker or
                    leader:orders-0     | leder:orders-0        | 6  | leder
                    count: 200          | count: many           | 9  | many is no integer of this size
                    count: 200          | count: '200'          | 9  | a value of type integer is wanted here, not "200"
                    count: 200          | count:                | 9  | there is no value: write one, or leave the field out
                    count: 200          | count: 200, 300       | 9  | 200, 300 is no integer
                    topic: "orders"     | count: 300            | 10 | field "count" is there twice
                    version: 1          | version: 2            | 2  | version "2" is not known
                    seed: 42            | '[seed]: 42'          | 3  | the name of a field has to be a text
                    restartAfter: 1s    | restartAfter: {a: 1}  | 6  | a value of type string is wanted here, not an object
                    seed: 42            | '  seed: 42'          | 3  | this is no YAML:
                    """)
    void mistakesAreToldWithTheirLines(String text, String mistake, int line, String message) {
        assertThat(PLAN).contains(text);

        assertThatThrownBy(() -> RecordJson.readYaml(Plan.class, "plan.yaml", PLAN.replace(text, mistake)))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("plan.yaml, line " + line + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void documentsThatAreNoneAreRefused() {
        refused("", "the document is empty");
        refused("just a text", "the document has to be an object");
        refused("a: 1\n---\nb: 2\n", "this is no YAML");
        refused("a: &a [1, *a]\n", "parts within parts deeper than 100");
        StringBuilder bomb = new StringBuilder("version: 1\na0: &a0 [1, 1, 1, 1, 1, 1, 1]\n");
        for (int level = 1; level <= 7; level++) {
            String before = "*a" + (level - 1);
            bomb.append("a" + level + ": &a" + level + " [" + (before + ", ").repeat(6) + before + "]\n");
        }
        refused(bomb.toString(), "more than 100000 parts");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> RecordJson.readYaml(Plan.class, "plan.yaml", text))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("plan.yaml, line ")
                .hasMessageContaining(message);
    }
}
