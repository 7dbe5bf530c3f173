/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TopicSpec;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** What a cluster leaves behind after 200 starts and stops in one JVM: nothing. */
class StartStopTest {

    private static final int CYCLES = 200;
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @Test
    void leavesNoThreadPortFileOrDirectMemoryBehind() throws Exception {
        cycle(0); // loads what a JVM loads once
        Footprint before = Footprint.now();
        String lastBootstrap = "";
        for (int i = 1; i <= CYCLES; i++) {
            lastBootstrap = cycle(i);
        }
        Footprint after = Footprint.now();
        // a thread of an earlier test may have ended meanwhile
        assertThat(before.threads).containsAll(after.threads);
        assertThat(after.openFiles).isLessThanOrEqualTo(before.openFiles);
        assertThat(after.directBytes).isLessThanOrEqualTo(before.directBytes);
        for (String server : lastBootstrap.split(",")) {
            int port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
            try (ServerSocket free = new ServerSocket()) {
                free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    private static String cycle(int number) throws Exception {
        var topics = List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of()));
        var spec = new ClusterSpec(3, 1, topics, Map.of(), Map.of(), OptionalInt.empty(), number);
        try (RunningCluster cluster = new EmbeddedEngine().start(spec)) {
            if (number % 20 == 0) {
                try (Producer<String, String> producer = Clients.producer(cluster.bootstrapServers())) {
                    Clients.send(producer, "orders", "k", "v");
                }
                cluster.pull(new Lever.Crash(1 + number % 3));
            }
            return cluster.bootstrapServers();
        }
    }

    private record Footprint(Set<String> threads, long openFiles, long directBytes) {
        static Footprint now() throws IOException {
            return new Footprint(threadNames(), openFileCount(), directMemory());
        }

        private static Set<String> threadNames() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(Thread::isAlive)
                    .map(Thread::getName)
                    .filter(name -> !name.startsWith("ForkJoinPool"))
                    .collect(Collectors.toSet());
        }

        private static long openFileCount() throws IOException {
            if (!Files.isDirectory(OPEN_FILES)) {
                return 0;
            }
            try (Stream<Path> files = Files.list(OPEN_FILES)) {
                return files.count();
            }
        }

        private static long directMemory() {
            return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
        }
    }
}
