/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.DuplicateMojoDescriptorException;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maven drops elements it does not know; this plugin does not. */
class KnownParametersTest {

    private final Plugin plugin = new Plugin();
    private final MavenProject project = new MavenProject();
    private final PluginDescriptor descriptor = new PluginDescriptor();
    private MojoExecution stop;

    @BeforeEach
    void giveThePluginGoals() throws Exception {
        plugin.setGroupId("io.kafkatrial");
        plugin.setArtifactId("kafka-trial-maven-plugin");
        plugin.setVersion("1");
        project.getModel().setBuild(new Build());
        project.getBuild().addPlugin(plugin);
        goal("start", parameter("brokers", true), parameter("topics", true));
        stop = new MojoExecution(goal("stop", parameter("project", false)), "around");
    }

    @Test
    void elementThatNoGoalKnowsIsRefusedWithTheNearestOne() {
        plugin.setConfiguration(elements("topics", "borkers"));

        assertThatThrownBy(this::check)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("<borkers> in the configuration of kafka-trial-maven-plugin")
                .hasMessageContaining("perhaps <brokers> is meant");
    }

    @Test
    void theSameInTheConfigurationOfTheExecution() {
        var execution = new PluginExecution();
        execution.setId("around");
        execution.setConfiguration(elements("topic"));
        plugin.addExecution(execution);

        assertThatThrownBy(this::check)
                .hasMessageContaining("<topic> in execution \"around\"")
                .hasMessageContaining("perhaps <topics> is meant");
    }

    @Test
    void parameterOfAnotherGoalIsNoMistake() {
        plugin.setConfiguration(elements("brokers", "topics"));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void whatOnlyMavenMayFillIsNoParameterOfAUser() {
        plugin.setConfiguration(elements("project"));

        assertThatThrownBy(this::check).hasMessageContaining("<project>");
    }

    @Test
    void pluginThatNoPomNamesHasNothingToCheck() {
        project.getBuild().removePlugin(plugin);

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void check() throws MojoExecutionException {
        KnownParameters.of(stop).check(project, stop);
    }

    private MojoDescriptor goal(String name, Parameter... parameters)
            throws DuplicateParameterException, DuplicateMojoDescriptorException {
        descriptor.setGroupId(plugin.getGroupId());
        descriptor.setArtifactId(plugin.getArtifactId());
        descriptor.setPlugin(plugin);
        var goal = new MojoDescriptor();
        goal.setPluginDescriptor(descriptor);
        goal.setGoal(name);
        goal.setImplementation("some.Mojo");
        goal.setParameters(List.of(parameters));
        descriptor.addMojo(goal);
        return goal;
    }

    private static Parameter parameter(String name, boolean editable) {
        var parameter = new Parameter();
        parameter.setName(name);
        parameter.setEditable(editable);
        return parameter;
    }

    private static Xpp3Dom elements(String... names) {
        var configuration = new Xpp3Dom("configuration");
        for (String name : names) {
            configuration.addChild(new Xpp3Dom(name));
        }
        return configuration;
    }
}
