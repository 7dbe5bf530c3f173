/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What a running cluster takes, after the first ack: threads that were not there before its start, without those of
 * clients (by name); heap in use after a full collection, above that before the start; resident memory of this process
 * and its children; open files of them; then what is allocated for a record of 100 bytes, by all threads of this JVM, client included.
 * Read from {@code /proc}: Linux only.
 */
final class Footprint {
    private static final int RECORDS = 100_000;
    private static final int BYTES = 100;
    private static final double MB = 1024 * 1024;
    private static final int COLLECTIONS = 3;

    private Footprint() {}

    static void of(Rival rival) throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        double heapBefore = heapBytes();
        String at = rival.start();
        Client.firstAck(at);
        List<String> names = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !Client.isThreadOfAClient(name))
                .sorted()
                .toList();
        names.forEach(System.err::println);
        Bench.say("threads", names.size());
        Bench.say("heap", (heapBytes() - heapBefore) / MB);
        Bench.say("rss", residentBytes() / MB);
        Bench.say("files", openFiles());
        Traffic.createTopic(at);
        try (KafkaProducer<byte[], byte[]> producer = Client.producer(Map.of("bootstrap.servers", at))) {
            Traffic.stream(producer, BYTES, RECORDS);
            long allocatedBefore = allocatedBytes();
            Traffic.stream(producer, BYTES, RECORDS);
            Bench.say("allocated", (allocatedBytes() - allocatedBefore) / (double) RECORDS);
        }
        rival.stop();
    }

    private static double heapBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static double residentBytes() throws IOException {
        double kilobytes = 0;
        for (ProcessHandle process : family()) {
            for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    kilobytes += Double.parseDouble(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kilobytes * 1024;
    }

    private static double openFiles() {
        double files = 0;
        for (ProcessHandle process : family()) {
            String[] open = new File("/proc/" + process.pid() + "/fd").list();
            files += open == null ? 0 : open.length;
        }
        return files;
    }

    private static List<ProcessHandle> family() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants()).toList();
    }
}
