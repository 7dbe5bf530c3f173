/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.NullUnmarked;

/**
 * Put the verdicts of all modules together: one page to look at, one summary in Markdown for a CI run, and one line
 * here.
 *
 * <p>By hand, {@code mvn verify kafka-trial:report}, of all modules of the build, once they are built. Bound to a phase,
 * of the module it is bound in. Judges nothing anew, and fails nothing: that is what tests and
 * {@code kafka-trial:verify} are for.
 */
@NullUnmarked
@Mojo(name = "report", defaultPhase = LifecyclePhase.VERIFY, aggregator = true, threadSafe = true)
public final class ReportMojo extends TrialMojo {

    /** Where tests leave their reports, in the folder of each module. */
    @Parameter(property = "trial.report.dir", defaultValue = "target/kafka-trial")
    String reportsDirectory;

    /** Where the page and the summary of all modules go. */
    @Parameter(
            property = "trial.report.outputDirectory",
            defaultValue = "${project.build.directory}/kafka-trial-report")
    File outputDirectory;

    @Override
    void perform() throws MojoExecutionException {
        if (skip) {
            getLog().info("No report: trial.skip is set");
            return;
        }
        Path output = outputDirectory.toPath().toAbsolutePath();
        Verdicts verdicts = new Verdicts(output);
        try {
            for (MavenProject module : modules()) {
                verdicts.add(
                        module.getArtifactId(), module.getBasedir().toPath().resolve(reportsDirectory));
            }
            verdicts.write();
        } catch (IOException failed) {
            throw Complaints.cannot("put the reports of the modules together in", output, failed);
        }
        getLog().info(verdicts.line());
    }

    private List<MavenProject> modules() {
        boolean byHand = execution.getLifecyclePhase() == null;
        return byHand ? session.getProjects() : List.of(project);
    }
}
