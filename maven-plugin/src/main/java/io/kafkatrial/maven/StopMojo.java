/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Stop the cluster that {@code kafka-trial:start} of the same execution started; if that execution started none, all
 * clusters of this module. Nothing to stop is no mistake.
 */
@Mojo(name = "stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class StopMojo extends WorkMojo {

    @Override
    void perform() throws MojoExecutionException {
        List<ForkedServer> servers = clusters().takeFor(execution.getExecutionId());
        for (ForkedServer server : servers) {
            server.stop();
            getLog().info("Cluster stopped (process " + server.pid() + ")");
        }
        if (servers.isEmpty()) {
            getLog().debug("No cluster runs");
        }
    }
}
