/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.NullUnmarked;

/**
 * Fail the build if a guarantee of a cluster did not hold, or a fault never bit. {@code kafka-trial:stop} has judged
 * before; it does not fail, so that everything else that has to be stopped after the integration tests is. As failsafe
 * does it.
 */
@NullUnmarked
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class VerifyMojo extends WorkMojo {

    /** Say what did not hold, and let the build go on. */
    @Parameter(property = "maven.test.failure.ignore", defaultValue = "false")
    boolean testFailureIgnore;

    @Override
    void perform() throws MojoExecutionException, MojoFailureException {
        Clusters clusters = clusters();
        List<String> running = clusters.onTrial();
        if (!running.isEmpty()) {
            throw Complaints.notStopped(running);
        }
        List<String> failures = clusters.failures();
        if (failures.isEmpty()) {
            getLog().debug("Nothing to complain of");
        } else if (testFailureIgnore) {
            failures.forEach(failure -> getLog().warn(failure));
        } else {
            throw Complaints.notAsClaimed(failures);
        }
    }
}
