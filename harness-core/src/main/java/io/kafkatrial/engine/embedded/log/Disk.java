/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import org.apache.kafka.common.Uuid;

/**
 * What a broker's disk holds: logs and high-watermark checkpoints. It outlives the broker's process.
 * Confined to the loop of the broker that runs on it; hand it to the next process only when the last
 * task of the former one has ended.
 */
public final class Disk {
    private final Uuid directoryId;

    public Disk(Uuid directoryId) {
        this.directoryId = directoryId;
    }

    /** The id of this log directory, for broker registration (KIP-858). */
    public Uuid directoryId() {
        return directoryId;
    }
}
