/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.apache.process.NodeLog;
import io.kafkatrial.engine.apache.process.NodeProcess;
import io.kafkatrial.engine.apache.process.Workplace;
import io.kafkatrial.engine.outside.KnownVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is made once for a version and kept in the cache. The feature levels of a new cluster come from Kafka's own
 * formatting tool. The archive of classes comes from a node that ran once: a JVM that maps it starts in half the
 * time. Stateless.
 */
final class Preparation {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String FIRST_WITH_FEATURES = "3.9.0";
    private static final int HEAP_MB = 256;

    private Preparation() {}

    /** The file with the feature levels of a new cluster, the user's choice over Kafka's. */
    static Path bootstrap(Installation installation, Map<String, String> features) {
        String name = features.isEmpty() ? "default" : Integer.toHexString(features.hashCode());
        Path file = installation.directory().resolve("bootstrap-" + name + ".checkpoint");
        installation.once(file, () -> format(installation, features, file));
        return file;
    }

    private static void format(Installation installation, Map<String, String> features, Path file) throws IOException {
        if (!features.isEmpty() && !KnownVersions.isAtLeast(installation.version(), FIRST_WITH_FEATURES)) {
            throw ApacheComplaints.features(
                    installation.version(), "its formatting tool cannot set them; " + FIRST_WITH_FEATURES + " can");
        }
        try (Workplace place = Workplace.make()) {
            Path home = place.directory();
            Path data = home.resolve("data");
            Path properties = NodeConfig.file(home);
            Files.writeString(
                    properties,
                    NodeConfig.text(Map.of(
                            "node.id", "1",
                            "process.roles", "broker,controller",
                            "controller.quorum.voters", "1@127.0.0.1:9093",
                            "controller.listener.names", "CONTROLLER",
                            "listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093",
                            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                            "log.dirs", data.toString())));
            NodeLog log = new NodeLog(home.resolve("format.log"));
            NodeProcess tool = NodeProcess.start(formatCommand(installation, properties, features), home, log);
            if (!tool.awaitExit(PATIENCE) || tool.exitCode().orElse(1) != 0) {
                String words = tool.lastWords();
                tool.kill();
                throw features.isEmpty()
                        ? ApacheComplaints.nodeFailed("Kafka's formatting tool", "it failed", words, null)
                        : ApacheComplaints.features(installation.version(), words.strip());
            }
            Path draft = file.resolveSibling(file.getFileName() + ".tmp");
            Files.copy(data.resolve(Format.BOOTSTRAP), draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<String> formatCommand(
            Installation installation, Path properties, Map<String, String> features) {
        List<String> words = new ArrayList<>(List.of(
                installation.java().executable().toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                installation.joined(),
                "kafka.tools.StorageTool",
                "format",
                "-t",
                new Format(properties, 1).clusterId(),
                "-c",
                properties.toString()));
        features.forEach((name, level) -> words.addAll(List.of("--feature", name + "=" + level)));
        return words;
    }

    /** See to it that there is an archive of classes, by running one node once. */
    static void archive(Installation installation) {
        Path file = installation.archiveFile();
        Path none = file.resolveSibling("classes.none");
        if (Files.exists(none) || !Boolean.parseBoolean(System.getProperty("trial.kafka.cds", "true"))) {
            return;
        }
        bootstrap(installation, Map.of()); // the training needs it, and only one thing is made at a time
        installation.once(file, () -> {
            Path draft = file.resolveSibling("classes.tmp");
            train(installation, draft);
            if (Files.isRegularFile(draft)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.writeString(none, "The Java " + installation.java().version() + " wrote no archive.\n");
            }
        });
    }

    private static void train(Installation installation, Path draft) {
        ClusterSpec one = new ClusterSpec(
                1,
                1,
                true,
                List.of(new TopicSpec("training", 1, OptionalInt.empty(), Map.of())),
                Map.of(),
                Map.of(),
                OptionalInt.empty(),
                1,
                Optional.of(installation.version()));
        try (ApacheCluster trained = Startup.start(one, installation, List.of("-XX:ArchiveClassesAtExit=" + draft))) {
            trained.pull(new Lever.Stop(1));
        }
    }

    static int heapMb() {
        return HEAP_MB;
    }
}
