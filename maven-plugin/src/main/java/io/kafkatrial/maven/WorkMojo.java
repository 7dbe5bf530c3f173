/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.NullUnmarked;

/** What the goals have in common that start, stop and judge clusters: where those keep their files. */
@NullUnmarked
abstract class WorkMojo extends TrialMojo {

    /** Where a cluster keeps its log, {@code <execution id>/server.log}, and what it hands over. */
    @Parameter(property = "trial.workDirectory", defaultValue = "${project.build.directory}/kafka-trial")
    File workDirectory;

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
}
