/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import io.kafkatrial.cli.Findings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.NullUnmarked;

/**
 * Stop the cluster that {@code kafka-trial:start} of the same execution started; if that execution started none, all
 * clusters of this module. Nothing to stop is no mistake.
 *
 * <p>A cluster with faults or guarantees is healed and judged before. What came of it is said here, and fails the build
 * in {@code kafka-trial:verify}.
 */
@NullUnmarked
@Mojo(name = "stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class StopMojo extends WorkMojo {

    /** How long healing and judging may take, like {@code 90s}. */
    @Parameter(property = "trial.stopTimeout", defaultValue = "90s")
    String stopTimeout;

    @Override
    void perform() throws MojoExecutionException {
        Duration bound = Durations.parse("stopTimeout", stopTimeout);
        List<Clusters.Taken> taken = clusters().takeFor(execution.getExecutionId());
        for (Clusters.Taken one : taken) {
            if (one.onTrial()) {
                conclude(one, bound);
            } else {
                one.server().stop();
            }
            getLog().info("Cluster stopped (process " + one.server().pid() + ")");
        }
        if (taken.isEmpty()) {
            getLog().debug("No cluster runs");
        }
    }

    private void conclude(Clusters.Taken one, Duration bound) throws MojoExecutionException {
        boolean gone = one.server().conclude(bound);
        Optional<Findings> found = one.server().findings();
        if (found.isEmpty()) {
            String why = Complaints.noFindings(
                    one.execution(), gone, bound, one.server().lastLines());
            getLog().error(why);
            clusters().failed(why);
            return;
        }
        if (found.get().passed()) {
            found.get().lines().forEach(line -> getLog().info(line));
        } else {
            found.get().lines().forEach(line -> getLog().error(line));
            clusters().failed(Complaints.whatFailed(one.execution(), found.get()));
        }
    }
}
