/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * The transactional part of a produce request.
 *
 * @param producers who sent it; more than one is a mistake of the client
 * @param sequences of the first batch, by partition
 */
record TransactionalBatches(Set<Producer> producers, Map<TopicPartition, Integer> sequences) {

    record Producer(long id, short epoch) {}

    static TransactionalBatches in(Map<TopicIdPartition, MemoryRecords> all) {
        Set<Producer> producers = new LinkedHashSet<>();
        Map<TopicPartition, Integer> sequences = new LinkedHashMap<>();
        all.forEach((partition, records) -> {
            boolean first = true;
            int sequence = RecordBatch.NO_SEQUENCE;
            for (RecordBatch batch : records.batches()) {
                sequence = first ? batch.baseSequence() : sequence;
                first = false;
                if (batch.hasProducerId() && batch.isTransactional()) {
                    producers.add(new Producer(batch.producerId(), batch.producerEpoch()));
                    sequences.put(partition.topicPartition(), sequence);
                }
            }
        });
        return new TransactionalBatches(producers, sequences);
    }

    boolean isEmpty() {
        return producers.isEmpty();
    }
}
