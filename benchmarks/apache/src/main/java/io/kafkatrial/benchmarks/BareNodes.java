/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Three nodes of Apache Kafka started as one would by hand: formatted, then {@code java kafka.Kafka} with no option. */
final class BareNodes {

    private static final String STARTED = "Kafka Server started";
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);

    private BareNodes() {}

    /** From the first process to the last one that says it has started. */
    static double readyInMs(String classPath) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("bare-kafka");
        List<Process> nodes = new ArrayList<>();
        try {
            List<Path> configs = configs(home);
            for (Path config : configs) {
                java(
                                classPath,
                                home.resolve("format.log"),
                                "kafka.tools.StorageTool",
                                "format",
                                "-t",
                                "4L6g3nShT-eMCtK--X86sw",
                                "-c",
                                config.toString())
                        .waitFor();
            }
            long begin = System.nanoTime();
            List<Path> logs = new ArrayList<>();
            for (Path config : configs) {
                Path log = Path.of(config + ".log");
                logs.add(log);
                nodes.add(java(classPath, log, "kafka.Kafka", config.toString()));
            }
            for (Path log : logs) {
                while (!Files.readString(log).contains(STARTED)) {
                    if (System.nanoTime() - begin > MOST_NANOS) {
                        throw new IOException("no node says that it has started: " + Files.readString(log));
                    }
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
            return (System.nanoTime() - begin) / 1e6;
        } finally {
            for (Process node : nodes) {
                node.destroyForcibly().waitFor();
            }
            try (Stream<Path> all = Files.walk(home)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private static Process java(String classPath, Path log, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1G",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-cp",
                classPath + File.pathSeparator + logBackend()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Kafka's jars come without one, and the nodes have to say when they have started. */
    private static String logBackend() throws IOException {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("slf4j-simple"))
                .findFirst()
                .orElseThrow(() -> new IOException("slf4j-simple is not on the class path"));
    }

    private static List<Path> configs(Path home) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        List<Path> configs = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Path config = home.resolve("node-" + i + ".properties");
            Files.writeString(
                    config,
                    """
                    process.roles=broker,controller
                    node.id=%d
                    controller.quorum.voters=1@127.0.0.1:%d,2@127.0.0.1:%d,3@127.0.0.1:%d
                    listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                    controller.listener.names=CONTROLLER
                    log.dirs=%s
                    """
                            .formatted(
                                    i,
                                    ports.get(3),
                                    ports.get(4),
                                    ports.get(5),
                                    ports.get(i - 1),
                                    ports.get(i + 2),
                                    home.resolve("data-" + i)));
            configs.add(config);
        }
        return configs;
    }
}
