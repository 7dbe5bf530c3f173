/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.artifacts;

import io.kafkatrial.engine.ApacheComplaints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/**
 * How the user has set up Maven: the settings of the user and of the installation, the local repository, and whether
 * to stay offline.
 *
 * @param localRepository where artifacts are kept: {@code maven.repo.local}, else what surefire tells, else the
 *     settings, else {@code ~/.m2/repository}
 * @param offline whether to ask no remote repository: {@code trial.offline} or the settings
 * @param files the settings files that were read
 */
record MavenSetup(Settings settings, Path localRepository, boolean offline, List<Path> files) {

    static final String SETTINGS_PROPERTY = "trial.maven.settings";
    static final String OFFLINE_PROPERTY = "trial.offline";

    /** Read the setup of this user on this machine. */
    static MavenSetup read() {
        return read(System::getProperty, System.getenv());
    }

    static MavenSetup read(UnaryOperator<@Nullable String> properties, Map<String, String> environment) {
        Path home = Path.of(given(properties, "user.home").orElse("."), ".m2");
        Path user = given(properties, SETTINGS_PROPERTY).map(Path::of).orElse(home.resolve("settings.xml"));
        Optional<Path> global = given(properties, "maven.home")
                .or(() -> Optional.ofNullable(environment.get("MAVEN_HOME")))
                .map(maven -> Path.of(maven, "conf", "settings.xml"));
        List<Path> files = new ArrayList<>(List.of(user));
        global.ifPresent(files::add);
        files.removeIf(file -> !Files.isRegularFile(file));
        Settings settings = decrypt(build(user, global, environment), home.resolve("settings-security.xml"));
        Path local = given(properties, "maven.repo.local")
                .or(() -> given(properties, "localRepository"))
                .or(() -> Optional.ofNullable(settings.getLocalRepository()))
                .map(Path::of)
                .orElse(home.resolve("repository"));
        boolean offline = settings.isOffline()
                || given(properties, OFFLINE_PROPERTY)
                        .map(Boolean::parseBoolean)
                        .orElse(false);
        return new MavenSetup(settings, local.toAbsolutePath(), offline, List.copyOf(files));
    }

    private static Optional<String> given(UnaryOperator<@Nullable String> properties, String name) {
        return Optional.ofNullable(properties.apply(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Settings build(Path user, Optional<Path> global, Map<String, String> environment) {
        Properties system = new Properties();
        system.putAll(System.getProperties());
        environment.forEach((name, value) -> system.setProperty("env." + name, value));
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        request.setSystemProperties(system);
        request.setUserSettingsFile(user.toFile());
        global.ifPresent(file -> request.setGlobalSettingsFile(file.toFile()));
        try {
            return new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
        } catch (SettingsBuildingException unreadable) {
            throw ApacheComplaints.mavenSettings(user.toString(), unreadable);
        }
    }

    /** Passwords that cannot be decrypted stay as they are: the repository that needs one will say so. */
    private static Settings decrypt(Settings settings, Path security) {
        if (settings.getServers().isEmpty() && settings.getProxies().isEmpty()) {
            return settings;
        }
        DefaultSecDispatcher dispatcher =
                new DefaultSecDispatcher(new DefaultPlexusCipher(), Map.of(), security.toString());
        SettingsDecryptionResult plain =
                new DefaultSettingsDecrypter(dispatcher).decrypt(new DefaultSettingsDecryptionRequest(settings));
        settings.setServers(plain.getServers());
        settings.setProxies(plain.getProxies());
        return settings;
    }
}
