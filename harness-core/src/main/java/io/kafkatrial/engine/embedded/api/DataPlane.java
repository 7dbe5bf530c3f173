/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.replication.DeletedRecords;
import io.kafkatrial.engine.embedded.replication.EpochEnd;
import io.kafkatrial.engine.embedded.replication.FetchResult;
import io.kafkatrial.engine.embedded.replication.FoundOffset;
import io.kafkatrial.engine.embedded.replication.Input.InTransaction;
import io.kafkatrial.engine.embedded.replication.Input.Position;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * What the handlers ask of the broker's logs. In a node it is {@link ReplicationPlane}. Called on the
 * broker's loop, where the stages end as well.
 */
public interface DataPlane {

    /**
     * Append; ends when acks are given, or the time is up.
     *
     * @param records given away
     * @param transaction of the producer; empty if it has none
     */
    CompletionStage<Map<TopicIdPartition, ProduceResult>> produce(
            short acks,
            int timeoutMs,
            Map<TopicIdPartition, MemoryRecords> records,
            Optional<InTransaction> transaction);

    /**
     * Append the marker of a transaction coordinator, with acks=all.
     *
     * @param transactionVersion by whose rules the marker's epoch is judged
     * @return ends with the error, NONE when the marker is committed
     */
    CompletionStage<Errors> appendMarker(
            int timeoutMs, TopicPartition partition, MemoryRecords marker, short transactionVersion);

    /** Whether this broker has a replica of the partition. */
    boolean hosts(TopicPartition partition);

    /**
     * The producers a local replica, leading or not, knows of.
     *
     * @throws org.apache.kafka.common.errors.ApiException if there is no replica here
     */
    List<ProducerState> activeProducers(TopicPartition partition);

    /** Read as a consumer; ends when there is enough, or the time is up. */
    CompletionStage<Map<TopicIdPartition, FetchResult>> fetch(
            FetchLimits limits, FetchReader reader, Map<TopicIdPartition, Position> partitions);

    /** Drop the records before these offsets, -1 for the high watermark; ends when all live replicas have, or the time is up. */
    CompletionStage<Map<TopicPartition, DeletedRecords>> deleteRecords(int timeoutMs, Map<TopicPartition, Long> before);

    /** Find an offset by Kafka's special or real timestamps. */
    FoundOffset findOffset(
            TopicPartition partition,
            long timestamp,
            Optional<IsolationLevel> isolation,
            OptionalInt currentLeaderEpoch);

    /** Find the end of a leader epoch. */
    EpochEnd endOfEpoch(TopicPartition partition, OptionalInt currentLeaderEpoch, int leaderEpoch);

    /** The logs of this broker's replicas. */
    List<LocalLog> logs();

    /**
     * The log of a replica.
     *
     * @param lag how many records that are committed it lacks
     */
    record LocalLog(TopicPartition partition, long sizeInBytes, long lag) {}

    /** How long and how much a fetch may take: all bytes of the response, of all partitions together. */
    record FetchLimits(int maxWaitMs, int minBytes, int maxBytes) {}

    /**
     * Who reads.
     *
     * @param rack the consumer's {@code client.rack}, empty if it has none
     * @param onlyLeader whether the consumer is too old to read from a follower (KIP-392, Fetch v11)
     */
    record FetchReader(IsolationLevel isolation, boolean onlyLeader, String rack) {}
}
