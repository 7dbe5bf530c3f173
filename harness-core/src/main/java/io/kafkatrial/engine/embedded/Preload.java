/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/**
 * Loads on a second core what the first cluster of a JVM needs a moment later. A cold start is class
 * loading: a third of it is three libraries' static tables, in the order in which the controller and the
 * brokers will ask for them. Nothing waits for it, and if it fails, whoever needs the class fails in its
 * own place with the true cause.
 */
final class Preload {

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private Preload() {}

    /** Begin, once in a JVM; the thread ends by itself after some hundred milliseconds. */
    static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(Preload::load, "kafka-trial-preload");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Each of these fills tables when it is first touched: MBeans, 130 errors, schemas of 90 requests. */
    private static void load() {
        KafkaYammerMetrics.defaultRegistry();
        Errors.values();
        ApiKeys.values();
    }
}
