/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.NullUnmarked;

/** What the goals that start a cluster have in common: its shape. */
@NullUnmarked
abstract class ClusterMojo extends WorkMojo {

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    List<Artifact> pluginArtifacts;

    /** How many brokers, 1 to 9. */
    @Parameter(property = "trial.brokers", defaultValue = "3")
    int brokers;

    /** How many controllers, 1 to 9; best 1, 3 or 5. */
    @Parameter(property = "trial.controllers", defaultValue = "1")
    int controllers;

    /** Let the controllers share the processes of the first brokers. */
    @Parameter(property = "trial.combined", defaultValue = "false")
    boolean combined;

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

    /** A file with a plan of faults: armed when the cluster is ready, healed when it stops. */
    @Parameter(property = "trial.plan")
    File plan;

    /** Faults, one element for each, as in a plan file. */
    @Parameter
    PlexusConfiguration faults;

    /** What has to hold of all clients, such as {@code AT_LEAST_ONCE} or {@code AVAILABLE(5s)}. */
    @Parameter(property = "trial.guarantees")
    List<String> guarantees;

    /** {@code wire} to write down what all clients do; with guarantees that is done anyway. */
    @Parameter
    String record;

    /** Let a fault that never bit, and a verdict that proves nothing, pass. */
    @Parameter(property = "trial.allowVacuous", defaultValue = "false")
    boolean allowVacuous;

    /** Further options for the JVM of the cluster. */
    @Parameter(property = "trial.jvmArgs")
    List<String> jvmArgs;

    ServerCommand command() throws MojoExecutionException {
        OnTrial onTrial = onTrial();
        long drawn = seed == null && onTrial.isWanted() ? new SplittableRandom().nextInt(1, 1_000_000_000) : 0;
        OptionalLong chosen = seed != null
                ? OptionalLong.of(seed)
                : onTrial.isWanted() ? OptionalLong.of(drawn) : OptionalLong.empty();
        List<String> options = new ArrayList<>(List.of("--controllers", String.valueOf(controllers)));
        if (combined) {
            options.add("--combined");
        }
        options.addAll(securityOptions());
        options.addAll(onTrial.options(folder().toAbsolutePath(), name(), chosen.orElse(0)));
        var shape = new ServerCommand.Shape(
                brokers,
                port,
                given("topics", topics),
                allConfig(),
                chosen,
                new ServerCommand.Software(Optional.ofNullable(engine), Optional.ofNullable(kafkaVersion)),
                options);
        Jars jars = new Jars(pluginArtifacts);
        return new ServerCommand(
                ServerCommand.javaOfThisBuild(),
                given("jvmArgs", jvmArgs),
                onTrial.recordsWire() ? jars.coreAndBeside() : List.of(jars.core()),
                shape);
    }

    /** What reports call the cluster. */
    private String name() {
        return project.getArtifactId() + ", " + execution.getExecutionId();
    }

    OnTrial onTrial() throws MojoExecutionException {
        if (record != null && !record.strip().equals("wire")) {
            throw Complaints.badRecord(record);
        }
        return new OnTrial(
                Optional.ofNullable(plan).map(File::toPath),
                Optional.ofNullable(faults),
                given("guarantees", guarantees),
                record != null,
                allowVacuous);
    }

    /** Maven makes a null of an element with nothing in it. */
    static List<String> given(String parameter, List<String> values) throws MojoExecutionException {
        if (values == null) {
            return List.of();
        }
        for (String value : values) {
            if (value == null || value.isBlank()) {
                throw Complaints.emptyElement(parameter);
            }
        }
        return values;
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

    private Map<String, String> allConfig() throws MojoExecutionException {
        Map<String, String> all = new LinkedHashMap<>();
        if (config != null) {
            given("config", new ArrayList<>(config.values()));
            all.putAll(config);
        }
        if (maxVersions != null) {
            given("maxVersions", new ArrayList<>(maxVersions.values()));
            maxVersions.forEach((api, version) -> all.put("trial.max.version." + api, version));
        }
        return all;
    }
}
