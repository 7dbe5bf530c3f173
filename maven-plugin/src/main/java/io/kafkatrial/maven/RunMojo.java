/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.jspecify.annotations.NullUnmarked;

/**
 * Run a cluster in the foreground until Enter or Ctrl-C: {@code mvn kafka-trial:run -Dtrial.port=19092}.
 *
 * <p>For any client in any language; needs no project.
 */
@NullUnmarked
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends ClusterMojo {

    /** The server's exit code when a guarantee does not hold. */
    private static final int NOT_AS_CLAIMED = 3;

    @Override
    void perform() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("No cluster: trial.skip is set");
            return;
        }
        int exitCode = new Foreground(System.in).run(command().leashed(folder().resolve("ready.properties")));
        if (exitCode == NOT_AS_CLAIMED) {
            throw Complaints.notAsClaimed(List.of("what the cluster printed above says what"));
        } else if (exitCode != 0) {
            throw Complaints.runFailed(exitCode);
        }
    }
}
