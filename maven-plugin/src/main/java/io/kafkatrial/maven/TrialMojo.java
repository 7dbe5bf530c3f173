/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.NullUnmarked;

/**
 * What all goals have in common: none begins with a parameter that no goal knows. Maven fills the fields before it
 * calls {@link #execute}.
 */
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

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        KnownParameters.of(execution).check(project, execution);
        perform();
    }

    /** Do what the goal is for, or say why not. */
    abstract void perform() throws MojoExecutionException, MojoFailureException;
}
