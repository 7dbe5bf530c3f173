/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Tells the tests of a module where its clusters are: as properties of the project, and through the file that
 * failsafe hands to its JVM as system properties, so that a POM needs no mapping.
 *
 * <p>What the user put into such a file is kept: ours is a copy of it with our entries added.
 */
final class Handover {
    private static final String FAILSAFE = "org.apache.maven.plugins:maven-failsafe-plugin";
    private static final String OPTION = "failsafe.systemPropertiesFile";
    private static final String USERS_FILE = "kafka-trial.usersSystemPropertiesFile";

    private final MavenProject project;
    private final Properties commandLine;
    private final Path file;

    /**
     * @param commandLine the properties given with -D, which no project property can override
     * @param file where to write; taken over by failsafe
     */
    Handover(MavenProject project, Properties commandLine, Path file) {
        this.project = project;
        this.commandLine = commandLine;
        this.file = file;
    }

    /** Publish these properties. */
    void publish(Map<String, String> properties) throws MojoExecutionException {
        properties.forEach(project.getProperties()::setProperty);
        Properties merged = usersEntries();
        merged.putAll(properties);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
                merged.store(out, null);
            }
        } catch (IOException e) {
            throw Complaints.cannot("hand the cluster over to the tests in", file, e);
        }
        project.getProperties().setProperty(OPTION, file.toString());
    }

    /** Where something else than us decides on failsafe's file, so that ours is not read; empty if ours is. */
    Optional<String> taken() {
        if (commandLine.containsKey(OPTION)) {
            return Optional.of("-D" + OPTION);
        }
        Plugin failsafe = project.getPlugin(FAILSAFE);
        if (failsafe == null) {
            return Optional.empty();
        }
        boolean inExecution =
                failsafe.getExecutions().stream().anyMatch(execution -> namesFile(execution.getConfiguration()));
        return namesFile(failsafe.getConfiguration()) || inExecution
                ? Optional.of("the POM's configuration of maven-failsafe-plugin")
                : Optional.empty();
    }

    private static boolean namesFile(@org.jspecify.annotations.Nullable Object configuration) {
        return configuration instanceof Xpp3Dom dom && dom.getChild("systemPropertiesFile") != null;
    }

    private Properties usersEntries() throws MojoExecutionException {
        Properties properties = project.getProperties();
        String named = properties.getProperty(OPTION);
        if (named != null && !named.equals(file.toString())) {
            properties.setProperty(USERS_FILE, named);
        }
        Properties entries = new Properties();
        String users = properties.getProperty(USERS_FILE);
        if (users != null) {
            Path path = project.getBasedir().toPath().resolve(users);
            try (var in = Files.newInputStream(path)) {
                entries.load(in);
            } catch (IOException e) {
                throw Complaints.cannot("read the system properties of the tests (" + OPTION + ") in", path, e);
            }
        }
        return entries;
    }
}
