/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import org.apache.kafka.clients.consumer.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A consumer that records what it hands out and what it commits, and that can die.
 *
 * <p>Like every Kafka consumer it is confined to one thread at a time; {@link #crash} may be called from
 * any thread.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public interface RecordingConsumer<K, V> extends Consumer<K, V> {

    /**
     * Die as a killed process would, as far as a client inside a living JVM can: nothing is committed any
     * more, no rebalance listener runs, and the connections are closed at once. Every later call throws
     * {@link IllegalStateException}. If another thread is inside {@code poll}, that thread carries the
     * crash out when it comes back.
     *
     * <p>The group is not told: it learns of the death when the session times out, as after a real crash. Only a
     * consumer that is not Kafka's own, or that is used without a trial, leaves its group as it is closed, if its
     * kafka-clients is older than 4.1. What was processed but not committed is delivered again either way.
     */
    void crash();
}
