/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.NullUnmarked;

/** What all goals have in common. Maven fills the fields before it calls {@link #execute}. */
@NullUnmarked
abstract class TrialMojo extends AbstractMojo {

    /** Do nothing. */
    @Parameter(property = "trial.skip", defaultValue = "false")
    boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution execution;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    List<Artifact> pluginArtifacts;

    /** Where a cluster keeps its log, {@code <execution id>/server.log}, and what it hands over. */
    @Parameter(property = "trial.workDirectory", defaultValue = "${project.build.directory}/kafka-trial")
    java.io.File workDirectory;

    Path folder() {
        return workDirectory.toPath().resolve(execution.getExecutionId());
    }

    Handover handover() {
        return new Handover(
                project, session.getUserProperties(), workDirectory.toPath().resolve("cluster.properties"));
    }

    @SuppressWarnings("unchecked")
    Clusters clusters() {
        return Clusters.of(getPluginContext());
    }

    static Path coreJar(Collection<Artifact> artifacts) throws MojoExecutionException {
        return artifacts.stream()
                .filter(artifact -> artifact.getGroupId().equals("io.kafkatrial")
                        && artifact.getArtifactId().equals("kafka-trial-core"))
                .findFirst()
                .orElseThrow(Complaints::noCore)
                .getFile()
                .toPath();
    }
}
