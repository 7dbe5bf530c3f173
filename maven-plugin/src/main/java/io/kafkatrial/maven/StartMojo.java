/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
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
        Duration bound = Durations.parse("startTimeout", startTimeout);
        clusters().checkFree(execution.getExecutionId(), propertyPrefix);
        ForkedServer server = ForkedServer.start(command()::leashed, folder());
        Map<String, String> properties = prefixed(server.awaitReady(bound));
        getLog().info("Cluster ready (process " + server.pid() + ", log " + server.log() + ")");
        clusters().add(execution.getExecutionId(), server, properties);
        Handover handover = handover();
        handover.publish(clusters().properties());
        handover.taken()
                .ifPresent(where -> getLog().warn(Complaints.systemPropertiesFileIsTaken(where, propertyPrefix)));
        properties.forEach((key, value) -> getLog().info(key + "=" + value));
    }

    private Map<String, String> prefixed(Properties said) {
        Map<String, String> properties = new TreeMap<>();
        said.stringPropertyNames().forEach(name -> properties.put(propertyPrefix + "." + name, said.getProperty(name)));
        return properties;
    }
}
