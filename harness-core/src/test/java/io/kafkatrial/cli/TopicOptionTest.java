/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TopicSpec;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicOptionTest {

    private final TopicOption option = new TopicOption();

    @Test
    void everyPartMayFollowTheOneBefore() {
        assertThat(option.convert("orders")).isEqualTo(new TopicSpec("orders", 1, OptionalInt.empty(), Map.of()));
        assertThat(option.convert("orders:3")).isEqualTo(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of()));
        assertThat(option.convert("orders:3:2")).isEqualTo(new TopicSpec("orders", 3, OptionalInt.of(2), Map.of()));
        assertThat(option.convert("orders:3:2:cleanup.policy=compact,delete; retention.ms = 5"))
                .isEqualTo(new TopicSpec(
                        "orders",
                        3,
                        OptionalInt.of(2),
                        Map.of("cleanup.policy", "compact,delete", "retention.ms", "5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a:1:x", "a:1:1:novalue", "a:1:1:", "a:1:1:=x", "a:1:1:k=v;"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> option.convert(text)).hasMessageContaining("orders:3:3:cleanup.policy=compact");
    }
}
