/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules in the code of a JVM that was started with the agent, and of one that was not. */
class AgentTest {

    private static Map<String, String> outcomes = Map.of();

    @BeforeAll
    static void runWithTheAgent(@TempDir Path directory) throws Exception {
        outcomes = AgentJvm.run(AgentFixture.class, AgentJvm.agent(directory));
    }

    @Test
    void methodThrowsInsteadOfWhatItDoes() {
        assertThat(outcomes.get("checked"))
                .startsWith("IOException no truck; touched 1")
                .contains("hit 1 time");
        assertThat(outcomes.get("throw")).contains("has no public constructor that takes a text");
    }

    @Test
    void nthPassageAloneIsMet() {
        assertThat(outcomes.get("nth")).startsWith("second, acted 1").contains("hit 1 time, of 3 passages");
    }

    @Test
    void methodReturnsWhatTheRuleSays() {
        assertThat(outcomes.get("return")).startsWith("42; touched 1");
        assertThat(outcomes.get("exit")).startsWith("4; touched 1");
    }

    @Test
    void pointsInsideAMethodAreMet() {
        assertThat(outcomes.get("invoke")).startsWith("IllegalStateException i; touched 1");
        assertThat(outcomes.get("write")).startsWith("IllegalStateException w; touched 1");
    }

    @Test
    void ruleOfAnInterfaceIsInWhatImplementsIt() {
        assertThat(outcomes.get("interface")).isEqualTo("dust instead of wine");
    }

    @Test
    void rawRuleIsCountedAndActs() {
        assertThat(outcomes.get("raw")).startsWith("7; touched 1");
    }

    @Test
    void threadIsHeldUntilTheRuleIsUndone() {
        assertThat(outcomes.get("hold")).isEqualTo("held true, ended true");
    }

    @Test
    void ruleIsGoneWhenItIsUndone() {
        assertThat(outcomes.get("gone")).startsWith("3; 3; touched 2").endsWith("then 3");
    }

    @Test
    void wrongNamesAreAnsweredWithTheNearest() {
        assertThat(outcomes.get("class")).contains("there is no class Tilll").contains("io.kafkatrial.agent.Till");
        assertThat(outcomes.get("method"))
                .contains("no method bok in io.kafkatrial.agent.Till")
                .contains("book");
        assertThat(outcomes.get("types")).contains("no method book(int)");
        assertThat(outcomes.get("line")).contains("code on that line").contains("14");
    }

    @Test
    void whatCannotWorkIsRefusedBefore() {
        assertThat(outcomes.get("java")).contains("out of reach");
        assertThat(outcomes.get("undeclared")).contains("does not declare java.io.IOException");
        assertThat(outcomes.get("void")).contains("returns nothing");
        assertThat(outcomes.get("bad-raw")).contains("it has no DO");
        assertThat(outcomes.get("bad-expression")).contains("Byteman refuses rule");
    }

    @Test
    void withoutTheAgentItIsSaidHowToInstallIt() throws Exception {
        assertThat(AgentJvm.run(AgentFixture.class, List.of()).get("missing"))
                .contains("-javaagent:PATH/kafka-trial-core.jar")
                .contains("kafka-trial:prepare-agent");
    }
}
