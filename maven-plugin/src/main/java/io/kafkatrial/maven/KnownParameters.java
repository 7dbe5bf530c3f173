/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import io.kafkatrial.engine.Nearest;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of all goals. Maven drops what a goal does not know without a word (from 3.9 on with a warning), so a
 * misspelt {@code <borkers>} would quietly run three of them.
 *
 * <p>A parameter of one goal is no mistake at another: what stands in the configuration of the plugin is for all of
 * them.
 *
 * @param names of the parameters, and their aliases
 */
record KnownParameters(Set<String> names) {

    /** Those of the plugin this execution belongs to. */
    static KnownParameters of(MojoExecution execution) {
        Set<String> names = new TreeSet<>();
        MojoDescriptor own = execution.getMojoDescriptor();
        for (MojoDescriptor goal : own.getPluginDescriptor().getMojos()) {
            for (Parameter parameter : goal.getParameters()) {
                if (parameter.isEditable()) {
                    names.add(parameter.getName());
                }
                if (parameter.getAlias() != null) {
                    names.add(parameter.getAlias());
                }
            }
        }
        return new KnownParameters(names);
    }

    /** Complain of the first element of the POM's configuration that no goal knows. */
    void check(MavenProject project, MojoExecution execution) throws MojoExecutionException {
        Plugin plugin = project.getPlugin(execution.getPlugin().getKey());
        if (plugin == null) {
            return;
        }
        check("the configuration of " + plugin.getArtifactId(), plugin);
        PluginExecution own = plugin.getExecutionsAsMap().get(execution.getExecutionId());
        if (own != null) {
            check("execution \"" + own.getId() + "\" of " + plugin.getArtifactId(), own);
        }
    }

    private void check(String where, ConfigurationContainer configured) throws MojoExecutionException {
        @Nullable Object configuration = configured.getConfiguration();
        if (configuration instanceof Xpp3Dom elements) {
            for (Xpp3Dom element : elements.getChildren()) {
                String name = Objects.requireNonNull(element.getName());
                if (!names.contains(name)) {
                    throw Complaints.unknownParameter(
                            name, where, Nearest.some(name, names, 1).get(0));
                }
            }
        }
    }
}
