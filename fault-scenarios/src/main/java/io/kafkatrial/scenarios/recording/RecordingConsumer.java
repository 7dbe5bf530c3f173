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
     * <p>With kafka-clients 4.1 and newer the member stays in its group until its session times out, as
     * after a real crash. Older clients can only leave the group when they close: the group then learns of
     * the death at once instead of after {@code session.timeout.ms}. What was processed but not committed is
     * delivered again either way.
     */
    void crash();
}
