/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema takes what is written, and refuses what is refused. */
class PlanSchemaTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SMALL = PlanJson.write(Plan.of(
            7, "crash", new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.empty()), Trigger.acks(200)));

    private static List<String> wrong(String json) throws Exception {
        Path schema = Path.of("..", "docs", "plan-schema.json");
        return new SchemaCheck(MAPPER.readTree(Files.readString(schema))).faults(MAPPER.readTree(json));
    }

    @Test
    void whatIsWrittenFits() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(wrong(PlanJson.write((Plan) new Samples(seed).record(Plan.class))))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"version\"|\"vers\"", " : 1,| : 2,", "CrashBroker|Crash", "200|\"200\"", "target|whom"})
    void whatIsRefusedDoesNotFit(String change) throws Exception {
        String[] parts = change.split("\\|");
        assertThat(SMALL).contains(parts[0]);
        assertThat(wrong(SMALL.replace(parts[0], parts[1]))).isNotEmpty();
    }

    static Stream<Class<?>> targets() {
        return Stream.of(Target.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyKindOfTargetComesBackAsItWas(Class<?> kind) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            Target target = (Target) new Samples(seed).record(kind);
            Plan plan = Plan.of(1, "f", new Fault.StopBroker(target, Optional.empty()), Trigger.immediately());
            assertThat(PlanJson.read("plan.json", PlanJson.write(plan))).isEqualTo(plan);
        }
    }

    @Test
    void everyKindIsOnThePage() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "plan.md"));
        for (Class<?> type : List.of(Fault.class, Trigger.class)) {
            assertThat(type.getPermittedSubclasses())
                    .allSatisfy(kind -> assertThat(page).contains("| `" + kind.getSimpleName() + "` |"));
        }
    }
}
