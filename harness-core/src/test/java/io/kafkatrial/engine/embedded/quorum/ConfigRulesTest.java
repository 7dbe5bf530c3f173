/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.junit.jupiter.api.Test;

class ConfigRulesTest {

    private static final ConfigResource GROUP = new ConfigResource(ConfigResource.Type.GROUP, "g");

    private final ConfigRules rules = new ConfigRules(
            Map.of("group.consumer.min.session.timeout.ms", "100", "group.consumer.max.session.timeout.ms", "60000"));

    @Test
    void configurationOfAGroupKeepsToTheBoundsOfTheBrokers() {
        assertThatCode(() -> rules.validate(GROUP, Map.of("consumer.session.timeout.ms", "20000"), Map.of()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rules.validate(GROUP, Map.of("consumer.session.timeout.ms", "60001"), Map.of()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("consumer.session.timeout.ms");
    }
}
