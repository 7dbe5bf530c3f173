/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
        Handover.Way way = handover().publish(Map.of("trial.bootstrap.servers", "localhost:1"));

        assertThat(project.getProperties())
                .containsEntry("trial.bootstrap.servers", "localhost:1")
                .containsEntry(OPTION, ours().toString());
        assertThat(fileContents()).containsOnly(Map.entry("trial.bootstrap.servers", "localhost:1"));
        assertThat(way).isEqualTo(new Handover.Way(Optional.empty(), Optional.empty()));
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
    void whereThePomFixesTheFileThePropertiesGoBehindWhatIsInTheLine() throws Exception {
        failsafe(configurationWith("systemPropertiesFile", "mine.properties"));
        project.getProperties().setProperty("argLine", "-Xmx1g");

        Handover.Way way = handover().publish(Map.of("trial.bootstrap.servers", "localhost:1"));

        assertThat(way.trouble()).isEmpty();
        assertThat(way.detour()).hasValueSatisfying(where -> assertThat(where).contains("POM"));
        assertThat(project.getProperties())
                .containsEntry("argLine", "-Xmx1g -Dtrial.bootstrap.servers=localhost:1")
                .doesNotContainKey(OPTION);
    }

    @Test
    void secondClusterTakesThePlaceOfTheFirstInTheLine() throws Exception {
        commandLine.setProperty(OPTION, "mine.properties");
        project.getProperties().setProperty("argLine", "-Xmx1g");

        handover().publish(Map.of("trial.bootstrap.servers", "localhost:1"));
        project.getProperties().setProperty("argLine", project.getProperties().getProperty("argLine") + " -Dlate=1");
        handover().publish(Map.of("trial.bootstrap.servers", "localhost:1", "trial.client.files", "a b"));

        assertThat(project.getProperties().getProperty("argLine"))
                .matches("-Xmx1g +-Dlate=1 -Dtrial.bootstrap.servers=localhost:1 \"-Dtrial.client.files=a b\"");
    }

    @Test
    void whereTheLineIsFixedTooThereIsNoWay() throws Exception {
        failsafe(configurationWith("argLine", "-Xmx1g"));
        commandLine.setProperty(OPTION, "mine.properties");

        Handover.Way way = handover().publish(Map.of("trial.bootstrap.servers", "localhost:1"));

        assertThat(way.trouble()).hasValueSatisfying(where -> assertThat(where).contains("-D" + OPTION));
        assertThat(project.getProperties()).doesNotContainKey("argLine");
    }

    @Test
    void lineOfTheCommandLineIsFixedToo() throws Exception {
        commandLine.setProperty(OPTION, "mine.properties");
        commandLine.setProperty("argLine", "-Xmx1g");

        assertThat(handover().publish(Map.of()).trouble()).isPresent();
    }

    @Test
    void lineThatTakesThePropertyLateIsNotFixed() throws Exception {
        failsafe(configurationWith("argLine", "@{argLine} -Xmx1g"));
        commandLine.setProperty(OPTION, "mine.properties");

        assertThat(handover().publish(Map.of("a", "b")).trouble()).isEmpty();
    }

    private void failsafe(Xpp3Dom configuration) {
        var failsafe = new Plugin();
        failsafe.setGroupId("org.apache.maven.plugins");
        failsafe.setArtifactId("maven-failsafe-plugin");
        var execution = new PluginExecution();
        execution.setConfiguration(configuration);
        failsafe.addExecution(execution);
        project.getBuild().addPlugin(failsafe);
    }

    private static Xpp3Dom configurationWith(String name, String value) {
        var configuration = new Xpp3Dom("configuration");
        var element = new Xpp3Dom(name);
        element.setValue(value);
        configuration.addChild(element);
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
