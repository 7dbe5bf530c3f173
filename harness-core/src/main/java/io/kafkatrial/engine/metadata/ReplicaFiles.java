/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.witness.ReplicaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Reads a broker's logs from its data directory, whether its process runs or not: Kafka hands what it appends to the
 * operating system before it answers, so another process sees it. Stateless.
 */
public final class ReplicaFiles {

    private static final String START_OFFSETS = "log-start-offset-checkpoint";
    private static final String LOG = ".log";

    private ReplicaFiles() {}

    /**
     * Read one log, as far as its segments are whole.
     *
     * @return empty if the directory has no such partition
     */
    public static Optional<ReplicaLog> read(Path data, PartitionId partition, Consumer<ReplicaRecord> records) {
        return read(data, partition, (batch, start) -> ReplicaReader.read(batch, start, records), /* all= */ true);
    }

    /** Only look where a log begins and ends. */
    public static Optional<ReplicaLog> ends(Path data, PartitionId partition) {
        return read(data, partition, (batch, start) -> {}, /* all= */ false);
    }

    /** Takes the batches of a log. */
    private interface Taker {
        void take(RecordBatch batch, long start);
    }

    private static Optional<ReplicaLog> read(Path data, PartitionId partition, Taker taker, boolean all) {
        Path directory = data.resolve(partition.topic() + "-" + partition.partition());
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try {
            List<Path> segments;
            try (Stream<Path> files = Files.list(directory)) {
                segments = files.filter(file -> file.toString().endsWith(LOG))
                        .sorted()
                        .toList();
            }
            if (segments.isEmpty()) {
                return Optional.empty();
            }
            long start = Math.max(baseOffset(segments.get(0)), checkpointedStart(data, partition));
            long end = start;
            for (Path segment : all ? segments : segments.subList(segments.size() - 1, segments.size())) {
                end = Math.max(Math.max(end, baseOffset(segment)), read(segment, start, taker));
            }
            return Optional.of(new ReplicaLog(start, end, OptionalLong.empty()));
        } catch (IOException | KafkaException unreadable) {
            return Optional.empty();
        }
    }

    private static long read(Path segment, long start, Taker taker) throws IOException {
        long end = 0;
        try (FileRecords file = FileRecords.open(segment.toFile(), /* mutable= */ false)) {
            for (RecordBatch batch : file.batches()) {
                if (!batch.isValid()) {
                    break; // torn, or being written
                }
                taker.take(batch, start);
                end = batch.nextOffset();
            }
        }
        return end;
    }

    private static long baseOffset(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - LOG.length()));
    }

    /** Kafka writes a log start down only where it lies inside a segment; see its OffsetCheckpointFile for the form. */
    private static long checkpointedStart(Path data, PartitionId partition) throws IOException {
        Path file = data.resolve(START_OFFSETS);
        String prefix = partition.topic() + " " + partition.partition() + " ";
        if (!Files.exists(file)) {
            return 0;
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(prefix))
                .mapToLong(line -> Long.parseLong(line.substring(prefix.length())))
                .findFirst()
                .orElse(0);
    }
}
