/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "90s,PT1M30S", "2 m,PT2M"})
    void numberAndUnitIsADuration(String text, Duration expected) throws Exception {
        assertThat(Durations.parse("startTimeout", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "s", "-1s", "1.5s", "1h", ""})
    void anythingElseIsRefusedByName(String text) {
        assertThatThrownBy(() -> Durations.parse("startTimeout", text))
                .hasMessageContaining("<startTimeout>")
                .hasMessageContaining("\"" + text + "\"");
    }
}
