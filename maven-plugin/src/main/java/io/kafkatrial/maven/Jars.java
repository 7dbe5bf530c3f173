/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * The jars of this plugin: it hands some of them to other processes.
 *
 * @param artifacts what the plugin depends on, resolved
 */
record Jars(Collection<Artifact> artifacts) {

    /** The jar the forked server runs from. */
    Path core() throws MojoExecutionException {
        return find("io.kafkatrial", "kafka-trial-core").orElseThrow(Complaints::noCore);
    }

    /** The same and all that the plugin brings beside it: what a server needs that judges. The core is the first. */
    List<Path> coreAndBeside() throws MojoExecutionException {
        Path core = core();
        return Stream.concat(
                        Stream.of(core),
                        artifacts.stream()
                                .map(Artifact::getFile)
                                .map(File::toPath)
                                .filter(jar -> !jar.equals(core)))
                .toList();
    }

    /** The jar by which the agent puts rules into code. */
    Optional<Path> byteman() {
        return find("org.jboss.byteman", "byteman");
    }

    /**
     * What a JVM that runs scenarios needs beside what the project has. Its own version of a library, of kafka-clients
     * first of all, goes over the plugin's.
     */
    List<Path> beside(Collection<Artifact> ofProject) {
        Set<String> there = ofProject.stream().map(Jars::key).collect(Collectors.toSet());
        return artifacts.stream()
                .filter(artifact -> !there.contains(key(artifact)))
                .map(Artifact::getFile)
                .map(File::toPath)
                .toList();
    }

    private static String key(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId();
    }

    private Optional<Path> find(String group, String name) {
        return artifacts.stream()
                .filter(artifact -> artifact.getGroupId().equals(group)
                        && artifact.getArtifactId().equals(name))
                .map(Artifact::getFile)
                .findFirst()
                .map(File::toPath);
    }
}
