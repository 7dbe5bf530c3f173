/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyMojoTest {

    @TempDir
    Path folder;

    private final VerifyMojo mojo = new VerifyMojo();
    private final Map<Object, Object> context = new HashMap<>();

    @BeforeEach
    void giveContext() {
        mojo.setPluginContext(context);
    }

    @Test
    void nothingJudgedIsNothingToComplainOf() {
        assertThatCode(mojo::perform).doesNotThrowAnyException();
    }

    @Test
    void whatFailedFailsTheBuild() {
        Clusters.of(context).failed("execution default: fault crash never bit");

        assertThatThrownBy(mojo::perform)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("What the clients did is not what is claimed: execution default: fault crash never bit.");
    }

    @Test
    void buildThatIgnoresFailuresGoesOn() {
        Clusters.of(context).failed("execution default: fault crash never bit");
        mojo.testFailureIgnore = true;

        assertThatCode(mojo::perform).doesNotThrowAnyException();
    }

    @Test
    void clusterThatWasNotStoppedWasNotJudged() throws MojoExecutionException {
        ForkedServer server = ForkedServer.start(
                readyFile -> List.of(ServerCommand.javaOfThisBuild().toString(), "-version"), folder);
        Clusters.of(context).add("default", server, Map.of(), /* onTrial= */ true);

        assertThatThrownBy(mojo::perform)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("execution default of kafka-trial:start still runs")
                .hasMessageContaining("<goal>stop</goal>");
        server.stop();
    }
}
