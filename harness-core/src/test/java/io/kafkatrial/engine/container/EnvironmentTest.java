/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.outside.KnownVersions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an image is chosen and told its configuration. */
class EnvironmentTest {

    @AfterEach
    void forget() {
        System.clearProperty(ImageChoice.ENTRY_PROPERTY);
        System.clearProperty(ImageChoice.PROPERTY);
    }

    private static ClusterSpec spec(Map<String, String> config, Optional<String> version) {
        return new ClusterSpec(3, 1, true, List.of(), config, Map.of(), OptionalInt.empty(), 7, version);
    }

    private static ImageChoice image(String name) {
        return ImageChoice.of(spec(Map.of(ImageChoice.CONFIG, name), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "log.dirs, KAFKA_LOG_DIRS",
        "some_key.with_both, KAFKA_SOME__KEY_WITH__BOTH",
        "listener.name.clients.scram-sha-256.sasl.jaas.config,"
                + " KAFKA_LISTENER_NAME_CLIENTS_SCRAM___SHA___256_SASL_JAAS_CONFIG"
    })
    void keysAreWrittenAsImagesReadThem(String key, String variable) {
        assertThat(Environment.variable(key)).isEqualTo(variable);
        // as Kafka's own image turns it back
        String back = variable.substring("KAFKA_".length())
                .toLowerCase(java.util.Locale.ROOT)
                .replace("_", ".")
                .replace("...", "-")
                .replace("..", "_");
        assertThat(back).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "apache/kafka:4.0.1, 4.0.1, ENVIRONMENT",
        "apache/kafka-native:3.9.1, 3.9.1, ENVIRONMENT",
        "mirror.example.com/apache/kafka:3.8.0-rc1, 3.8.0, ENVIRONMENT",
        "quay.io/strimzi/kafka:0.45.0-kafka-3.9.0, 3.9.0, SCRIPTS",
        "confluentinc/cp-kafka:8.0.0, 3.7.0, ENVIRONMENT"
    })
    void versionAndEntryAreToldByTheNameWhereTheNameTellsThem(String name, String version, ImageChoice.Entry entry) {
        assertThat(image(name)).isEqualTo(new ImageChoice(name, version, entry));
    }

    @Test
    void versionThatTheClusterSaysCountsMoreThanTheTag() {
        assertThat(ImageChoice.of(spec(Map.of(ImageChoice.CONFIG, "vendor/kafka:2026-11"), Optional.of("4.1.0"))))
                .isEqualTo(new ImageChoice("vendor/kafka:2026-11", "4.1.0", ImageChoice.Entry.ENVIRONMENT));
    }

    @Test
    void withoutAWordItIsApachesImageOfTheNewestVersion() {
        assertThat(ImageChoice.of(spec(Map.of(), Optional.empty())).name())
                .isEqualTo("apache/kafka:" + KnownVersions.NEWEST);
        System.setProperty(ImageChoice.PROPERTY, "vendor/kafka:1");
        assertThat(ImageChoice.of(spec(Map.of(), Optional.empty())).name()).isEqualTo("vendor/kafka:1");
    }

    @Test
    void entryMayBeSaidAndIsCheckedThen() {
        System.setProperty(ImageChoice.ENTRY_PROPERTY, "scripts");
        assertThat(image("vendor/kafka:1").entry()).isEqualTo(ImageChoice.Entry.SCRIPTS);
        System.setProperty(ImageChoice.ENTRY_PROPERTY, "script");
        assertThatThrownBy(() -> image("vendor/kafka:1"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("trial.container.entry = 'script' is not possible")
                .hasMessageContaining("environment, scripts");
    }
}
