/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import io.kafkatrial.engine.embedded.txn.Entry.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactional ids of the partitions of {@code __transaction_state} this broker leads, as the log has
 * them. Confined to the loop.
 */
final class Owned {

    private static final Logger LOG = LoggerFactory.getLogger(Owned.class);

    /** One partition: its leader epoch, whether it is loaded, and its ids. */
    private static final class Shard {
        private final int partition;
        private final int epoch;
        private final Map<String, TransactionMetadata> ids = new TreeMap<>();
        private boolean loading = true;

        Shard(int partition, int epoch) {
            this.partition = partition;
            this.epoch = epoch;
        }

        Entry entry(TransactionMetadata metadata) {
            return new Entry(partition, epoch, metadata);
        }
    }

    private final TxnCluster cluster;
    private final Map<Integer, Shard> shards = new TreeMap<>();

    Owned(TxnCluster cluster) {
        this.cluster = cluster;
    }

    int partitionFor(String transactionalId) {
        return Utils.abs(transactionalId.hashCode()) % cluster.logPartitions();
    }

    void startLoading(int partition, int epoch) {
        shards.put(partition, new Shard(partition, epoch));
    }

    void drop(int partition) {
        shards.remove(partition);
    }

    boolean isLoading(int partition, int epoch) {
        Shard shard = shards.get(partition);
        return shard != null && shard.loading && shard.epoch == epoch;
    }

    boolean isAnyLoading() {
        return shards.values().stream().anyMatch(shard -> shard.loading);
    }

    boolean isEmpty() {
        return shards.values().stream().allMatch(shard -> shard.ids.isEmpty());
    }

    /** Take what the log says, later records over earlier ones. */
    void replay(int partition, MemoryRecords records) {
        Shard shard = shards.get(partition);
        if (shard == null) {
            return;
        }
        for (Record record : records.records()) {
            TransactionLog.ReadResult read = TransactionLog.read(record.key(), record.value());
            if (read instanceof TransactionLog.TxnRecord known) {
                shard.ids.put(known.transactionId(), known.metadata());
            } else if (read instanceof TransactionLog.TxnTombstone gone) {
                shard.ids.remove(gone.transactionId());
            } else {
                LOG.warn("ignored a record of unknown version in __transaction_state-{}: {}", partition, read);
            }
        }
    }

    /** The log is replayed: answer for its ids from now on. */
    List<Entry> endLoading(int partition) {
        Shard shard = shards.get(partition);
        if (shard == null) {
            return List.of();
        }
        shard.loading = false;
        return shard.ids.values().stream().map(shard::entry).toList();
    }

    /** Find an id: NOT_COORDINATOR and COORDINATOR_LOAD_IN_PROGRESS as Kafka has them. */
    Lookup find(String transactionalId) {
        Shard shard = shards.get(partitionFor(transactionalId));
        if (shard == null) {
            return Lookup.failed(Errors.NOT_COORDINATOR);
        }
        if (shard.loading) {
            return Lookup.failed(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        }
        TransactionMetadata metadata = shard.ids.get(transactionalId);
        return new Lookup(Errors.NONE, metadata == null ? null : shard.entry(metadata));
    }

    /** The entry, if this broker is still its coordinator in the same epoch. */
    @Nullable
    Entry current(String transactionalId, int coordinatorEpoch) {
        Entry entry = find(transactionalId).entry();
        return entry != null && entry.coordinatorEpoch() == coordinatorEpoch ? entry : null;
    }

    /** Begin to know an id; it is in memory only until its first state is appended. */
    Entry create(TransactionMetadata metadata) {
        Shard shard = shards.get(partitionFor(metadata.transactionalId()));
        if (shard == null) {
            throw new IllegalStateException("no coordinator of " + metadata.transactionalId());
        }
        shard.ids.putIfAbsent(metadata.transactionalId(), metadata);
        return shard.entry(metadata);
    }

    void remove(Entry entry) {
        Shard shard = shards.get(entry.partition());
        if (shard != null && shard.epoch == entry.coordinatorEpoch()) {
            shard.ids.remove(entry.id());
        }
    }

    /** Every id of the partitions that are loaded, by partition and name. */
    Collection<Entry> all() {
        List<Entry> all = new ArrayList<>();
        shards.values().stream()
                .filter(shard -> !shard.loading)
                .forEach(shard -> shard.ids.values().forEach(metadata -> all.add(shard.entry(metadata))));
        return all;
    }
}
