/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Loads on a second core what the first cluster of a JVM needs a moment later. A cold start is class
 * loading: a third of it is three libraries' static tables, in the order in which the controller and the
 * brokers will ask for them. Behind them come those of the test's own clients, which it will ask for as soon as the
 * cluster stands. Nothing waits for it, and if it fails, whoever needs the class fails in its own place with the true
 * cause.
 */
final class Preload {

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    /** Of the test: its name is put together, because relocation would make a whole one ours. */
    private static final String KAFKA = String.join(".", "org", "apache", "kafka") + ".";

    /** What every client has, and what an administrator and a producer have of their own. */
    private static final List<String> CLIENTS = List.of(
            "common.protocol.Errors",
            "common.protocol.ApiKeys",
            "clients.admin.AdminClientConfig",
            "clients.admin.KafkaAdminClient",
            "clients.NetworkClient",
            "common.network.Selector",
            "clients.producer.ProducerConfig",
            "clients.producer.KafkaProducer",
            "clients.producer.internals.Sender",
            "clients.producer.internals.RecordAccumulator",
            "clients.producer.internals.TransactionManager");

    private Preload() {}

    /** Begin, once in a JVM; the thread ends by itself after some hundred milliseconds. */
    static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            ClassLoader test = Thread.currentThread().getContextClassLoader();
            Thread thread = new Thread(() -> load(test), "kafka-trial-preload");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Each of these fills tables when it is first touched: MBeans, 130 errors, schemas of 90 requests. */
    private static void load(@Nullable ClassLoader test) {
        KafkaYammerMetrics.defaultRegistry();
        Errors.values();
        ApiKeys.values();
        for (String name : CLIENTS) {
            try {
                Class.forName(KAFKA + name, true, test);
            } catch (ClassNotFoundException | LinkageError other) {
                return; // no clients, or of another version: nothing that anybody waits for
            }
        }
    }
}
