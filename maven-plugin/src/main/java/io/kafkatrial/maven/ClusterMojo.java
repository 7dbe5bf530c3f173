/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.NullUnmarked;

/** What the goals that start a cluster have in common: its shape. */
@NullUnmarked
abstract class ClusterMojo extends TrialMojo {

    /** How many brokers, 1 to 9. */
    @Parameter(property = "trial.brokers", defaultValue = "3")
    int brokers;

    /** Topics to create, each as {@code NAME}, {@code NAME:PARTITIONS} or {@code NAME:PARTITIONS:REPLICATION}. */
    @Parameter(property = "trial.topics")
    List<String> topics;

    /** Broker configuration by Kafka's names. */
    @Parameter
    Map<String, String> config;

    /** Port of the first broker, the others follow; 0 takes free ports. */
    @Parameter(property = "trial.port", defaultValue = "0")
    int port;

    /** The seed every random choice of the cluster derives from; a random one if not given. */
    @Parameter(property = "trial.seed")
    Long seed;

    /** What runs the brokers: {@code embedded} or {@code apache}. */
    @Parameter(property = "trial.engine")
    String engine;

    /** The version of Apache Kafka, for engine {@code apache}. */
    @Parameter(property = "trial.kafka.version")
    String kafkaVersion;

    /** Further options for the JVM of the cluster. */
    @Parameter(property = "trial.jvmArgs")
    List<String> jvmArgs;

    ServerCommand command() throws MojoExecutionException {
        var shape = new ServerCommand.Shape(
                brokers,
                port,
                topics == null ? List.of() : topics,
                config == null ? Map.of() : config,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                new ServerCommand.Software(Optional.ofNullable(engine), Optional.ofNullable(kafkaVersion)));
        return new ServerCommand(
                ServerCommand.javaOfThisBuild(),
                jvmArgs == null ? List.of() : jvmArgs,
                coreJar(pluginArtifacts),
                shape);
    }
}
