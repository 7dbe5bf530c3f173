/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.Cluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long three brokers of the container engine take to be ready, beside the same three containers started by hand at the
 * same time; and what is left in Docker after each. No test: {@code StartFigures [rounds]} prints.
 */
final class StartFigures {

    private static final Duration LONG = Duration.ofMinutes(3);

    private StartFigures() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        engine(); // what a JVM does once is not what is compared
        List<Long> byEngine = new ArrayList<>();
        List<Long> byHand = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            byEngine.add(engine());
            byHand.add(hand(round));
            System.out.printf("engine %d ms, by hand %d ms%n", byEngine.get(round), byHand.get(round));
        }
        long engine = median(byEngine);
        long hand = median(byHand);
        System.out.printf(
                "median of %d: engine %d ms, by hand %d ms, ratio %.2f%n",
                rounds, engine, hand, (double) engine / hand);
        System.out.println("left: " + docker("ps -aq --filter label=io.kafkatrial.owner")
                + docker("network ls -q --filter label=io.kafkatrial.owner")
                + docker("volume ls -q --filter label=io.kafkatrial.owner"));
        System.exit(0);
    }

    private static long median(List<Long> all) {
        return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
    }

    private static long engine() {
        try (Cluster cluster =
                Cluster.builder().engine("container").brokers(3).combined(true).start()) {
            return cluster.startedIn().toMillis();
        }
    }

    private static long hand(int round) throws Exception {
        String network = "by-hand-" + ProcessHandle.current().pid() + "-" + round;
        int[] ports = {free(), free(), free()};
        long begin = System.nanoTime();
        docker("network create " + network);
        try {
            List<Process> starts = new ArrayList<>();
            for (int id = 1; id <= 3; id++) {
                starts.add(start(network, id, ports[id - 1]));
            }
            for (Process start : starts) {
                start.waitFor(1, TimeUnit.MINUTES);
            }
            awaitBrokers(ports);
            return Duration.ofNanos(System.nanoTime() - begin).toMillis();
        } finally {
            docker("rm -fv " + network + "-1 " + network + "-2 " + network + "-3");
            docker("network rm " + network);
        }
    }

    private static Process start(String network, int id, int port) throws IOException {
        String roles = id == 1 ? "broker,controller" : "broker";
        String controller = id == 1 ? ",CONTROLLER://:9093" : "";
        List<String> command = new ArrayList<>(List.of("docker", "run", "-d", "--network", network));
        command.addAll(List.of("--name", network + "-" + id, "-p", "127.0.0.1:" + port + ":9092"));
        Stream.of(
                        "CLUSTER_ID=4L6g3nShT-eMCtK--X86sw",
                        "KAFKA_HEAP_OPTS=-Xmx256m",
                        "KAFKA_NODE_ID=" + id,
                        "KAFKA_PROCESS_ROLES=" + roles,
                        "KAFKA_LISTENERS=OUT://:9092,IN://:9094" + controller,
                        "KAFKA_ADVERTISED_LISTENERS=OUT://127.0.0.1:" + port + ",IN://" + network + "-" + id + ":9094",
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=OUT:PLAINTEXT,IN:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "KAFKA_INTER_BROKER_LISTENER_NAME=IN",
                        "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER",
                        "KAFKA_CONTROLLER_QUORUM_VOTERS=1@" + network + "-1:9093")
                .forEach(variable -> command.addAll(List.of("-e", variable)));
        command.add(DockerAvailable.IMAGE);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Until each of them answers, and knows all three. */
    private static void awaitBrokers(int[] ports) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        for (int port : ports) {
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port, "reconnect.backoff.max.ms", "50"))) {
                while (admin.describeCluster().nodes().get(3, TimeUnit.MINUTES).size() < 3) {
                    if (System.nanoTime() > end) {
                        throw new IllegalStateException("three brokers by hand are not ready after " + LONG);
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<String> docker(String words) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader said = process.inputReader()) {
            return said.lines().toList();
        }
    }
}
