/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of this JVM's processor time the clients take, the application's threads and those of producers: what no
 * cluster, however fast, can save. The collector's and the compiler's time counts as the cluster's.
 *
 * <p>Begun and ended by one thread; the application's threads say themselves what they took.
 */
final class ClientShare {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How the names of application's threads begin that live until the end; those of others say what they took. */
    static final String APPLICATION = "application-";

    private final AtomicLong applicationNanos = new AtomicLong();
    private final Map<Long, Long> threadNanos = threads();
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

    /** The clients' part of what was taken since the beginning, 0 to 1; before producers are closed. */
    double end() {
        long total = process() - processNanos;
        long clients = applicationNanos.get();
        for (Map.Entry<Long, Long> thread : threads().entrySet()) {
            clients += thread.getValue() - threadNanos.getOrDefault(thread.getKey(), 0L);
        }
        return clients / (double) total;
    }

    /** Since the beginning. */
    double seconds() {
        return (System.nanoTime() - begunAt) / 1e9;
    }

    /** How much of all processors this JVM had since the beginning, 0 to 1. */
    double busy() {
        double all = (System.nanoTime() - begunAt) * (double) Runtime.getRuntime().availableProcessors();
        return (process() - processNanos) / all;
    }

    private static Map<Long, Long> threads() {
        Map<Long, Long> nanos = new HashMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("kafka-producer-network-thread")
                    || thread.getName().startsWith(APPLICATION)) {
                nanos.put(thread.getId(), Math.max(0, THREADS.getThreadCpuTime(thread.getId())));
            }
        }
        return nanos;
    }

    private static long process() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
