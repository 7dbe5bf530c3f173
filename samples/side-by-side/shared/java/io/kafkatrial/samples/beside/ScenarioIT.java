/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.junit.Scenario;
import io.kafkatrial.scenarios.ScenarioResult;

/** The library's scenarios as tests, with the libraries of this module. */
class ScenarioIT {

    @Scenario("leader-crash")
    void endsAsItDeclares(ScenarioResult result) {
        assertThat(result.reports()).isNotEmpty();
    }
}
