/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.Map;

/**
 * How often a broker looks after its logs, in milliseconds. Shorter here than in Kafka, so that a test
 * sees what it configured: compaction is looked at every second, and so is the retention of logs for which
 * {@code retention.ms} or {@code retention.bytes} is set. Others are looked at as seldom as in Kafka, so that
 * records with a made-up old timestamp do not vanish sooner than there.
 *
 * @param flushCheckIntervalMs {@code log.flush.scheduler.interval.ms}: as in Kafka never, so that
 *     {@code flush.ms} has no effect unless this is set
 * @param startOffsetCheckpointIntervalMs {@code log.flush.start.offset.checkpoint.interval.ms}
 * @param retentionCheckIntervalMs {@code log.retention.check.interval.ms}
 * @param setRetentionCheckIntervalMs the same for logs whose retention is set; 1000 unless
 *     {@code log.retention.check.interval.ms} is given
 * @param cleanerBackoffMs {@code log.cleaner.backoff.ms}; 1000 here (Kafka: 15000)
 * @param producerIdExpirationMs {@code producer.id.expiration.ms}
 * @param producerIdExpirationCheckIntervalMs {@code producer.id.expiration.check.interval.ms}
 */
public record LogUpkeep(
        long flushCheckIntervalMs,
        long startOffsetCheckpointIntervalMs,
        long retentionCheckIntervalMs,
        long setRetentionCheckIntervalMs,
        long cleanerBackoffMs,
        int producerIdExpirationMs,
        long producerIdExpirationCheckIntervalMs) {

    /** Read a broker's configuration. */
    static LogUpkeep of(Map<String, String> config) {
        return new LogUpkeep(
                Long.parseLong(config.getOrDefault("log.flush.scheduler.interval.ms", "" + Long.MAX_VALUE)),
                Long.parseLong(config.getOrDefault("log.flush.start.offset.checkpoint.interval.ms", "60000")),
                Long.parseLong(config.getOrDefault("log.retention.check.interval.ms", "300000")),
                Long.parseLong(config.getOrDefault("log.retention.check.interval.ms", "1000")),
                Long.parseLong(config.getOrDefault("log.cleaner.backoff.ms", "1000")),
                Integer.parseInt(config.getOrDefault("producer.id.expiration.ms", "86400000")),
                Long.parseLong(config.getOrDefault("producer.id.expiration.check.interval.ms", "600000")));
    }
}
