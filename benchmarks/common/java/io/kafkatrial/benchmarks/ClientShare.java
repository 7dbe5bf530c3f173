/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * Who takes this JVM's processor time. The clients: the application's threads and those of producers, what no cluster,
 * however fast, can save. The embedded cluster's own code: its threads, without what the kernel does for them, which is
 * to carry bytes. The rest is that, the collector's and the compiler's.
 *
 * <p>Begun and ended by one thread; the application's threads say themselves what they took.
 */
final class ClientShare {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How the names of application's threads begin that live until the end; those of others say what they took. */
    static final String APPLICATION = "application-";

    private static final String CLUSTER = "kafka-trial-";

    /**
     * Parts of what was taken since the beginning, 0 to 1.
     *
     * @param clients all that the clients took
     * @param cluster what the cluster's code took
     * @param clusterKernel what the kernel took for the cluster's threads
     * @param busy how much of all processors this JVM had
     */
    record Parts(double clients, double cluster, double clusterKernel, double busy) {}

    private final AtomicLong applicationNanos = new AtomicLong();
    private final Map<Long, Long> clientNanos = clients();
    private final Map<Long, Long> clusterNanos = cluster(THREADS::getThreadCpuTime);
    private final Map<Long, Long> clusterUserNanos = cluster(THREADS::getThreadUserTime);
    private final long processNanos = process();
    private final long begunAt = System.nanoTime();

    /** Run a part of the application's work on a thread of another name. */
    Object of(Part part) throws Exception {
        long from = THREADS.getCurrentThreadCpuTime();
        Object result = part.run();
        applicationNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - from);
        return result;
    }

    /** Work of the application. */
    interface Part {
        Object run() throws Exception;
    }

    /** Before producers and the cluster are closed. */
    Parts end() {
        double total = process() - processNanos;
        long ours = since(clusterNanos, cluster(THREADS::getThreadCpuTime));
        long oursUser = since(clusterUserNanos, cluster(THREADS::getThreadUserTime));
        double all = (System.nanoTime() - begunAt) * (double) Runtime.getRuntime().availableProcessors();
        return new Parts(
                (applicationNanos.get() + since(clientNanos, clients())) / total,
                oursUser / total,
                Math.max(0, ours - oursUser) / total,
                total / all);
    }

    /** Since the beginning. */
    double seconds() {
        return (System.nanoTime() - begunAt) / 1e9;
    }

    private static long since(Map<Long, Long> before, Map<Long, Long> now) {
        return now.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> clients() {
        return threads(
                name -> name.startsWith("kafka-producer-network-thread") || name.startsWith(APPLICATION),
                THREADS::getThreadCpuTime);
    }

    private static Map<Long, Long> cluster(LongUnaryOperator nanosOf) {
        return threads(name -> name.startsWith(CLUSTER), nanosOf);
    }

    private static Map<Long, Long> threads(Predicate<String> named, LongUnaryOperator nanosOf) {
        Map<Long, Long> nanos = new HashMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (named.test(thread.getName())) {
                nanos.put(thread.getId(), Math.max(0, nanosOf.applyAsLong(thread.getId())));
            }
        }
        return nanos;
    }

    private static long process() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
