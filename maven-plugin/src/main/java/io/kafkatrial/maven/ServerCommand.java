/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The command line of the forked server.
 *
 * @param java the java executable
 * @param jvmArgs options for the JVM
 * @param jars the jar of kafka-trial-core, which needs no other to run a cluster; those after it are to judge
 * @param shape what the cluster looks like
 */
record ServerCommand(Path java, List<String> jvmArgs, List<Path> jars, Shape shape) {

    /**
     * The parameters that describe the cluster.
     *
     * @param port port of the first broker; 0 takes free ports
     * @param options further options, of security and of what is on trial
     */
    record Shape(
            int brokers,
            int port,
            List<String> topics,
            Map<String, String> config,
            OptionalLong seed,
            Software software,
            List<String> options) {
        Shape {
            options = List.copyOf(options);
            topics = List.copyOf(topics);
            config = Map.copyOf(config);
        }
    }

    /** What runs the brokers; empty is left to the server. */
    record Software(Optional<String> engine, Optional<String> kafkaVersion) {}

    private static final String MAIN = "io.kafkatrial.cli.StandaloneMain";

    /** The server is small and short-lived: start fast rather than run fast. */
    private static final List<String> START_FAST =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    /** The java executable of the JVM that runs Maven. */
    static Path javaOfThisBuild() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * A server that writes {@code readyFile} when it is ready and ends when its standard input does. The file by which
     * tests attach is beside that one.
     */
    List<String> leashed(Path readyFile) {
        List<String> words = words();
        Path control = readyFile.toAbsolutePath().resolveSibling("control.properties");
        words.addAll(List.of("--leash", "--ready-file", readyFile.toString(), "--control-file", control.toString()));
        return words;
    }

    private String classPath() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(START_FAST);
        words.addAll(jvmArgs);
        if (jars.size() == 1) {
            words.addAll(List.of("-jar", jars.get(0).toString()));
        } else {
            words.addAll(List.of("-cp", classPath(), MAIN));
        }
        words.add("run");
        words.addAll(List.of("--brokers", String.valueOf(shape.brokers())));
        if (shape.port() != 0) {
            words.addAll(List.of("--port", String.valueOf(shape.port())));
        }
        shape.topics().forEach(topic -> words.addAll(List.of("--topic", topic.trim())));
        new TreeMap<>(shape.config()).forEach((key, value) -> words.addAll(List.of("--config", key + "=" + value)));
        shape.seed().ifPresent(seed -> words.addAll(List.of("--seed", String.valueOf(seed))));
        shape.software().engine().ifPresent(engine -> words.addAll(List.of("--engine", engine)));
        shape.software().kafkaVersion().ifPresent(version -> words.addAll(List.of("--kafka-version", version)));
        words.addAll(shape.options());
        return words;
    }
}
