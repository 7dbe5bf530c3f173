/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "50ms, PT0.05S",
        "1s, PT1S",
        "2m, PT2M",
        "1h, PT1H",
        "0s, PT0S",
        "' 3 s ', PT3S",
        "PT1.5S, PT1.5S",
        "pt2m, PT2M"
    })
    void readsShortFormsAndIso(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 sec", "-1s", "1.5s", "PT-1S", "ten", "1d", "9999999999999s", "PT"})
    void complainsOfAnythingElseWithTheGrammar(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(TrialException.class)
                .hasMessage("duration '" + text + "' cannot be understood: it is neither a whole number with a unit nor"
                        + " ISO-8601. Write 50ms, 1s, 2m, 1h or PT1.5S.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "1500ms", "1s", "90s", "2m", "1h", "PT0.0000005S"})
    void writesWhatItReads(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }
}
