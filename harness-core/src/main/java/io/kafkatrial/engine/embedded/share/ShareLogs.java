/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * What share groups ask of the logs of their broker. Implemented by the node over its replication;
 * called on the broker's loop, where the stages end as well.
 */
public interface ShareLogs {

    /**
     * The epoch in which this broker leads the partition.
     *
     * @throws org.apache.kafka.common.errors.ApiException NotLeaderOrFollowerException if it does not
     */
    int leaderEpoch(TopicIdPartition partition);

    /**
     * Find an offset by Kafka's special or real timestamps, as a consumer that reads uncommitted records.
     *
     * @throws org.apache.kafka.common.errors.ApiException why there is none
     */
    long offset(TopicIdPartition partition, long timestamp, int leaderEpoch);

    /**
     * Read what is there now, without waiting.
     *
     * @param maxBytes of all partitions together
     */
    CompletionStage<Map<TopicIdPartition, Found>> read(
            Map<TopicIdPartition, From> partitions, int maxBytes, IsolationLevel isolation);

    /** Where to read, and how much. */
    record From(long offset, int maxBytes) {}

    /**
     * What one partition gave.
     *
     * @param aborted the aborted transactions among the records, for readers of committed records
     */
    record Found(Errors error, MemoryRecords records, List<AbortedTransaction> aborted) {}
}
