/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.NullUnmarked;

/**
 * Start a cluster before the integration tests and tell them where it is: failsafe hands
 * {@code trial.bootstrap.servers} to them with no further configuration.
 *
 * <p>The cluster runs in a process of its own, which ends with {@code kafka-trial:stop} or with the build, however
 * the build ends.
 */
@NullUnmarked
@Mojo(name = "start", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true)
public final class StartMojo extends ClusterMojo {

    /** Run no integration tests, hence no cluster. */
    @Parameter(property = "skipITs", defaultValue = "false")
    boolean skipITs;

    /** Run no tests, hence no cluster. */
    @Parameter(property = "skipTests", defaultValue = "false")
    boolean skipTests;

    /** Neither compile nor run tests, hence no cluster. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    boolean skipTestCompilation;

    /** What the handed-over properties begin with; two clusters in one module need two. */
    @Parameter(property = "trial.propertyPrefix", defaultValue = "trial")
    String propertyPrefix;

    /** How long the cluster may take until it is ready, like {@code 90s}. */
    @Parameter(property = "trial.startTimeout", defaultValue = "60s")
    String startTimeout;

    @Override
    void perform() throws MojoExecutionException {
        var skips = new TestSkips(skip, skipITs, skipTests, skipTestCompilation);
        if (skips.any()) {
            getLog().info("No cluster: " + skips.reason() + " is set");
            return;
        }
        try {
            start();
        } catch (MojoExecutionException failed) {
            rollBack();
            throw failed;
        }
    }

    /** Maven does not come to {@code stop} any more. */
    private void rollBack() {
        for (Clusters.Taken one : clusters().takeAll()) {
            one.server().stop();
            getLog().info("Cluster stopped (process " + one.server().pid() + "), as another one did not start");
        }
    }

    private void start() throws MojoExecutionException {
        Duration bound = Durations.parse("startTimeout", startTimeout);
        clusters().checkFree(execution.getExecutionId(), propertyPrefix);
        boolean onTrial = onTrial().isWanted();
        if (onTrial && execution.getLifecyclePhase() != null && !hasVerify()) {
            throw Complaints.nobodyVerifies(execution.getExecutionId());
        }
        ForkedServer server = ForkedServer.start(command()::leashed, folder());
        Map<String, String> properties = prefixed(server.awaitReady(bound));
        getLog().info("Cluster ready (process " + server.pid() + ", log " + server.log() + ")");
        clusters().add(execution.getExecutionId(), server, properties, onTrial);
        Handover.Way way = handover().publish(clusters().properties());
        way.trouble().ifPresent(owner -> getLog().warn(Complaints.noWayToTheTests(owner, propertyPrefix)));
        way.detour().ifPresent(owner -> getLog().info("The tests get these by argLine, because " + owner
                + " names a systemPropertiesFile for failsafe"));
        properties.forEach((key, value) -> getLog().info(key + "=" + value));
    }

    /** Whether the POM has the goal that fails the build if a claim does not hold. */
    private boolean hasVerify() {
        Plugin plugin = project.getPlugin(execution.getPlugin().getKey());
        return plugin == null
                || plugin.getExecutions().stream()
                        .anyMatch(other -> other.getGoals().contains("verify"));
    }

    private Map<String, String> prefixed(Properties said) {
        Map<String, String> properties = new TreeMap<>();
        said.stringPropertyNames().forEach(name -> properties.put(propertyPrefix + "." + name, said.getProperty(name)));
        return properties;
    }
}
