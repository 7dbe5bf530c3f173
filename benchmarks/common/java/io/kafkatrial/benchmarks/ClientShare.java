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

    private final AtomicLong applicationNanos = new AtomicLong();
    private final Map<Long, Long> networkNanos = producers();
    private final long processNanos = process();

    /** Run a part of the application's work on its thread. */
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
        for (Map.Entry<Long, Long> network : producers().entrySet()) {
            clients += network.getValue() - networkNanos.getOrDefault(network.getKey(), 0L);
        }
        return clients / (double) total;
    }

    private static Map<Long, Long> producers() {
        Map<Long, Long> nanos = new HashMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("kafka-producer-network-thread")) {
                nanos.put(thread.getId(), Math.max(0, THREADS.getThreadCpuTime(thread.getId())));
            }
        }
        return nanos;
    }

    private static long process() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
