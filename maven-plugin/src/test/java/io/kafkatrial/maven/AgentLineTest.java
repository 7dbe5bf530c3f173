/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent comes to what is in the line already, in either order, once, and says where it is not read. */
class AgentLineTest {

    private final AgentLine agent = new AgentLine(Path.of("/repo/core.jar"), Optional.of(Path.of("/repo/byteman.jar")));
    private final String option =
            "-javaagent:" + Path.of("/repo/core.jar") + "=byteman=" + Path.of("/repo/byteman.jar");

    @Test
    void standsAloneWhereThereIsNothing() {
        assertThat(agent.before(" ")).isEqualTo(option);
    }

    @Test
    void standsBeforeTheAgentOfACoverageTool() {
        assertThat(agent.before("-javaagent:jacoco.jar=destfile=x -Xmx1g"))
                .isEqualTo(option + " -javaagent:jacoco.jar=destfile=x -Xmx1g");
    }

    /** A coverage tool that comes later puts itself before what we wrote, and leaves it. */
    @Test
    void isThereOnceHoweverOftenItIsAskedFor() {
        assertThat(agent.before(agent.before("-Xmx1g"))).isEqualTo(option + " -Xmx1g");
        assertThat(agent.before("-javaagent:jacoco.jar " + option)).isEqualTo("-javaagent:jacoco.jar " + option);
    }

    @Test
    void pathWithSpacesIsQuoted() {
        assertThat(new AgentLine(Path.of("/my repo/core.jar"), Optional.empty()).option())
                .isEqualTo("\"-javaagent:" + Path.of("/my repo/core.jar") + "\"");
    }

    @ParameterizedTest
    @CsvSource({"-Xmx1g,true", "${argLine} -Xmx1g,true", "@{argLine} -Xmx1g,false", ",false"})
    void argLineThatHidesThePropertyIsFound(String argLine, boolean hides) throws Exception {
        // Given
        Plugin surefire = new Plugin();
        surefire.setArtifactId("maven-surefire-plugin");
        String line = argLine == null ? "" : "<argLine>" + argLine + "</argLine>";
        surefire.setConfiguration(
                Xpp3DomBuilder.build(new StringReader("<configuration>" + line + "</configuration>")));
        MavenProject project = new MavenProject();
        project.getBuild().addPlugin(surefire);

        // When, Then
        assertThat(ArgLine.hiding(project, ArgLine.READERS, "argLine")).hasSize(hides ? 1 : 0);
    }
}
