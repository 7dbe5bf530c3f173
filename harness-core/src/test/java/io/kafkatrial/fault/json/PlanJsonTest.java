/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.DraftJson;
import io.kafkatrial.chaos.Load;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanJsonTest {

    private static final int SEEDS = 40;

    static Stream<Class<?>> faults() {
        return Stream.of(Fault.class.getPermittedSubclasses());
    }

    static Stream<Class<?>> triggers() {
        return Stream.of(Trigger.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultComesBackAsItWas(Class<?> type) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            Fault fault = (Fault) new Samples(seed).record(type);
            comesBack(new Plan(seed, List.of(new PlannedFault("a fault", fault, Trigger.acks(7)))));
        }
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void everyTriggerAndEndComesBackAsItWas(Class<?> type) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            Trigger trigger = (Trigger) new Samples(seed).record(type);
            comesBack(new Plan(seed, List.of(new PlannedFault("a fault", crash(), trigger, Optional.of(trigger)))));
        }
    }

    private static void comesBack(Plan plan) {
        assertThat(PlanJson.read("plan.json", PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void aBackwardClockAndAnEmptyPlanComeBack() {
        comesBack(new Plan(-1, List.of()));
        Fault back = new Fault.SkewClock(Target.broker(1), Duration.ofHours(-2).minusNanos(1), Optional.empty());
        comesBack(new Plan(1, List.of(new PlannedFault("back", back, Trigger.immediately()))));
    }

    @Test
    void aPlanReadsLikeWhatItSays() {
        Plan plan = new Plan(42, List.of(new PlannedFault("crash", crash(), Trigger.acks(500))));

        assertThat(PlanJson.write(plan).replace("\r", ""))
                .isEqualTo(
                        """
                        {
                          "version" : 1,
                          "seed" : 42,
                          "faults" : [
                            {
                              "name" : "crash",
                              "fault" : {
                                "kind" : "CrashBroker",
                                "target" : "leader:orders-0",
                                "restartAfter" : "1s"
                              },
                              "trigger" : {
                                "kind" : "Acks",
                                "count" : 500
                              }
                            }
                          ]
                        }
                        """);
    }

    @Test
    void aDraftIsAPlanAndALoadAndAPlanAloneHasTheUsualLoad() {
        Draft draft =
                new Draft(new Plan(3, List.of(new PlannedFault("x", crash(), Trigger.acks(1)))), new Load(1, 2, 3, 4));

        assertThat(DraftJson.read("draft.json", DraftJson.write(draft))).isEqualTo(draft);
        assertThat(DraftJson.read("plan.json", PlanJson.write(draft.plan())))
                .isEqualTo(new Draft(draft.plan(), Load.usual()));
    }

    @Test
    void mistakesAreToldWithTheirLine() {
        refuses("{\n\"seed\": 1}", "plan.json, line 1: the document does not say its \"version\", which is 1.");
        refuses("{\n\"version\": 2}", "plan.json, line 2: version 2 is not known; this Kafka Trial reads version 1.");
        refuses("{\"version\": 1,\n\"seed\": 1}", "line 1: Plan needs the field \"faults\"");
        refuses(
                "{\"version\": 1,\n\"sead\": 1,\n\"faults\": []}",
                "line 2: Plan has no field \"sead\"; it has seed, faults. Perhaps \"seed\" is meant.");
        refuses("{\"version\": 1, \"seed\": 1, \"faults\": [\n\n{]}", "line 3: this is no JSON: ");
        refuses("{\"version\": 1", "this is no JSON: ");
        refuses("[]", "the document has to be an object, not a list.");
        refuses("", "the document ends too early.");
        refuses("{\"version\": 1, \"seed\": \"1\", \"faults\": []}", "of type integer is wanted here, not \"1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"kind\": \"CrashBrocker\"|there is no kind \"CrashBrocker\"; perhaps CrashBroker",
                "\"target\": \"leader:orders-0\"|the \"kind\" is missing; it is one of Administer, ",
                "\"kind\": \"CrashBroker\", \"target\": \"boss:orders-0\"|boss",
                "\"kind\": \"CrashBroker\", \"target\": \"broker:1\", \"restartAfter\": \"soon\"|soon",
                "\"kind\": \"CrashBroker\", \"target\": \"broker:1\", \"restartsAfter\": \"1s\"|Perhaps \"restartAfter\""
                        + " is meant",
                "\"kind\": \"CrashBroker\", \"target\": null|null: leave the field out instead",
                "\"kind\": \"CrashBroker\", \"target\": \"any\", \"target\": \"any\"|field \"target\" is there twice"
            })
    void mistakesInAFaultAreToldToo(String mistakeAndMessage) {
        String[] parts = mistakeAndMessage.split("\\|");
        refuses(
                "{\"version\": 1, \"seed\": 1, \"faults\": [\n{\"name\": \"x\", \"trigger\": {\"kind\": \"Immediately\"},"
                        + "\n\"fault\": {" + parts[0] + "}}]}",
                parts[1]);
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> PlanJson.read("plan.json", text))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("plan.json, line ")
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> PlanJson.read(Path.of("no-such-plan.json")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("no-such-plan.json cannot be read");
    }

    @Test
    void theSchemaNamesEveryKind() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(PlanJson.schema());

        assertThat(kinds(schema, "Fault")).hasSameSizeAs(Fault.class.getPermittedSubclasses());
        assertThat(kinds(schema, "Trigger")).contains("Acks", "Following", "Sequence");
        assertThat(schema.at("/properties/faults/items/$ref").asText()).isEqualTo("#/$defs/PlannedFault");
        assertThat(schema.at("/required")).extracting(JsonNode::asText).contains("version", "seed", "faults");
    }

    @Test
    void theSchemaInTheDocumentationIsThisOne() throws Exception {
        Path file = Path.of("..", "docs", "plan-schema.json");
        if (Boolean.getBoolean("trial.write.schema")) {
            Files.writeString(file, PlanJson.schema());
        }

        assertThat(Files.readString(file).replace("\r", ""))
                .as("run this test with -DargLine=-Dtrial.write.schema=true to write the file anew")
                .isEqualTo(PlanJson.schema().replace("\r", ""));
    }

    @Test
    void theExampleInTheDocumentationIsAPlan() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "plan.md")).replace("\r", "");
        String example = page.substring(page.indexOf("```json") + 7, page.indexOf("```", page.indexOf("```json") + 7));

        assertThat(PlanJson.read("docs/plan.md", example).faults()).hasSize(2);
    }

    private static List<String> kinds(JsonNode schema, String type) {
        return schema.at("/$defs/" + type + "/oneOf").findValuesAsText("const");
    }

    private static Fault crash() {
        return new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1)));
    }
}
