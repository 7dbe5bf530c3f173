/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import io.kafkatrial.engine.embedded.log.Device;

/**
 * Puts off what writes to a slow disk, in order, without blocking the broker as a slow disk would block
 * one of Kafka's request threads. Confined to the loop.
 */
final class DiskQueue {
    private final Device device;
    private final Turn turn;
    private long lastDueMs = Long.MIN_VALUE;
    private int queued;

    DiskQueue(Device device, Turn turn) {
        this.device = device;
        this.turn = turn;
    }

    /** Run it now, or when the disk gets to it. */
    void write(Runnable append) {
        long latencyMs = device.latencyMs();
        if (latencyMs == 0 && queued == 0) {
            append.run();
            return;
        }
        lastDueMs = Math.max(lastDueMs, turn.elapsedMs() + latencyMs);
        queued++;
        turn.deadlines().at(lastDueMs, () -> {
            queued--;
            append.run();
        });
    }
}
