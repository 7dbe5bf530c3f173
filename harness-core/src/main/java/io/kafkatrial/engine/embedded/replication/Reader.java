/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Bug;
import io.kafkatrial.engine.embedded.log.LeaderEpochs;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** Reads what a fetch asks for, with the checks of Kafka's ReplicaManager and Partition. Confined to the loop. */
final class Reader {
    private final Replicas replicas;
    private final RackAwareSelector selector;

    Reader(Replicas replicas, RackAwareSelector selector) {
        this.replicas = replicas;
        this.selector = selector;
    }

    /**
     * What was read.
     *
     * @param urgent whether there is an error or a divergence the reader should hear of at once
     */
    record Readout(Map<TopicIdPartition, FetchResult> results, long bytes, boolean urgent) {}

    /**
     * Read all partitions of a fetch, in order, until its bytes are used up. The first batch found may
     * exceed every limit.
     *
     * @param takeNote whether the fetch tells the leader about its follower; not when read again later
     */
    Readout read(FetchQuery query, boolean takeNote) {
        Map<TopicIdPartition, FetchResult> results = new LinkedHashMap<>();
        long bytes = 0;
        boolean urgent = false;
        for (Map.Entry<TopicIdPartition, ReadAt> entry : query.partitions().entrySet()) {
            long left = Math.max(0, query.maxBytes() - bytes);
            FetchResult result =
                    read(entry.getKey(), entry.getValue(), query, new Limit((int) left, bytes == 0, takeNote));
            bytes += result.records().sizeInBytes();
            urgent |= result.error() != Errors.NONE || result.diverging().isPresent();
            urgent |= result.preferredReadReplica().isPresent();
            results.put(entry.getKey(), result);
        }
        return new Readout(results, bytes, urgent);
    }

    private record Limit(int bytes, boolean atLeastOne, boolean takeNote) {}

    private FetchResult read(TopicIdPartition partition, ReadAt at, FetchQuery query, Limit limit) {
        Hosted replica = replicas.find(partition.topicPartition());
        Errors error = check(partition, replica, at, query);
        if (replica == null || error != Errors.NONE) {
            return failed(partition, error);
        }
        try {
            OptionalInt elsewhere = preferred(replica, at, query);
            if (elsewhere.isPresent()) {
                return result(replica, MemoryRecords.EMPTY, Optional.empty()).goTo(elsewhere);
            }
            Optional<EpochEnd> diverging = diverging(replica, at);
            return diverging.isPresent()
                    ? result(replica, MemoryRecords.EMPTY, diverging)
                    : readUnlessStale(partition, replica, at, query, limit);
        } catch (KafkaStorageException offline) {
            return failed(partition, Errors.KAFKA_STORAGE_ERROR);
        } catch (OffsetOutOfRangeException outside) {
            return query.isByReplica()
                    ? outOfRangeForReplica(replica)
                    : FetchResult.failed(Errors.OFFSET_OUT_OF_RANGE, Optional.empty());
        }
    }

    private OptionalInt preferred(Hosted replica, ReadAt at, FetchQuery query) {
        Leadership leadership = replica.leadership();
        return leadership == null ? OptionalInt.empty() : selector.select(query, at, leadership);
    }

    private FetchResult readUnlessStale(
            TopicIdPartition partition, Hosted replica, ReadAt at, FetchQuery query, Limit limit) {
        PartitionLog log = replica.log();
        MemoryRecords records = log.read(
                at.fetchOffset(), query.upTo().of(replica), Math.min(at.maxBytes(), limit.bytes()), limit.atLeastOne());
        // Kafka answers with the high watermark from before the fetch is taken note of.
        FetchResult result = result(replica, records, Optional.empty());
        if (query.upTo() == FetchQuery.UpTo.LAST_STABLE) {
            result = result.skipping(aborted(log, at.fetchOffset(), records));
        }
        Leadership leadership = replica.leadership();
        if (query.isByReplica() && limit.takeNote() && leadership != null) {
            FollowerProgress follower = leadership.follower(query.replicaId());
            Errors stale = follower == null
                    ? Errors.UNKNOWN_LEADER_EPOCH
                    : leadership.onFetch(follower, at, log.endOffset(), query.replicaEpoch());
            if (stale != Errors.NONE) {
                return failed(partition, stale);
            }
        }
        return result;
    }

    private static List<AbortedTransaction> aborted(PartitionLog log, long offset, MemoryRecords records) {
        return log.search().abortedTransactions(offset, records).stream()
                .map(one ->
                        new AbortedTransaction().setProducerId(one.producerId()).setFirstOffset(one.firstOffset()))
                .toList();
    }

    /** Why this partition may not be read by this reader; {@link Errors#NONE} if it may. */
    Errors check(TopicIdPartition partition, @Nullable Hosted replica, ReadAt at, FetchQuery query) {
        if (replica == null) {
            Errors error = replicas.whyMissing(partition.topicPartition());
            return query.isByReplica() && error == Errors.UNKNOWN_TOPIC_OR_PARTITION ? Errors.UNKNOWN_TOPIC_ID : error;
        }
        if (!Replicas.sameTopic(partition, replica)) {
            return query.isByReplica() ? Errors.UNKNOWN_TOPIC_ID : Errors.INCONSISTENT_TOPIC_ID;
        }
        Errors error = replica.checkReadable(at.currentLeaderEpoch(), query.onlyLeader());
        if (error != Errors.NONE) {
            return error;
        }
        Leadership leadership = replica.leadership();
        boolean stranger = query.isByReplica() && leadership != null && leadership.follower(query.replicaId()) == null;
        return stranger ? Errors.UNKNOWN_LEADER_EPOCH : Errors.NONE;
    }

    /**
     * Where the reader's log leaves this one, if it does.
     *
     * @throws OffsetOutOfRangeException if this log cannot say, or starts later than the reader's position
     */
    static Optional<EpochEnd> diverging(Hosted replica, ReadAt at) {
        if (at.lastFetchedEpoch().isEmpty() || replica.log().has(Bug.DIVERGENCE_UNNOTICED)) {
            return Optional.empty();
        }
        int lastFetched = at.lastFetchedEpoch().getAsInt();
        LeaderEpochs.EpochOffset end = replica.log().endOfEpoch(lastFetched);
        if (end.isUndefined() || end.epoch() == -1) {
            throw new OffsetOutOfRangeException(
                    "Could not determine the end offset of the last fetched epoch " + lastFetched);
        }
        if (at.fetchOffset() < replica.log().startOffset()) {
            throw new OffsetOutOfRangeException("Received request for offset " + at.fetchOffset() + " of "
                    + replica.partition() + ", which starts at " + replica.log().startOffset());
        }
        return end.epoch() < lastFetched || end.offset() < at.fetchOffset()
                ? Optional.of(new EpochEnd(Errors.NONE, end.epoch(), end.offset()))
                : Optional.empty();
    }

    private static FetchResult result(Hosted replica, MemoryRecords records, Optional<EpochEnd> diverging) {
        PartitionLog log = replica.log();
        return new FetchResult(
                Errors.NONE,
                records,
                log.highWatermark(),
                log.lastStableOffset(),
                log.startOffset(),
                diverging,
                Optional.empty());
    }

    /** Saves the follower the ListOffsets requests a Kafka follower sends next. */
    private static FetchResult outOfRangeForReplica(Hosted replica) {
        PartitionLog log = replica.log();
        EpochEnd logEnd =
                new EpochEnd(Errors.OFFSET_OUT_OF_RANGE, log.latestEpoch().orElse(-1), log.endOffset());
        return new FetchResult(
                Errors.OFFSET_OUT_OF_RANGE,
                MemoryRecords.EMPTY,
                -1,
                -1,
                log.startOffset(),
                Optional.of(logEnd),
                Optional.empty());
    }

    private FetchResult failed(TopicIdPartition partition, Errors error) {
        boolean wrongLeader = error == Errors.NOT_LEADER_OR_FOLLOWER || error == Errors.FENCED_LEADER_EPOCH;
        return FetchResult.failed(error, wrongLeader ? replicas.hint(partition.topicPartition()) : Optional.empty());
    }
}
