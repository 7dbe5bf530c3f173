/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.NullUnmarked;

/**
 * Let the JVMs of surefire and failsafe start with the agent that {@code @Inject} needs: puts it into the property
 * {@code argLine}, before what other plugins, JaCoCo's for one, have put there or will.
 */
@NullUnmarked
@Mojo(name = "prepare-agent", defaultPhase = LifecyclePhase.INITIALIZE, threadSafe = true)
public final class PrepareAgentMojo extends TrialMojo {

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    List<Artifact> pluginArtifacts;

    /** Run no tests, hence no agent. */
    @Parameter(property = "skipTests", defaultValue = "false")
    boolean skipTests;

    /** Neither compile nor run tests, hence no agent. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    boolean skipTestCompilation;

    /** The property that gets the agent; surefire and failsafe read {@code argLine}. */
    @Parameter(property = "trial.agent.propertyName", defaultValue = "argLine")
    String propertyName;

    @Override
    void perform() throws MojoExecutionException {
        var skips = new TestSkips(skip, /* its= */ false, skipTests, skipTestCompilation);
        if (skips.any()) {
            getLog().info("No agent: " + skips.reason() + " is set");
            return;
        }
        Jars jars = new Jars(pluginArtifacts);
        AgentLine agent = new AgentLine(jars.core(), jars.byteman());
        String line = agent.before(project.getProperties().getProperty(propertyName, ""));
        project.getProperties().setProperty(propertyName, line);
        getLog().info(propertyName + " set to " + line);
        if (session.getUserProperties().containsKey(propertyName)) {
            getLog().warn(Complaints.argLineOfTheCommandLine(propertyName, agent.option()));
        }
        ArgLine.hiding(project, ArgLine.READERS, propertyName)
                .forEach(plugin -> getLog().warn(Complaints.argLineIsFixed(plugin, propertyName)));
    }
}
