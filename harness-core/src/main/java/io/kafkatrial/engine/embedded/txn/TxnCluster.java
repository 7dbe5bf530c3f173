/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.server.common.TransactionVersion;

/** What a coordinator asks the broker's metadata, as it is at the moment. Called in a step, on its thread. */
public interface TxnCluster {

    /** The number of partitions of {@code __transaction_state}, or of those it would be created with. */
    int logPartitions();

    /** The finalized level of {@code transaction.version}. */
    TransactionVersion version();

    /**
     * The broker to send a partition's marker to.
     *
     * @return empty if the partition does not exist, an empty int if it has no leader for now. Kafka 4.3 and 4.4
     *     take the latter for the former and never send the marker (KAFKA-20734)
     */
    Optional<OptionalInt> leaderOf(TopicPartition partition);
}
