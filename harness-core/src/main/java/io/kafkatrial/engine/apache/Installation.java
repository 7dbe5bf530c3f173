/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.apache.artifacts.KafkaArtifacts;
import io.kafkatrial.engine.apache.child.NodeMain;
import io.kafkatrial.engine.apache.process.ChildJar;
import io.kafkatrial.engine.apache.process.JavaHome;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One version of Apache Kafka on one Java, ready to run: its class path, and what was made once and is kept in the
 * cache, below {@code trial.cache.dir}, else {@code XDG_CACHE_HOME}, else {@code ~/.cache}. Several JVMs may prepare
 * at the same time; one does it, the others wait. Immutable.
 *
 * @param classPath our one class, then Kafka's jars
 * @param directory the cache directory of exactly this class path on exactly this Java
 */
record Installation(String version, JavaHome java, List<Path> classPath, Path directory) {

    static final String CACHE_PROPERTY = "trial.cache.dir";
    static final String JVM_ARGS_PROPERTY = "trial.kafka.jvm.args";

    private static final String LOG = "-Dorg.slf4j.simpleLogger.";
    private static final Object ONE_AT_A_TIME = new Object();

    /**
     * Find the jars of a version.
     *
     * @throws io.kafkatrial.engine.TrialException if they are not to be had, or need a newer Java
     */
    static Installation of(String version) {
        Path cache = cache();
        List<Path> classPath = new ArrayList<>();
        classPath.add(ChildJar.in(cache));
        classPath.addAll(new KafkaArtifacts(cache).classPath(version));
        JavaHome java = JavaHome.chosen();
        checkJava(version, java, classPath);
        int key = 31 * classPath.hashCode() + (java.directory() + java.version()).hashCode();
        return new Installation(
                version, java, List.copyOf(classPath), cache.resolve(version + "-" + Integer.toHexString(key)));
    }

    /** The jar of the agent for points of the code. */
    static Path codeAgent() {
        return new KafkaArtifacts(cache()).codeAgent();
    }

    private static Path cache() {
        String named = System.getProperty(CACHE_PROPERTY, "").strip();
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        Path caches = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home", "."), ".cache"));
        return caches.resolve("kafka-trial").toAbsolutePath();
    }

    static void checkJava(String version, JavaHome java, List<Path> classPath) {
        for (Path jar : classPath) {
            String name = jar.getFileName().toString();
            int needed = name.startsWith("kafka_2.13-")
                    ? JavaHome.neededBy(jar, "kafka.Kafka").orElse(0)
                    : 0;
            if (needed > java.feature()) {
                throw ApacheComplaints.javaTooOld(
                        version, needed, java.directory().toString(), java.feature());
            }
        }
    }

    /** The command line of a node. */
    List<String> command(Path properties, int heapMb, List<String> further) {
        List<String> words = new ArrayList<>(List.of(
                java.executable().toString(),
                "-Xmx" + heapMb + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "-Djava.awt.headless=true",
                LOG + "showDateTime=true",
                LOG + "dateTimeFormat=HH:mm:ss.SSS",
                LOG + "defaultLogLevel=" + System.getProperty("trial.kafka.log", "warn"),
                LOG + "log.kafka.server.KafkaRaftServer=info"));
        words.addAll(further);
        String args = System.getProperty(JVM_ARGS_PROPERTY, "").strip();
        if (!args.isEmpty()) {
            words.addAll(Arrays.asList(args.split("\\s+", -1)));
        }
        words.addAll(List.of("-cp", joined(), NodeMain.class.getName(), properties.toString()));
        return words;
    }

    /** The class path as the JVM wants it. */
    String joined() {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** The archive of classes; empty if there is none yet. */
    Optional<Path> archive() {
        return Optional.of(archiveFile()).filter(Files::isRegularFile);
    }

    Path archiveFile() {
        return directory.resolve("classes.jsa");
    }

    /** What is done once for this installation, and by one JVM only. */
    interface Once {
        void make() throws IOException;
    }

    /** Make what belongs into the cache directory, unless another JVM did so meanwhile. */
    void once(Path result, Once work) {
        if (Files.exists(result)) {
            return;
        }
        synchronized (ONE_AT_A_TIME) {
            try {
                Files.createDirectories(directory);
                try (FileChannel channel = FileChannel.open(
                                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    if (held.isValid() && !Files.exists(result)) {
                        work.make();
                    }
                }
            } catch (IOException failed) {
                throw ApacheComplaints.cache(result.toString(), failed);
            }
        }
    }

    /** The same as further options of a JVM: use the archive if there is one. */
    List<String> sharing() {
        return archive().stream()
                .flatMap(file -> Stream.of("-XX:SharedArchiveFile=" + file))
                .toList();
    }
}
