/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a broker's disk holds: logs and high-watermark checkpoints. It outlives the broker's process, as
 * the page cache of a killed process does. Confined to the loop of the broker that runs on it; hand it
 * to the next process only when the last task of the former one has ended.
 */
public final class Disk {
    private static final int DEFAULT_PRODUCER_EXPIRATION_MS = 86_400_000;

    private final Uuid directoryId;
    private final Map<TopicIdPartition, PartitionLog> logs = new LinkedHashMap<>();
    private final Map<TopicIdPartition, Long> highWatermarks = new HashMap<>();
    private final Map<TopicIdPartition, Long> startOffsets = new HashMap<>();
    private final Device device;
    private final ProducerStateManagerConfig producerIds =
            new ProducerStateManagerConfig(DEFAULT_PRODUCER_EXPIRATION_MS, true);
    private boolean clean = true;

    public Disk(Uuid directoryId) {
        this(directoryId, Bug.NONE);
    }

    /** For tests of the tests: a disk whose broker makes a mistake. */
    Disk(Uuid directoryId, Bug bug) {
        this.directoryId = directoryId;
        this.device = new Device(bug);
    }

    /** The id of this log directory, for broker registration (KIP-858). */
    public Uuid directoryId() {
        return directoryId;
    }

    /**
     * Load all logs into a new process. What the former process only remembered is gone: high watermarks
     * restart from the last checkpoint, producer states are rebuilt from the logs.
     *
     * @return whether the former process had left in good order
     */
    public boolean mount() {
        boolean wasClean = clean;
        clean = false;
        device.mounted();
        logs.forEach((partition, log) ->
                log.reload(highWatermarks.getOrDefault(partition, 0L), startOffsets.getOrDefault(partition, 0L)));
        return wasClean;
    }

    /** The hardware. */
    public Device device() {
        return device;
    }

    /** Forget idle producers after that time: {@code producer.id.expiration.ms}. */
    public void producerIdExpirationMs(int expirationMs) {
        producerIds.setProducerIdExpirationMs(expirationMs);
    }

    /** Refuse transactions their coordinator has not vouched for: {@code transaction.partition.verification.enable}. */
    public void verifyTransactions(boolean verify) {
        producerIds.setTransactionVerificationEnabled(verify);
    }

    /** Whether transactions are refused that their coordinator has not vouched for. */
    public boolean verifiesTransactions() {
        return producerIds.transactionVerificationEnabled();
    }

    /** Write down all high watermarks; Kafka does it every five seconds and at a clean stop. */
    public void checkpoint() {
        if (device.canWrite()) {
            highWatermarks.clear();
            logs.forEach((partition, log) -> highWatermarks.put(partition, log.highWatermark()));
        }
    }

    /** Write down all log start offsets; Kafka does it every minute and at a clean stop. */
    public void checkpointStartOffsets() {
        if (device.canWrite()) {
            startOffsets.clear();
            logs.forEach((partition, log) -> startOffsets.put(partition, log.startOffset()));
        }
    }

    /** Force all logs to disk, checkpoint and mark the disk clean, as the last act of a process. */
    public void unmount() {
        checkpoint();
        checkpointStartOffsets();
        if (device.canWrite()) {
            logs.values().forEach(PartitionLog::flush);
            clean = true;
        }
    }

    /**
     * Lose power when no process runs any more: of what was written behind each log's durable mark a
     * seeded part is gone, the last batch possibly torn; what is left is recovered to the last whole
     * valid batch. High watermarks, epochs and producer states follow at the next {@link #mount()}.
     * Checkpoints and leader epochs are forced to disk by Kafka when written, so they stay.
     *
     * @param seed decides, with each log's name, how much is lost
     */
    public void losePower(long seed) {
        logs.values().forEach(log -> log.losePower(seed));
    }

    /** The log of this partition; empty and new if there is none yet. */
    public PartitionLog open(TopicIdPartition partition, LogConfig config) {
        PartitionLog log = logs.computeIfAbsent(partition, id -> new PartitionLog(id, config, device, producerIds));
        log.configure(config);
        return log;
    }

    /** The log of this partition, if there is one. */
    public @Nullable PartitionLog find(TopicIdPartition partition) {
        return logs.get(partition);
    }

    /** All logs. */
    public Collection<PartitionLog> logs() {
        return List.copyOf(logs.values());
    }

    /** Delete a log. */
    public void delete(TopicIdPartition partition) {
        logs.remove(partition);
        highWatermarks.remove(partition);
        startOffsets.remove(partition);
    }
}
