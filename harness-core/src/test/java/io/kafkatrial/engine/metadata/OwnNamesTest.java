/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnNamesTest {

    private static final String LOGIN = "common.security.plain.PlainLoginModule required username=\"alice\";";
    private static final Map<String, Object> CLIENT =
            Map.of("sasl.jaas.config", "org.apache.kafka." + LOGIN, "security.protocol", "SASL_SSL", "retries", 3);

    @Test
    void classesOfKafkaAreCalledAsTheyAreInThePublishedJar() {
        assertThat(OwnNames.of(CLIENT, "shaded.kafka."))
                .isEqualTo(Map.of(
                        "sasl.jaas.config", "shaded.kafka." + LOGIN, "security.protocol", "SASL_SSL", "retries", 3));
    }

    @Test
    void whereNothingHasMovedNothingChanges() {
        assertThat(OwnNames.of(CLIENT)).isEqualTo(CLIENT);
    }
}
