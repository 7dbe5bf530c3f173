/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.group.CoordinatorLog;
import io.kafkatrial.engine.embedded.replication.Replication;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** The broker's replicas of {@code __consumer_offsets}, as its coordinator sees them. Confined to the loop. */
final class OffsetsLog implements CoordinatorLog {

    private final ReplicationDriver driver;
    private final Replication replication;

    OffsetsLog(ReplicationDriver driver, Replication replication) {
        this.driver = driver;
        this.replication = replication;
    }

    private static TopicPartition offsets(int partition) {
        return new TopicPartition(Topic.GROUP_METADATA_TOPIC_NAME, partition);
    }

    @Override
    public long append(int partition, MemoryRecords records) {
        return driver.append(offsets(partition), records);
    }

    @Override
    public MemoryRecords read(int partition, long offset, int maxBytes) {
        return replication.readForLoading(offsets(partition), offset, maxBytes);
    }

    @Override
    public OptionalLong startOffset(int partition) {
        return replication.logStartOffset(offsets(partition));
    }

    @Override
    public OptionalLong endOffset(int partition) {
        TopicPartition offsets = offsets(partition);
        return replication.isLeader(offsets) ? replication.logEndOffset(offsets) : OptionalLong.empty();
    }

    @Override
    public OptionalLong highWatermark(int partition) {
        return replication.highWatermark(offsets(partition));
    }

    @Override
    public int maxBatchBytes(int partition) {
        return 1024 * 1024 + 12;
    }

    @Override
    public CompletionStage<Void> deleteRecords(int partition, long offset) {
        return CompletableFuture.failedFuture(
                new UnsupportedVersionException("records are not deleted from " + offsets(partition) + " yet"));
    }
}
