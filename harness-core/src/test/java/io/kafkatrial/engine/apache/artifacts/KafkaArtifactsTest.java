/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.outside.KnownVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which versions there are, where their jars are looked for, and what is said when they are not there. */
class KafkaArtifactsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"4.3.2, 4.3.1", "3.9.7, 3.9.2", "5.0.0, 4.3.1", "4.4.0, 4.3.1", "newest, 3.7.0", "3.9.l, 3.9.0"})
    void nearestVersionIsSuggested(String asked, String nearest) {
        assertThat(KnownVersions.nearest(asked)).isEqualTo(nearest);
    }

    @Test
    void textThatIsNoVersionIsRefused() {
        assertThatThrownBy(() -> new KafkaArtifacts(folder).classPath("latest"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("'latest'")
                .hasMessageContaining("three numbers");
    }

    @Test
    void versionBeforeKraftIsRefused() {
        assertThatThrownBy(() -> new KafkaArtifacts(folder).classPath("2.8.1"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("starts 3.7.0 and newer");
    }

    @Test
    void nothingLocalAndNoNetworkSaysWhatIsMissingAndWhereItWasLookedFor() {
        MavenSetup offline = new MavenSetup(new Settings(), folder.resolve("repository"), true, List.of());

        assertThatThrownBy(() -> new KafkaArtifacts(folder).classPath("4.3.2", offline))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("Kafka 4.3.2 cannot be had")
                .hasMessageContaining("kafka_2.13")
                .hasMessageContaining(folder.resolve("repository") + " (offline)")
                .hasMessageContaining("known to be complete is 4.3.1");
    }

    @Test
    void rememberedClassPathNeedsNoMavenAsLongAsEveryJarIsThere() throws IOException {
        // Given a class path that was found before
        Path jar = Files.createFile(folder.resolve("kafka_2.13-4.3.2.jar"));
        MavenSetup offline = new MavenSetup(new Settings(), folder.resolve("repository"), true, List.of());
        String key = Integer.toHexString(offline.localRepository().toString().hashCode());
        Files.writeString(folder.resolve("classpath-4.3.2-" + key + ".txt"), jar + "\n");

        // Then it is given
        assertThat(new KafkaArtifacts(folder).classPath("4.3.2", offline)).containsExactly(jar);

        // And when a jar is gone it is looked for again
        Files.delete(jar);
        assertThatThrownBy(() -> new KafkaArtifacts(folder).classPath("4.3.2", offline))
                .isInstanceOf(TrialException.class);
    }

    @Test
    void settingsOfTheUserAreHonoured() throws IOException {
        // Given settings with a local repository and a mirror
        Path settings = folder.resolve("settings.xml");
        Files.writeString(
                settings,
                """
                <settings>
                  <localRepository>%s</localRepository>
                  <offline>true</offline>
                  <mirrors><mirror><id>near</id><url>file:///mirror</url><mirrorOf>*</mirrorOf></mirror></mirrors>
                </settings>
                """
                        .formatted(folder.resolve("kept")));
        Map<String, String> properties = Map.of(MavenSetup.SETTINGS_PROPERTY, settings.toString());

        // When
        MavenSetup setup = MavenSetup.read(properties::get, Map.of());

        // Then
        assertThat(setup.localRepository()).isEqualTo(folder.resolve("kept"));
        assertThat(setup.offline()).isTrue();
        assertThat(setup.files()).containsExactly(settings);
        var system = new org.eclipse.aether.supplier.RepositorySystemSupplier().get();
        var session = Repositories.session(system, setup);
        assertThat(Repositories.remotes(system, session, setup.settings()))
                .singleElement()
                .satisfies(remote -> assertThat(remote.getUrl()).isEqualTo("file:///mirror"));
        system.shutdown();
    }

    @Test
    void localRepositoryOfTheCommandLineGoesOverTheSettings() {
        Map<String, String> properties = Map.of("maven.repo.local", "/given", "localRepository", "/of-surefire");

        assertThat(MavenSetup.read(properties::get, Map.of()).localRepository()).isEqualTo(Path.of("/given"));
    }

    @Test
    void unreadableSettingsAreNamed() throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.xml"), "<settings");
        Map<String, String> properties = Map.of(MavenSetup.SETTINGS_PROPERTY, settings.toString());

        assertThatThrownBy(() -> MavenSetup.read(properties::get, Map.of()))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining(settings.toString());
    }
}
