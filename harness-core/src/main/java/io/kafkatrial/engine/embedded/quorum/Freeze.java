/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.BatchReader;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * Committed batches, none of them, that do not come while the process is paused: Apache Kafka's controller
 * owns its thread, and this is how it is held. Safe for use by several threads.
 */
final class Freeze implements BatchReader<ApiMessageAndVersion> {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Wait until the thread is held. */
    void awaitHeld() {
        awaitQuietly(held);
    }

    /** Let the thread run on. */
    void release() {
        released.countDown();
    }

    @Override
    public boolean hasNext() {
        held.countDown();
        while (released.getCount() > 0) {
            awaitQuietly(released);
        }
        return false;
    }

    /** Keeps an interrupt for the caller. */
    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                break;
            } catch (InterruptedException waitOn) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Batch<ApiMessageAndVersion> next() {
        throw new NoSuchElementException("a paused process reads nothing");
    }

    @Override
    public long baseOffset() {
        return -1;
    }

    @Override
    public OptionalLong lastOffset() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        release();
    }
}
