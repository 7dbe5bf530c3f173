/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.NullUnmarked;

/** What the goals that start a cluster have in common: its shape. */
@NullUnmarked
abstract class ClusterMojo extends WorkMojo {

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    List<Artifact> pluginArtifacts;

    /** How many brokers, 1 to 9. */
    @Parameter(property = "trial.brokers", defaultValue = "3")
    int brokers;

    /** Topics to create, each as {@code NAME}, {@code NAME:PARTITIONS} or {@code NAME:PARTITIONS:REPLICATION}. */
    @Parameter(property = "trial.topics")
    List<String> topics;

    /** Broker configuration by Kafka's names. */
    @Parameter
    Map<String, String> config;

    /** The newest version of an API the brokers serve, by Kafka's name of it; -1 for none of it. */
    @Parameter
    Map<String, String> maxVersions;

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

    /** Who gets in, how, and what for; everybody on this machine, for everything, if not given. */
    @Parameter
    Security security;

    /** Further options for the JVM of the cluster. */
    @Parameter(property = "trial.jvmArgs")
    List<String> jvmArgs;

    ServerCommand command() throws MojoExecutionException {
        var shape = new ServerCommand.Shape(
                brokers,
                port,
                topics == null ? List.of() : topics,
                allConfig(),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                new ServerCommand.Software(Optional.ofNullable(engine), Optional.ofNullable(kafkaVersion)),
                securityOptions());
        return new ServerCommand(
                ServerCommand.javaOfThisBuild(),
                jvmArgs == null ? List.of() : jvmArgs,
                new Jars(pluginArtifacts).core(),
                shape);
    }

    private List<String> securityOptions() throws MojoExecutionException {
        if (security == null) {
            return List.of();
        }
        if (security.protocol == null) {
            throw Complaints.noProtocol();
        }
        return security.options(folder().toAbsolutePath().resolve("clients"));
    }

    private Map<String, String> allConfig() {
        Map<String, String> all = new LinkedHashMap<>();
        if (config != null) {
            all.putAll(config);
        }
        if (maxVersions != null) {
            maxVersions.forEach((api, version) -> all.put("trial.max.version." + api, version));
        }
        return all;
    }
}
