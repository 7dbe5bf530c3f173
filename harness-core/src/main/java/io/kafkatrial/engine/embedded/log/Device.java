/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import java.time.Duration;
import org.apache.kafka.common.errors.KafkaStorageException;

/**
 * The hardware under a {@link Disk}: it may be full, broken or slow. Faults set it from any thread; the
 * broker on it notices at its next read or write, takes the log directory offline and, as this is its
 * only one, halts as Apache Kafka does.
 */
public final class Device {
    private volatile boolean full;
    private volatile boolean broken;
    private volatile long latencyMs;
    private volatile boolean offline;
    private final Bug bug;

    Device(Bug bug) {
        this.bug = bug;
    }

    /** The mistake the broker on this device makes, in tests of the tests. */
    public Bug bug() {
        return bug;
    }

    /** Let every write fail from now on, or none any more. */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** Let every read and write fail from now on, or none any more. */
    public void broken(boolean isBroken) {
        broken = isBroken;
    }

    /** Whether nothing can be read or written; a broker cannot start then. */
    public boolean isBroken() {
        return broken;
    }

    /** Let every append take that long. */
    public void latency(Duration latency) {
        latencyMs = latency.toMillis();
    }

    /** How long an append takes, in milliseconds; 0 without a fault. */
    public long latencyMs() {
        return latencyMs;
    }

    /** Whether the running broker has met an error of this device. */
    public boolean isOffline() {
        return offline;
    }

    /** A new process knows of no error yet. */
    void mounted() {
        offline = false;
    }

    /** Whether the broker can write at all; if not, the directory goes offline. */
    boolean canWrite() {
        offline |= full || broken;
        return !offline;
    }

    void checkWrite(Object what) {
        if (!canWrite()) {
            throw new KafkaStorageException("Error while writing to " + what + ": "
                    + (full ? "No space left on device" : "Input/output error") + ", the log directory is offline");
        }
    }

    void checkRead(Object what) {
        if (broken || offline) {
            offline = true;
            throw new KafkaStorageException(
                    "Error while reading " + what + ": Input/output error, the log directory is offline");
        }
    }
}
