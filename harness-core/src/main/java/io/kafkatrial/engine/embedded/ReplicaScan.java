/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.embedded.log.Disk;
import io.kafkatrial.engine.embedded.log.PartitionLog;
import io.kafkatrial.engine.witness.ReplicaReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Reads a broker's logs past its process: what lies there is what counts. Safe for use by several threads. */
final class ReplicaScan {

    /** How long a busy or frozen broker may take to say what it has. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A log as it was at one moment. */
    private record Snapshot(ReplicaLog span, List<MemoryRecords> content) {}

    private ReplicaScan() {}

    /** Read one log of a broker's disk; empty if there is none, or the broker is frozen. */
    static Optional<ReplicaLog> read(Seat seat, PartitionId partition, Consumer<ReplicaRecord> records) {
        Optional<Snapshot> found = snapshot(seat, partition);
        found.ifPresent(log -> {
            for (MemoryRecords chunk : log.content()) {
                for (RecordBatch batch : chunk.batches()) {
                    if (batch.baseOffset() < log.span().endOffset()) {
                        ReplicaReader.read(batch, log.span().startOffset(), records);
                    }
                }
            }
        });
        return found.map(Snapshot::span);
    }

    /** Only look where it begins and ends. */
    static Optional<ReplicaLog> ends(Seat seat, PartitionId partition) {
        return snapshot(seat, partition).map(Snapshot::span);
    }

    /** A disk belongs to the loop that runs on it; to whoever holds its seat, if none does. */
    private static Optional<Snapshot> snapshot(Seat seat, PartitionId partition) {
        CompletableFuture<Optional<Snapshot>> answer = new CompletableFuture<>();
        synchronized (seat) {
            Node node = seat.node();
            if (node == null) {
                return look(seat.disk(), partition);
            }
            node.run(brain -> answer.complete(look(seat.disk(), partition)));
        }
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Snapshot> look(Disk disk, PartitionId partition) {
        for (PartitionLog log : disk.logs()) {
            if (log.partition().topic().equals(partition.topic())
                    && log.partition().partition() == partition.partition()) {
                OptionalLong highWatermark = OptionalLong.of(log.highWatermark());
                return Optional.of(new Snapshot(
                        new ReplicaLog(log.startOffset(), log.endOffset(), highWatermark), log.contents()));
            }
        }
        return Optional.empty();
    }
}
