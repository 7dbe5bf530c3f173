/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.junit.Scenario;
import io.kafkatrial.junit.ScenarioTests;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.Side;
import org.junit.jupiter.api.Nested;

class LibraryTest {

    // tag::annotation
    @Scenario("leader-crash") // two tests: its dangerous half and its guarded one
    void leaderCrash() {}

    @Scenario(files = "src/test/scenarios", halves = Side.GUARDED, seed = 42)
    void ownScenarios(ScenarioResult result) { // called when a half has ended as declared
        assertThat(result.reports()).isNotEmpty();
    }

    @Scenario(value = "leader-crash", application = OwnApplicationTest.Shop.class, ends = "told")
    void shopSurvives() {}
    // end::annotation

    @Nested
    // tag::class
    @Scenario(value = "acks-*", tags = "replication")
    class AcksTest implements ScenarioTests {}
    // end::class
}
