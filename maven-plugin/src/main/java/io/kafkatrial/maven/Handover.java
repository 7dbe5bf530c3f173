/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * Tells the tests of a module where its clusters are: as properties of the project, and through the file that
 * failsafe hands to its JVM as system properties, so that a POM needs no mapping.
 *
 * <p>What the user put into such a file is kept: ours is a copy of it with our entries added. Where the file is fixed by
 * the POM or the command line, the properties go into {@code argLine}, behind what is there.
 */
final class Handover {
    static final String FAILSAFE = "maven-failsafe-plugin";
    private static final String FAILSAFE_KEY = "org.apache.maven.plugins:" + FAILSAFE;
    private static final String OPTION = "failsafe.systemPropertiesFile";
    private static final String USERS_FILE = "kafka-trial.usersSystemPropertiesFile";
    private static final String OURS_IN_LINE = "kafka-trial.argLine";

    private final MavenProject project;
    private final Properties commandLine;
    private final Path file;

    /**
     * How the tests get the properties.
     *
     * @param trouble what is in the way of all of them; empty if nothing is
     * @param detour that they come by another way than the file, and why; empty if by the file
     */
    record Way(Optional<String> trouble, Optional<String> detour) {}

    /**
     * @param commandLine the properties given with -D, which no project property can override
     * @param file where to write; taken over by failsafe
     */
    Handover(MavenProject project, Properties commandLine, Path file) {
        this.project = project;
        this.commandLine = commandLine;
        this.file = file;
    }

    /** Publish these properties, in place of those published before. */
    Way publish(Map<String, String> properties) throws MojoExecutionException {
        properties.forEach(project.getProperties()::setProperty);
        Optional<String> owner = ownerOfTheFile();
        write(properties);
        if (owner.isEmpty()) {
            project.getProperties().setProperty(OPTION, file.toString());
            return new Way(Optional.empty(), Optional.empty());
        }
        List<String> hiding = ArgLine.hiding(project, List.of(FAILSAFE), ArgLine.PROPERTY);
        if (hiding.isEmpty() && !commandLine.containsKey(ArgLine.PROPERTY)) {
            intoLine(properties);
            return new Way(Optional.empty(), owner);
        }
        return new Way(owner, Optional.empty());
    }

    private void write(Map<String, String> properties) throws MojoExecutionException {
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
    }

    private void intoLine(Map<String, String> properties) {
        String before = project.getProperties().getProperty(OURS_IN_LINE, "");
        String others = project.getProperties()
                .getProperty(ArgLine.PROPERTY, "")
                .replace(before, "")
                .strip();
        String ours = new TreeMap<>(properties)
                .entrySet().stream()
                        .map(entry -> ArgLine.word("-D" + entry.getKey() + "=" + entry.getValue()))
                        .collect(Collectors.joining(" "));
        project.getProperties().setProperty(OURS_IN_LINE, ours);
        project.getProperties().setProperty(ArgLine.PROPERTY, (others + " " + ours).strip());
    }

    /** Who else than us decides on failsafe's file, so that ours is not read; empty if it is. */
    private Optional<String> ownerOfTheFile() {
        if (commandLine.containsKey(OPTION)) {
            return Optional.of("-D" + OPTION);
        }
        Plugin failsafe = project.getPlugin(FAILSAFE_KEY);
        if (failsafe == null) {
            return Optional.empty();
        }
        boolean inExecution =
                failsafe.getExecutions().stream().anyMatch(execution -> namesFile(execution.getConfiguration()));
        return namesFile(failsafe.getConfiguration()) || inExecution
                ? Optional.of("the POM's configuration of " + FAILSAFE)
                : Optional.empty();
    }

    private static boolean namesFile(@Nullable Object configuration) {
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
