/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {
    private static final String OPTION = "failsafe.systemPropertiesFile";

    @TempDir
    Path folder;

    private final MavenProject project = new MavenProject();
    private final Properties commandLine = new Properties();

    @BeforeEach
    void giveTheProjectAFolder() {
        project.setFile(folder.resolve("pom.xml").toFile());
        project.getModel().setBuild(new Build());
    }

    @Test
    void failsafeAndThePomSeeTheProperties() throws Exception {
        handover().publish(Map.of("trial.bootstrap.servers", "localhost:1"));

        assertThat(project.getProperties())
                .containsEntry("trial.bootstrap.servers", "localhost:1")
                .containsEntry(OPTION, ours().toString());
        assertThat(fileContents()).containsOnly(Map.entry("trial.bootstrap.servers", "localhost:1"));
        assertThat(handover().taken()).isEmpty();
    }

    @Test
    void entriesOfTheUsersFileAreKeptHoweverOftenWePublish() throws Exception {
        Path users = folder.resolve("users.properties");
        Files.writeString(users, "colour=blue\n");
        project.getProperties().setProperty(OPTION, "users.properties");

        handover().publish(Map.of("trial.bootstrap.servers", "localhost:1"));
        handover().publish(Map.of("other.bootstrap.servers", "localhost:2"));

        assertThat(fileContents())
                .containsOnly(Map.entry("colour", "blue"), Map.entry("other.bootstrap.servers", "localhost:2"));
        assertThat(users).hasContent("colour=blue");
    }

    @Test
    void fileNamedInThePomsFailsafeConfigurationIsReported() {
        var failsafe = new Plugin();
        failsafe.setGroupId("org.apache.maven.plugins");
        failsafe.setArtifactId("maven-failsafe-plugin");
        var execution = new PluginExecution();
        execution.setConfiguration(configurationWith("systemPropertiesFile"));
        failsafe.addExecution(execution);
        project.getBuild().addPlugin(failsafe);

        assertThat(handover().taken())
                .hasValueSatisfying(where -> assertThat(where).contains("POM"));
    }

    @Test
    void fileNamedOnTheCommandLineIsReported() {
        commandLine.setProperty(OPTION, "mine.properties");

        assertThat(handover().taken())
                .hasValueSatisfying(where -> assertThat(where).contains("-D" + OPTION));
    }

    private static Xpp3Dom configurationWith(String element) {
        var configuration = new Xpp3Dom("configuration");
        configuration.addChild(new Xpp3Dom(element));
        return configuration;
    }

    private Handover handover() {
        return new Handover(project, commandLine, ours());
    }

    private Path ours() {
        return folder.resolve("target/kafka-trial/cluster.properties");
    }

    private Properties fileContents() throws IOException {
        var contents = new Properties();
        try (var in = Files.newInputStream(ours())) {
            contents.load(in);
        }
        return contents;
    }
}
