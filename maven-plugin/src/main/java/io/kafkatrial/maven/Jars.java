/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
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

    /** The jar by which the agent puts rules into code. */
    Optional<Path> byteman() {
        return find("org.jboss.byteman", "byteman");
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
