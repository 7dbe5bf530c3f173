/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.replication.Replication;
import io.kafkatrial.engine.embedded.txn.TxnInput;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's replicas of {@code __transaction_state}, as its coordinator uses them: appended to with
 * acks=all, read as a whole by a new leader, a chunk in each task of the loop. Confined to the loop.
 */
final class TxnLog {

    private static final Logger LOG = LoggerFactory.getLogger(TxnLog.class);
    private static final int CHUNK_BYTES = 256 * 1024;

    private final Loop loop;
    private final ReplicationDriver driver;
    private final Replication replication;
    private final int requestTimeoutMs;
    /** The leader epoch a partition is loaded under; a load that is not in here any more stops. */
    private final Map<Integer, Integer> loading = new HashMap<>();

    TxnLog(Loop loop, ReplicationDriver driver, int requestTimeoutMs) {
        this.loop = loop;
        this.driver = driver;
        this.replication = driver.replication();
        this.requestTimeoutMs = requestTimeoutMs;
    }

    int requestTimeoutMs() {
        return requestTimeoutMs;
    }

    private static TopicPartition state(int partition) {
        return new TopicPartition(Topic.TRANSACTION_STATE_TOPIC_NAME, partition);
    }

    CompletionStage<Errors> append(int partition, int timeoutMs, MemoryRecords records) {
        return driver.plane().appendAsCoordinator(timeoutMs, state(partition), records);
    }

    /** Read the local leader's log from its start to its end, and tell the high watermark after it. */
    void load(int partition, int leaderEpoch, Consumer<TxnInput> to) {
        loading.put(partition, leaderEpoch);
        long start = replication.logStartOffset(state(partition)).orElse(0);
        loop.execute(() -> next(new TxnInput.Elected(partition, leaderEpoch), start, to));
    }

    void stopLoading(int partition) {
        loading.remove(partition);
    }

    private void next(TxnInput.Elected leadership, long offset, Consumer<TxnInput> to) {
        int partition = leadership.partition();
        if (loading.getOrDefault(partition, -1) != leadership.leaderEpoch()) {
            return;
        }
        MemoryRecords chunk = read(partition, offset);
        long end = offset;
        for (RecordBatch batch : chunk.batches()) {
            end = batch.nextOffset();
        }
        if (end > offset) {
            long following = end;
            to.accept(new TxnInput.Replayed(partition, leadership.leaderEpoch(), chunk));
            loop.execute(() -> next(leadership, following, to));
            return;
        }
        loading.remove(partition);
        to.accept(new TxnInput.ReplayEnded(partition, leadership.leaderEpoch(), offset));
        OptionalLong highWatermark = replication.highWatermark(state(partition));
        highWatermark.ifPresent(mark -> to.accept(new TxnInput.HighWatermark(partition, mark)));
    }

    /** Empty at the end of the log, and, as in Kafka, where it cannot be read. */
    private MemoryRecords read(int partition, long offset) {
        try {
            return replication.readForLoading(state(partition), offset, CHUNK_BYTES);
        } catch (ApiException unreadable) {
            LOG.warn(
                    "cannot load the transactions of __transaction_state-{} from {} on", partition, offset, unreadable);
            return MemoryRecords.EMPTY;
        }
    }
}
