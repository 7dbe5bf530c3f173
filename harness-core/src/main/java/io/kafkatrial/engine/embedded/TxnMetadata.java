/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.txn.TxnCluster;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * What a broker's metadata tells its transaction coordinator.
 *
 * @param metadata the committed metadata the broker knows
 * @param configuredPartitions how many partitions {@code __transaction_state} will have when it is created
 */
record TxnMetadata(MetadataCache metadata, int configuredPartitions) implements TxnCluster {

    @Override
    public int logPartitions() {
        return metadata.numPartitions(Topic.TRANSACTION_STATE_TOPIC_NAME).orElse(configuredPartitions);
    }

    @Override
    public TransactionVersion version() {
        short none = 0;
        return TransactionVersion.fromFeatureLevel(
                metadata.features().finalizedFeatures().getOrDefault(TransactionVersion.FEATURE_NAME, none));
    }

    @Override
    public Optional<OptionalInt> leaderOf(TopicPartition partition) {
        return metadata.getLeaderAndIsr(partition.topic(), partition.partition())
                .map(state -> state.leader() >= 0 && metadata.hasAliveBroker(state.leader())
                        ? OptionalInt.of(state.leader())
                        : OptionalInt.empty());
    }
}
