/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.Trial;
import io.kafkatrial.scenarios.recording.RecordingClients;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frameworks look at what is public, and this kafka-clients know nothing of share groups. */
class ReflectionIT {

    @ParameterizedTest
    @ValueSource(classes = {Trial.class, RecordingClients.class, RecordingConsumer.class})
    void whoLooksMeetsNoClassThatIsNotThere(Class<?> type) {
        assertThat(type.getMethods()).isNotEmpty();
        assertThat(type.getDeclaredMethods()).isNotEmpty();
    }
}
